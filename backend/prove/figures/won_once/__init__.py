"""F8: what can be had once is had once, however many reach for it; and an owner always stays.

Each part is a module with a `part(stand, quick)` that says what it saw. A new one is a module, and its
line here.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from prove.figures.won_once import (
    invitation,
    last_owner,
    registration,
    reset_token,
    second_factor,
)
from prove.stand import Stand
from prove.verdict import Check, Figure, Finding
from prove.visitors import CHEAP

Part: TypeAlias = Callable[[Stand, bool], Awaitable[Sequence[Check]]]
PARTS: dict[str, Part] = {
    "an invitation": invitation.part,
    "an account by an invitation": registration.part,
    "a reset by a link": reset_token.part,
    "a code": second_factor.part,
    "the last owner": last_owner.part,
}


async def prove(stand: Stand, quick: bool) -> Finding:
    checks = [check for part in PARTS.values() for check in await part(stand, quick)]
    return Finding(f"64 at once, again and again, for {', '.join(PARTS)}", checks, {})


FIGURE = Figure(
    "F8",
    "of many who reach at once for what is there once, one gets it",
    prove,
    {"postgresql": 4, "sqlite": 1},
    {"REGISTRATION": "invitation"} | CHEAP,
)
