"""How long a proof takes: a family of processes of a thousand to a million nodes, built, unfolded and solved.

`python -m benchmarks.proof` runs each size in a process of its own and prints seconds of the processor and memory. It
exits with 1 where a million nodes take a minute or 4 GB.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

PAPERS = (3, 5, 8, 11, 16)
"""Sizes of the family: about 1, 5, 30, 130 and 1,100 thousand nodes."""

SECONDS, MEGABYTES = 60, 4096
"""For the largest."""


def loan(papers: int, *, lost: bool = False) -> str:
    """A loan that needs papers: phone and shop each see to half of them, letters go to those who pay.

    With `lost`, any paper may be mislaid again by the office, so that almost all nodes lead to almost all.
    """
    half = papers // 2
    phone = "\n".join(
        f"      ask for paper {n}: {{when: {{paper {n}: missing}}, "
        f"then: [{{chance: 70%, set: {{paper {n}: here}}, refer: phone}}, {{chance: 30%, refer: shop}}]}}"
        for n in range(half)
    )
    shop = "\n".join(
        f"      take paper {n}: {{when: {{paper {n}: missing}}, then: {{set: {{paper {n}: here}}, ticket: archive}}}}"
        for n in range(half, papers)
    )
    mislays = f"set: {{paper 0: missing, paper {half}: missing}}"
    mislaid = f"[{{chance: 99%, refer: phone}}, {{chance: 1%, {mislays}, refer: shop}}]"
    return f"""
journeysim: 1
name: A loan with {papers} papers
issues: {{loan: {{raised by: {{customer: 5 per day}}}}}}
facts: {{{", ".join(f"paper {n}: [missing, here]" for n in range(papers))}}}
channels:
  phone: {{reaches: care}}
  shop: {{reaches: counter}}
  mail: {{kind: message, reaches: office}}
defaults: {{department: {{staff: 2, handling: 5 min}}}}
departments:
  care:
    rules:
{phone}
      send on: {{then: [{{chance: 50%, refer: shop}}, {{chance: 50%, refuse: not complete}}]}}
  counter:
    rules:
{shop}
      hand over: {{then: {{ticket: office}}}}
  office:
    rules:
      pay:
        when: {{{", ".join(f"paper {n}: here" for n in range(papers))}}}
        then: [{{chance: 90%, resolve: now}}, {{chance: 10%, drop: silently}}]
      ask: {{then: {mislaid if lost else "{refer: phone}"}}}
  archive:
    rules:
      check: {{then: [{{chance: 80%, promise: {{within: 1 day, kept: 90%}}}}, {{chance: 20%, refer: mail}}]}}
"""


def lap(papers: int, *, lost: bool) -> dict[str, float]:
    """One proof: what it took."""
    from journeysim.build import build
    from journeysim.model.unfold import unfold
    from journeysim.read import read_text
    from journeysim.verify import first, solve

    process = build(read_text(loan(papers, lost=lost)))
    begun = time.process_time()
    graph = unfold(process)
    unfolded = time.process_time()
    answer = first(solve(process, graph), 0)
    solved = time.process_time()
    return {
        "nodes": len(graph.nodes),
        "choices": len(graph.label),
        "branches": len(graph.target),
        "unfold": unfolded - begun,
        "solve": solved - unfolded,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "best": answer.best,
        "attempts": answer.attempts,
    }


def main() -> int:
    """Print a table; 1 where the largest is too slow or too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="+", default=PAPERS)
    parser.add_argument("--lost", action="store_true", help="papers may be mislaid again: one large component")
    parser.add_argument("--lap", type=int, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.lap is not None:
        print(json.dumps(lap(said.lap, lost=said.lost)))
        return 0
    print(
        "| papers | nodes | choices | branches | unfold (s) | solve (s) | µs a node | peak memory | fewest attempts |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    kept = True
    for papers in said.papers:
        command = [sys.executable, "-m", "benchmarks.proof", "--lap", str(papers), *(["--lost"] if said.lost else [])]
        found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        seconds = found["unfold"] + found["solve"]
        print(
            f"| {papers} | {found['nodes']:,} | {found['choices']:,} | {found['branches']:,} | {found['unfold']:.2f} "
            f"| {found['solve']:.2f} | {1e6 * seconds / found['nodes']:.0f} | {found['peak']:,.0f} MB "
            f"| {found['attempts']:.6g} |",
            flush=True,
        )
        kept = kept and seconds < SECONDS and found["peak"] < MEGABYTES
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
