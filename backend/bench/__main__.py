"""`python -m bench`, or `make bench`."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from bench import pages, searches
from bench.ground import prepared
from bench.measures import Bench
from bench.plot import svg
from bench.report import Report
from rig.processes import leave_nothing_behind

RESULTS = Path(__file__).parent / "results"
GOALS_AT = 10_000  # items at which the operations are measured
PLOTTED = "Processor time of a page (application and database) against rows of the table"


def main(  # noqa: PLR0913, PLR0917 (a command lists its options)
    rows: Annotated[int, typer.Option(min=100, help="Items to load, up to millions.")] = GOALS_AT,
    rounds: Annotated[int, typer.Option(min=1, help="Turns of each subject.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="Length of a turn.")] = 1.5,
    quick: Annotated[bool, typer.Option("--quick", help="Only whether all of it works.")] = False,
    sqlite: Annotated[bool, typer.Option(help="Measure SQLite too.")] = True,
    output: Annotated[Path, typer.Option(help="Folder of bench.json and lists.svg.")] = RESULTS,
) -> None:
    """Measure Quartermaster against the floor. Exit 1 if the books are wrong afterwards."""
    if quick:
        rows, rounds, seconds = min(rows, 1000), 1, 0.4
    leave_nothing_behind()
    report = Report(rows, rounds, seconds)
    with prepared() as ground:
        bench, measured = Bench(ground, report, rounds, seconds), False
        for size in sorted({*pages.sizes(rows), min(rows, GOALS_AT)}):
            started = time.monotonic()
            ground.grow(size)
            _say(f"{size:,} items are there after {time.monotonic() - started:.0f} s")
            ground.sign_in()
            pages.measure(ground, report, min(rounds, 3), seconds / 3)
            searches.measure(ground, report)
            if size >= min(rows, GOALS_AT) and not measured:
                _say("the operations")
                bench.all(sqlite=sqlite)
                measured = True
        _say(ground.doctor().splitlines()[-1])
    report.write(output)
    (output / "lists.svg").write_text(svg(report.lines(), PLOTTED))
    typer.echo(report.table())


def _say(what: str) -> None:
    typer.echo(what, file=sys.stderr)


if __name__ == "__main__":
    typer.run(main)
