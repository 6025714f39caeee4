"""People who are signed in. They are put there without a sign-in each, which is not what is proved."""

import asyncio
from contextlib import suppress
from typing import Any

from app.main import create_app
from prove.stand import Stand
from prove.visitors import success
from rig.wire import Answer, Call, Line
from tests.world import sign_up


async def people(stand: Stand, count: int) -> list[Line]:
    """A connection for each of so many new accounts; the server knows their sessions by its secret."""
    async with stand.opened() as database:
        app = create_app(database.settings, database)
        found = [await sign_up(app) for _ in range(count)]
    return [stand.line_of(person.headers) for person in found]


async def invited(stand: Stand) -> str:
    """The token of a new invitation to the stand's organization."""
    asked = Call("POST", f"{stand.inside}/invitations", "{}")
    line = Line(stand.port, stand.headers)
    try:
        return str((await told(line, asked))["token"])
    finally:
        line.close()


async def at_once(calls: "list[tuple[Line, Call]]") -> list[Answer | None]:
    """All of them at the same moment, each over its own connection; None for one that was cut."""
    connected = asyncio.Barrier(len(calls))

    async def one(line: Line, call: Call) -> Answer | None:
        await line.send(Call("GET", "/health/live"))  # connected by now
        await connected.wait()
        with suppress(OSError):
            return await line.send(call)
        return None

    return list(await asyncio.gather(*(one(line, call) for line, call in calls)))


async def told(line: Line, call: Call) -> Any:
    """What a request that has to succeed is answered."""
    return success(call, await line.send(call))
