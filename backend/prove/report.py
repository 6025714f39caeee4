"""What came of it: one table for people, the same as JSON."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from prove.verdict import Figure, Finding
from rig.table import aligned

COLUMNS = ("figure", "engine", "what was done, and what was seen", "goal", "seen", "")


@dataclass(slots=True)
class Report:
    """A row for each figure on each engine, and under it one for each of its goals."""

    quick: bool
    found: list[tuple[Figure, str, Finding | str, float]] = field(default_factory=list)

    def add(self, figure: Figure, engine: str, finding: Finding | str, seconds: float) -> None:
        """What was found, or why it came to nothing."""
        self.found.append((figure, engine, finding, seconds))

    @property
    def holds(self) -> bool:
        return all(_holds(finding) for _, _, finding, _ in self.found)

    def table(self) -> str:
        head = (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
            f" Python {platform.python_version()}"
        )
        if self.quick:
            head += "; quick: it shows that the proofs work, and proves little"
        return "\n".join([head, "", *aligned([COLUMNS, *self._rows()], left=3)])

    def _rows(self) -> Iterator[Sequence[str]]:
        for figure, engine, finding, seconds in self.found:
            verdict = "holds" if _holds(finding) else "DOES NOT HOLD"
            if isinstance(finding, str):
                yield (figure.name, engine, finding, "", "", verdict)
                continue
            yield (figure.name, engine, finding.done, "", f"{seconds:.0f} s", verdict)
            for check in finding.checks:
                goal = f"{check.sign} {check.wanted:,g}"
                yield ("", "", f"  {check.what}", goal, _number(check.seen), _word(check.holds))
            for what, seen in finding.notes.items():
                yield ("", "", f"  ({what})", "", _number(seen), "")

    def write(self, folder: Path) -> None:
        """The same as JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            {
                "figure": figure.name,
                "promise": figure.promise,
                "engine": engine,
                "processes": figure.engines[engine],
                "seconds": round(seconds, 1),
                "holds": _holds(finding),
                **({"error": finding} if isinstance(finding, str) else _plain(finding)),
            }
            for figure, engine, finding, seconds in self.found
        ]
        text = json.dumps({"quick": self.quick, "holds": self.holds, "figures": rows}, indent=1)
        (folder / "prove.json").write_text(text + "\n")


def _holds(finding: Finding | str) -> bool:
    return not isinstance(finding, str) and all(check.holds for check in finding.checks)


def _word(holds: bool) -> str:
    return "" if holds else "does not"


def _plain(finding: Finding) -> dict[str, object]:
    checks = [asdict(check) | {"holds": check.holds} for check in finding.checks]
    return {"done": finding.done, "checks": checks, "notes": dict(finding.notes)}


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
