"""What was promised, what was seen, and whether it holds."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from prove.stand import Stand


@dataclass(frozen=True, slots=True)
class Check:
    """One goal of a figure; `seen` is compared with `wanted` by `sign`."""

    what: str
    seen: float
    sign: str
    wanted: float

    @property
    def holds(self) -> bool:
        match self.sign:
            case "=":
                return self.seen == self.wanted
            case "≥":
                return self.seen >= self.wanted
            case "≤":
                return self.seen <= self.wanted
        raise ValueError(self.sign)


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a figure on one engine. `notes` are not promised, but tell how much was tried."""

    done: str
    checks: Sequence[Check]
    notes: Mapping[str, float]


Proof: TypeAlias = Callable[[Stand, bool], Awaitable[Finding]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One promise, by the name that it has in the list of all.

    `prove(stand, quick)` does what may happen and says what it saw; `engines` says on which it is
    to be done, with how many processes; `settings` are the server's beside the usual ones. One that
    compares times has the machine to itself: `alone`, one engine after the other.
    """

    name: str
    promise: str
    prove: Proof
    engines: Mapping[str, int]
    settings: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False


def exactly(what: str, seen: float, wanted: float) -> Check:
    return Check(what, seen, "=", wanted)


def none(what: str, seen: float) -> Check:
    return exactly(what, seen, 0)


def at_least(what: str, seen: float, wanted: float) -> Check:
    return Check(what, seen, "≥", wanted)


def at_most(what: str, seen: float, wanted: float) -> Check:
    return Check(what, seen, "≤", wanted)
