"""What was found: one table for people, the same as JSON."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from math import isnan, nan
from pathlib import Path
from typing import Any

from bench.goals import LEFT_OUT, Goal
from bench.plot import Line
from bench.rounds import Series
from rig.product import RATE_LIMITS
from rig.table import aligned

COLUMNS = ("", "req/s", "p50 ms", "p99 ms", "app ms", "db ms", "errors", "of floor", "by CPU")


@dataclass(slots=True)
class Report:
    """Filled section by section. A figure of a goal may come again, then the last one counts.

    `pace` is how many times as long as the reference this machine takes for the same work; `ratios` are those of the
    lists whose page nine tenths down is the dearest beside their first.
    """

    rows: int
    rounds: int
    seconds: float
    pace: float = nan
    measured: dict[str, tuple[Series, Series | None]] = field(default_factory=dict)
    figures: dict[Goal, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    points: dict[str, dict[str, list[tuple[int, float]]]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=lambda: dict(LEFT_OUT))

    def row(self, name: str, series: Series, other: Series | None = None) -> None:
        """What was measured, and what it was measured against."""
        self.measured[name] = (series, other)

    def figure(self, goal: Goal, figure: float) -> None:
        self.figures[goal] = figure

    def point(self, name: str, where: str, size: int, ms: float) -> None:
        """One point of the plot of list `name`."""
        self.points.setdefault(name, {}).setdefault(where, []).append((size, ms))

    def lines(self) -> dict[str, list[Line]]:
        return {
            name: [Line(where, points) for where, points in lines.items()]
            for name, lines in self.points.items()
        }

    def table(self) -> str:
        """For people."""
        said = [*self._head(), "", *aligned([COLUMNS, *self._measured()])]
        if self.points:
            said += [
                "",
                *aligned(
                    [("a page, CPU ms of application and database", "rows", "ms"), *self._points()]
                ),
            ]
        goals = [("goal", "figure", "", "must", "aim", ""), *self._goals()]
        said += ["", *aligned(goals), ""]
        dearest = ", ".join(f"{name} {_number(ratio)}" for name, ratio in self.ratios.items())
        said += [f"the dearest pages nine tenths down, times page 1: {dearest}"] if dearest else []
        said += [f"left out: {what}: {why}" for what, why in self.left_out.items()]
        return "\n".join(said)

    def _head(self) -> list[str]:
        return [
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
            f" Python {platform.python_version()}; load average {_load()} at the end",
            f"{self.rows:,} items; medians of {self.rounds} rounds of {self.seconds:g} s, product and"
            " floor in turns, 16 connections unless it says otherwise, fsync off",
            f"RATE_LIMITS={RATE_LIMITS}: all of it is done by one caller",
            "Absolute figures are those of this machine at this time; ratios and CPU time tell more.",
            f"The floor's list takes {self.pace:.2f} times the processor that it takes where the goals are from.",
        ]

    def _measured(self) -> Iterator[Sequence[str]]:
        for name, (series, other) in self.measured.items():
            shares = () if other is None else (series.over(other), _by_cpu(series, other))
            told = [_share(share) for share in shares] or ["", ""]
            yield (name, *_medians(series), *told)
            if other is not None:
                yield ("    against", *_medians(other), "", "")

    def _points(self) -> Iterator[Sequence[str]]:
        for name, lines in self.points.items():
            for where, points in lines.items():
                for size, ms in points:
                    yield (f"{name}, {where}", f"{size:,}", _number(ms))

    def _goals(self) -> Iterator[Sequence[str]]:
        for goal, figure in self.figures.items():
            sign = "≤" if goal.at_most else "≥"
            wanted = (f"{sign} {goal.must:g}", f"{sign} {goal.aim:g}")
            yield (goal.name, _number(figure), goal.unit, *wanted, goal.verdict(figure))

    def write(self, folder: Path) -> None:
        """The same as JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bench.json").write_text(json.dumps(_plain(self._as_json()), indent=1) + "\n")

    def _as_json(self) -> dict[str, Any]:
        return {
            "machine": self._head()[0],
            "rows": self.rows,
            "rounds": self.rounds,
            "seconds": self.seconds,
            "pace": self.pace,
            "measured": {
                name: {
                    "product": [asdict(one) for one in series.rounds],
                    "against": [asdict(one) for one in other.rounds] if other else None,
                }
                for name, (series, other) in self.measured.items()
            },
            "lists": self.points,
            "ratios": self.ratios,
            "goals": [
                asdict(goal) | {"figure": figure, "verdict": goal.verdict(figure)}
                for goal, figure in self.figures.items()
            ],
            "left_out": self.left_out,
        }


def _by_cpu(series: Series, other: Series) -> float:
    """The other's processor time a request over ours."""
    return other.cpu_ms / series.cpu_ms


def _medians(series: Series) -> tuple[str, ...]:
    names = ("rate", "p50", "p99", "app_ms", "database_ms")
    return (*(_number(series.median(name)) for name in names), str(series.errors))


def _number(value: float) -> str:
    if isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _share(value: float) -> str:
    return "-" if isnan(value) else f"{value:.0%}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "-"


def _plain(value: Any) -> Any:
    """JSON has no number that is none."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and isnan(value) else value
