"""What the page on proofs shows is what happens. `python tests/cli/test_proofs_page.py` writes the output anew."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from journeysim import bundled
from journeysim.proving import prove
from journeysim.read import read, read_text
from journeysim.render.sarif import RULES

PAGE = Path(__file__).parents[2] / "docs" / "proofs.md"
OUTPUT = re.compile(
    r"(<!-- output of: journeysim verify returns.yaml -->\n```text\n)(.*?)(```\n<!-- end -->)", re.DOTALL
)


def examples() -> tuple[str, str, str]:
    """The scenario of the page, one with something public, and what the first accepts later on."""
    scenario, public, accepted = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return scenario, public, accepted


def output(folder: Path) -> str:
    """What the command prints of the page's scenario."""
    (folder / "returns.yaml").write_text(examples()[0], encoding="utf-8")
    command = [sys.executable, "-m", "journeysim", "verify", "returns.yaml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8").stdout


def test_the_page_shows_real_output(tmp_path):
    """The whole answer, as it is printed today."""
    found = OUTPUT.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    assert found[2] == output(tmp_path)


def test_every_finding_on_the_page_is_a_real_one():
    """Each sentence is one that is found in a scenario of the page, in a change of it, or in the bundled story."""
    scenario, public, _ = examples()
    shut = scenario.replace("guest: {is: {account: no}}", "guest: {is: {account: no}, tries: [phone]}")
    shut += "  archive: {staff: 1, handling: 3 min, rules: {file it: {then: {resolve: now}}}}\n"
    proofs = (
        *(prove(read_text(text)) for text in (scenario, public, shut)),
        prove(read(bundled.locate("former_customer_refund"))),
    )
    found = {(finding.code, finding.sentence) for proof in proofs for finding in proof.findings}
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]+ \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {code for code, _ in rows} == set(RULES) - {"stale-acceptance"}
    assert [row for row in rows if row not in found] == []


def test_what_the_page_accepts_is_accepted():
    """All of it is found, and nothing else."""
    scenario, _, accepted = examples()
    proof = prove(read_text(scenario + accepted))
    assert proof.stale == ()
    assert [finding.name for finding in proof.findings if finding.accepted is None] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(OUTPUT.sub(lambda found: found[1] + output(Path(folder)) + found[3], text), encoding="utf-8")
