"""F8: what can be had once is had once, however many reach for it; and an owner always stays.

Each part is a module with a `part(stand, quick)` that says what it saw. A new one is a module, and its
line here.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from prove.figures.won_once import invitation, last_owner
from prove.stand import Stand
from prove.verdict import Check, Figure, Finding

Part: TypeAlias = Callable[[Stand, bool], Awaitable[Sequence[Check]]]
PARTS: dict[str, Part] = {"an invitation": invitation.part, "the last owner": last_owner.part}


async def prove(stand: Stand, quick: bool) -> Finding:
    checks = [check for part in PARTS.values() for check in await part(stand, quick)]
    return Finding(f"64 at once, again and again, for {', '.join(PARTS)}", checks, {})


FIGURE = Figure(
    "F8",
    "of many who reach at once for what is there once, one gets it",
    prove,
    {"postgresql": 4, "sqlite": 1},
)
