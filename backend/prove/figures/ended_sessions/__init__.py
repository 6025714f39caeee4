"""F13: what has ended opens nothing at the very next request, at every process.

Each kind of end is an `Ending` and its line in `SESSIONS` or `PLACES`.
"""

import asyncio
from collections.abc import Mapping

from app.domains.identity.models import EndedBecause
from prove.figures.ended_sessions.held import Ending
from prove.figures.ended_sessions.places import PLACES
from prove.figures.ended_sessions.sessions import SESSIONS
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none
from prove.visitors import CHEAP, refreshed
from rig.wire import Line

ASKED = 16  # connections, spread over all processes
ENDINGS: Mapping[str, Ending] = {**SESSIONS, **PLACES}


async def prove(stand: Stand, quick: bool) -> Finding:
    times = 2 if quick else 10
    alive = dict.fromkeys(ENDINGS, 0)
    asked, opened = 0, 0

    async def tried(name: str) -> None:
        nonlocal asked, opened
        lines = [Line(stand.port) for _ in range(ASKED)]
        ending = ENDINGS[name](stand, lines[0])
        held = await anext(ending)
        was_open = await held.opens(lines[0])
        await anext(ending, None)
        answers = await asyncio.gather(*(held.opens(line) for line in lines))
        follows = held.refresh and (await refreshed(lines[0], held.refresh)).status == 200
        opened, asked = opened + was_open, asked + len(answers)
        alive[name] += sum(answers) + bool(follows)
        for line in lines:
            line.close()

    for _ in range(times):
        await asyncio.gather(*(tried(name) for name in ENDINGS))
    reasons = await stand.books.reasons()
    return Finding(
        f"{len(ENDINGS)} kinds of end, {times} times each, then {ASKED} requests at once and a refresh",
        [
            at_least("of what was to end, opened before", opened, times * len(ENDINGS)),
            none("reasons for an end that were not tried", len({*EndedBecause} - reasons)),
            *(none(f"taken after: {name}", n) for name, n in alive.items()),
        ],
        {"requests after the end": asked},
    )


FIGURE = Figure(
    "F13",
    "what ends a session, a membership or a key holds at the very next request",
    prove,
    {"postgresql": 4, "sqlite": 1},
    CHEAP,
)
