"""`python -m tests.truth.table` prints what `make truth` measured last, as the table of docs/truth.md."""

from tests.truth.cases import CASES, case
from tests.truth.test_long import MEASURED


def main() -> None:
    """The table, in the order of the cases; the last measurement of each figure counts."""
    lines = (line.split("\t") for line in MEASURED.read_text().splitlines())
    rows = list({(name, figure): [name, figure, *rest] for name, figure, *rest in lines}.values())
    print("| case | kind | figure | known | simulated | width of the interval | replications |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: |")
    for name in CASES:
        of = case(name)
        for _, figure, known, simulated, width, replications, _ in [row for row in rows if row[0] == name]:
            if figure in of.known:
                print(f"| {name} | {of.kind} | {figure} | {known} | {simulated} | {width} % | {replications} |")


if __name__ == "__main__":
    main()
