"""Rounds: every subject in its turn, again and again, so that a noisy machine touches all alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from statistics import median
from typing import TypeAlias

from bench.load import Outcome


@dataclass(frozen=True, slots=True)
class Round:
    """One subject's turn. Milliseconds; those of the processor are per answer."""

    rate: float
    p50: float = nan
    p99: float = nan
    app_ms: float = nan
    database_ms: float = nan
    answers: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """The rounds of one subject, told by their medians."""

    rounds: Sequence[Round] = field(default_factory=tuple)

    def median(self, name: str) -> float:
        return float(median(getattr(one, name) for one in self.rounds))

    @property
    def cpu_ms(self) -> float:
        """Processor time of an answer, application and database together."""
        return self.median("app_ms") + self.median("database_ms")

    @property
    def errors(self) -> int:
        return sum(one.errors for one in self.rounds)

    def over(self, other: "Series", name: str = "rate") -> float:
        """The median of the ratios within each round; not a number where nothing was measured."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        ratios = [getattr(a, name) / (getattr(b, name) or nan) for a, b in pairs]
        return float(median(ratios))


Turn: TypeAlias = Callable[[], Round]


def interleaved(subjects: Mapping[str, Turn], rounds: int) -> dict[str, Series]:
    """Each subject once a round."""
    taken: dict[str, list[Round]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, turn in subjects.items():
            taken[name].append(turn())
    return {name: Series(tuple(some)) for name, some in taken.items()}


def round_of(outcome: Outcome, app: float, database: float) -> Round:
    """An outcome and the seconds of processor time that it took."""
    each = 1000 / outcome.answers if outcome.answers else nan
    return Round(
        rate=outcome.rate,
        p50=outcome.p50,
        p99=outcome.p99,
        app_ms=app * each,
        database_ms=database * each,
        answers=outcome.answers,
        errors=outcome.errors,
    )
