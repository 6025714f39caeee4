"""What somebody holds until it is ended, and the shape of an ending."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from prove.stand import Stand
from prove.visitors import Session
from rig.wire import Line


@dataclass(frozen=True, slots=True)
class Held:
    """Whether it `opens` something at this moment, and the refresh token that goes with it."""

    opens: Callable[[Line], Awaitable[bool]]
    refresh: str = ""


# yields what is held; asked for more, it ends that
Ending: TypeAlias = Callable[[Stand, Line], AsyncIterator[Held]]


def owner(stand: Stand) -> Session:
    """Of the stand's organization, who is the superuser, too."""
    return Session(stand.headers["Authorization"].removeprefix("Bearer "), "")
