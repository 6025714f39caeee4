"""F13: whatever ends a session ends its tokens at the very next request, at every process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none
from prove.visitors import CHEAP, Session, Visitor, post, refreshed
from rig.product import API
from rig.wire import Call, Line

GRACE = 10.5  # seconds after which a rotated token counts as copied
ASKED = 16  # connections, spread over all processes

# ends `mine`, told of `other`, a second session of the same person
Kill = Callable[[Line, Session, Session], Awaitable[None]]


async def _logout(line: Line, mine: Session, _other: Session) -> None:
    await _done(line, mine, post("logout"))


async def _logout_all(line: Line, _mine: Session, other: Session) -> None:
    await _done(line, other, post("logout-all"))


async def _revoked(line: Line, mine: Session, other: Session) -> None:
    listed = await mine.ask(line, Call("GET", f"{API}/users/me/sessions"))
    (id,) = [row["id"] for row in listed.json["items"] if row["current"]]
    await _done(line, other, Call("DELETE", f"{API}/users/me/sessions/{id}"))


async def _copied(line: Line, mine: Session, _other: Session) -> None:
    await refreshed(line, mine.refresh)
    await asyncio.sleep(GRACE)
    if (await refreshed(line, mine.refresh)).status != 401:
        raise RuntimeError("a token that was rotated long ago was taken")


async def _done(line: Line, session: Session, call: Call) -> None:
    answer = await session.ask(line, call)
    if answer.status != 204:
        raise RuntimeError(f"{call.path} was answered {answer.status} {answer.code}")


# one line each: what may end a session. A new event is proved by its line here
KILLS: Mapping[str, Kill] = {
    "logout": _logout,
    "logout of all": _logout_all,
    "revoked from another device": _revoked,
    "refresh token copied": _copied,
}


async def prove(stand: Stand, quick: bool) -> Finding:
    times = 2 if quick else 10
    alive = dict.fromkeys(KILLS, 0)
    asked, opened = 0, 0

    async def tried(name: str) -> None:
        nonlocal asked, opened
        lines = [Line(stand.port) for _ in range(ASKED)]
        line = lines[0]
        visitor = await Visitor.registered(line)
        mine, other = await visitor.signed_in(line), await visitor.signed_in(line)
        was_open = await mine.opens(line)
        await KILLS[name](line, mine, other)
        answers = await asyncio.gather(*(mine.opens(one) for one in lines))
        follows = (await refreshed(line, mine.refresh)).status == 200
        opened, asked = opened + was_open, asked + len(answers)
        alive[name] += sum(answers) + follows
        for one in lines:
            one.close()

    for _ in range(times):
        await asyncio.gather(*(tried(name) for name in KILLS))
    return Finding(
        f"{len(KILLS)} kinds of end, {times} times each, then {ASKED} requests at once and a refresh",
        [
            at_least("sessions that opened before", opened, times * len(KILLS)),
            *(none(f"answers but 401 after: {name}", n) for name, n in alive.items()),
        ],
        {"requests after the end": asked},
    )


FIGURE = Figure(
    "F13",
    "whatever ends a session ends its tokens at the very next request",
    prove,
    {"postgresql": 4, "sqlite": 1},
    CHEAP,
)
