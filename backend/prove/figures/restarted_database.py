"""F2: PostgreSQL goes away and comes back under load; whoever asks meanwhile is told to try again."""

import asyncio
import json
from dataclasses import dataclass
from itertools import cycle
from time import monotonic

from prove.clients import PAUSE, Client, Tally, acknowledged, at_work, compared
from prove.goods import Goods, goods, receive
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, at_most, none
from rig.product import API, EMAIL, PASSWORD
from rig.wire import Call

WRITERS, READERS, PLACES = 12, 4, 4
AWAY = 1.5  # seconds


async def prove(stand: Stand, quick: bool) -> Finding:
    restarts, wanted = (2, 200) if quick else (10, 2_000)
    database = stand.database
    assert database
    ore, tally, health = goods(stand, PLACES), Tally(), Health()
    signing_in = Tally()  # of its own: a password that is being hashed cannot be hurried
    over = asyncio.Event()
    work = [receive(Client(stand.line(), tally), ore, n, wanted) for n in range(WRITERS)]
    async with (
        at_work(work) as tasks,
        at_work(
            [
                *(_read(Client(stand.line(), tally), ore, over) for _ in range(READERS)),
                _sign_in(Client(stand.line(), signing_in), over),
                health.watch(Client(stand.line(), tally), over),
            ]
        ),
    ):
        for restart in range(restarts):
            await acknowledged(tally, wanted * (restart + 1) // (restarts + 1), tasks)
            await asyncio.to_thread(database.halt, crash=restart % 2 == 1)
            await asyncio.sleep(AWAY)
            await asyncio.to_thread(database.restart)
        await acknowledged(tally, wanted, tasks)
        over.set()
    found = compared(tally.acknowledged, await stand.books.movements())
    beyond = round(max(0.0, tally.slowest_503 - health.slowest), 2)
    return Finding(
        f"PostgreSQL restarted {restarts} times, each second time after a crash; {WRITERS} writers,"
        f" {READERS} readers",
        [
            at_least("acknowledged", len(tally.acknowledged), wanted),
            none("lost", found.lost),
            none("doubled", found.doubled),
            none("answers but 2xx, 4xx and 503", tally.strange() + signing_in.strange()),
            none("connections cut", tally.cut + signing_in.cut),
            none(
                "503 without Retry-After",
                tally.without_retry_after + signing_in.without_retry_after,
            ),
            # the rest is what the machine makes of any answer; a quick run is too short to tell
            *([] if quick else [at_most("seconds of a 503 beyond liveness", beyond, 1.0)]),
            none("liveness other than 200", health.not_alive),
            at_least("readiness that said 503", health.not_ready, 1),
        ],
        {
            "answers of 503": tally.statuses[503],
            "sign-ins": signing_in.statuses[200],
            "seconds of the slowest 503": round(tally.slowest_503, 2),
            "seconds of the slowest liveness": round(health.slowest, 2),
        },
    )


@dataclass(slots=True)
class Health:
    """What a load balancer is told."""

    not_alive: int = 0
    not_ready: int = 0
    slowest: float = 0.0  # seconds that liveness took: what the machine alone makes of anything

    async def watch(self, client: Client, over: asyncio.Event) -> None:
        while not over.is_set():
            asked = monotonic()
            alive = await client.ask(Call("GET", "/health/live"))
            self.slowest = max(self.slowest, monotonic() - asked)
            self.not_alive += alive is None or alive.status != 200
            ready = await client.line.send(Call("GET", "/health/ready"))
            self.not_ready += ready.status == 503
            await asyncio.sleep(PAUSE)


async def _read(client: Client, ore: Goods, over: asyncio.Event) -> None:
    for call in cycle([ore.levels(), Call("GET", f"{API}/users/me")]):
        if over.is_set():
            return
        await client.ask(call)
        await asyncio.sleep(PAUSE)


async def _sign_in(client: Client, over: asyncio.Event) -> None:
    body = json.dumps({"email": EMAIL, "password": PASSWORD})
    while not over.is_set():
        await client.ask(Call("POST", f"{API}/auth/login", body))
        await asyncio.sleep(10 * PAUSE)


FIGURE = Figure(
    "F2",
    "while the database is away everybody is told so at once, and nothing acknowledged is lost",
    prove,
    {"postgresql": 1},
)
