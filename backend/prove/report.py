"""What came of it: one table for people, the same as JSON."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from prove.runs import Run
from rig.table import aligned

COLUMNS = ("figure", "engine", "what was done, and what was seen", "goal", "seen", "")


@dataclass(slots=True)
class Report:
    """A row for each figure on each engine, and under it one for each of its goals."""

    quick: bool
    runs: list[Run] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return all(run.holds for run in self.runs)

    def table(self) -> str:
        head = (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
            f" Python {platform.python_version()}"
        )
        if self.quick:
            head += "; quick: it shows that the proofs work, and proves little"
        return "\n".join([head, "", *aligned([COLUMNS, *self._rows()], left=3)])

    def _rows(self) -> Iterator[Sequence[str]]:
        for run in self.runs:
            name, verdict = run.figure.name, "holds" if run.holds else "DOES NOT HOLD"
            if isinstance(run.finding, str):
                yield (name, run.engine, run.finding, "", "", verdict)
                continue
            yield (name, run.engine, run.finding.done, "", f"{run.seconds:.0f} s", verdict)
            for check in run.finding.checks:
                goal, word = f"{check.sign} {check.wanted:,g}", "" if check.holds else "does not"
                yield ("", "", f"  {check.what}", goal, _number(check.seen), word)
            for what, seen in run.finding.notes.items():
                yield ("", "", f"  ({what})", "", _number(seen), "")

    def write(self, folder: Path) -> None:
        """The same as JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        said = {
            "quick": self.quick,
            "holds": self.holds,
            "figures": [_plain(run) for run in self.runs],
        }
        (folder / "prove.json").write_text(json.dumps(said, indent=1) + "\n")


def _plain(run: Run) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "figure": run.figure.name,
        "promise": run.figure.promise,
        "engine": run.engine,
        "processes": run.figure.engines[run.engine],
        "seconds": round(run.seconds, 1),
        "holds": run.holds,
    }
    if isinstance(run.finding, str):
        return plain | {"error": run.finding}
    checks = [asdict(check) | {"holds": check.holds} for check in run.finding.checks]
    return plain | {"done": run.finding.done, "checks": checks, "notes": dict(run.finding.notes)}


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
