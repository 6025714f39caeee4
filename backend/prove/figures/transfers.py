"""F9: stock moves between many places while processes are killed; nothing of it comes or goes."""

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from prove.clients import Client, Tally, acknowledged, at_work, compared
from prove.goods import Goods, goods
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none

CLIENTS, PLACES, EACH = 16, 100, 10
TOTAL = PLACES * EACH
MULTIPLIER = 6_364_136_223_846_793_005  # Knuth's, of MMIX: who goes where is the same at each run


@dataclass(slots=True)
class Snapshots:
    """What there was at many moments: of the table itself, and of the list that users see."""

    taken: int = 0
    wrong: int = 0  # whose total was another
    least: Decimal = field(default_factory=Decimal)

    def add(self, total: Decimal | float, least: Decimal | float) -> None:
        self.taken += 1
        self.wrong += total != TOTAL
        self.least = min(self.least, Decimal(least))


async def prove(stand: Stand, quick: bool) -> Finding:
    kills, wanted = (2, 200) if quick else (20, 10_000)
    ore, tally, seen = goods(stand, PLACES, EACH), Tally(), Snapshots()
    clients = [Client(stand.line(), tally) for _ in range(CLIENTS)]
    over = asyncio.Event()
    work = [_move(client, ore, number, wanted) for number, client in enumerate(clients)]
    async with at_work([_look(stand, ore, seen, over)]), at_work(work) as tasks:
        for kill in range(kills):
            await acknowledged(tally, wanted * (kill + 1) // (kills + 1), tasks)
            if stand.processes == 1 or not stand.kill_worker(kill):
                await stand.killed_and_started()
        await acknowledged(tally, wanted, tasks)
        over.set()
    seen.add(*await stand.books.held())
    found = compared(tally.acknowledged, await stand.books.movements())
    victim = "the server" if stand.processes == 1 else f"one of {stand.processes} processes"
    return Finding(
        f"transfers between {PLACES} places, {CLIENTS} clients, {victim} killed (-9) {kills} times",
        [
            at_least("transfers", len(tally.acknowledged), wanted),
            none(f"snapshots whose total is not {TOTAL:,}", seen.wrong),
            none("the lowest level ever seen", float(seen.least)),
            none("lost", found.lost),
            none("doubled", found.doubled),
            none("stored, and nobody was told", found.untold),
        ],
        {"snapshots": seen.taken, "refused": tally.statuses[409], "cut off": tally.cut},
    )


async def _move(client: Client, ore: Goods, number: int, wanted: int) -> None:
    told, chance = client.tally.acknowledged, number
    for turn in count():
        if len(told) >= wanted:
            return
        chance = (chance * MULTIPLIER + 1442695040888963407) % 2**64
        start, step, quantity = (chance >> 33) % PLACES, (chance >> 43) % (PLACES - 1), chance >> 62
        key = f"{number}-{turn}"
        end = (start + 1 + step) % PLACES
        answer = await client.told(ore.transfer(start, end, quantity + 1, key), key)
        if answer.status == 201:
            client.tally.acknowledge(key, answer.json["id"])


async def _look(stand: Stand, ore: Goods, seen: Snapshots, over: asyncio.Event) -> None:
    """At the table past the product, and at the list through it, where there is an answer."""
    watcher = Client(stand.line(), Tally())
    while not over.is_set():
        seen.add(*await stand.books.held())
        answer = await watcher.ask(ore.levels())
        if answer and answer.status == 200:
            levels = [Decimal(row["on_hand"]) for row in answer.json["items"]]
            seen.add(sum(levels, Decimal()), min(levels))
        await asyncio.sleep(0.1)


FIGURE = Figure(
    "F9",
    "what moves from place to place is never more nor less than it was",
    prove,
    {"postgresql": 4, "sqlite": 1},
)
