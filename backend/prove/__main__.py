"""`python -m prove`, or `make prove`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from prove.figures import REGISTER
from prove.report import Report
from prove.runs import proved
from rig.processes import leave_nothing_behind

RESULTS = Path(__file__).parent / "results"


def main(
    figures: Annotated[
        list[str] | None, typer.Argument(help="Which of them, as in F1 F7; all if none is named.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only whether the proofs work.")] = False,
    engine: Annotated[str, typer.Option(help="postgresql or sqlite; both if not named.")] = "",
    output: Annotated[Path, typer.Option(help="Folder of prove.json.")] = RESULTS,
) -> None:
    """Prove what is promised of faults and races. Exit 1 if one figure does not hold."""
    names = [name.upper() for name in figures or REGISTER]
    if unknown := set(names) - REGISTER.keys():
        raise typer.BadParameter(f"{', '.join(unknown)}: there are {', '.join(REGISTER)}")
    leave_nothing_behind()
    report = Report(quick)
    for figure in (REGISTER[name] for name in names):
        engines = [each for each in figure.engines if engine in {"", each}]
        if not engines:
            continue
        typer.echo(f"{figure.name} on {' and '.join(engines)}: {figure.promise} …", file=sys.stderr)
        report.runs += asyncio.run(proved(figure, engines, quick=quick))
        report.write(output)
    typer.echo(report.table())
    raise typer.Exit(not report.holds)


if __name__ == "__main__":
    typer.run(main)
