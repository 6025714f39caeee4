"""F7: many draw on one level at once until nothing is left; nobody gets what is not there."""

import asyncio
from collections import Counter

from prove.clients import at_work
from prove.goods import Goods, goods
from prove.stand import Stand
from prove.verdict import Figure, Finding, exactly, none
from rig.wire import Line

CLIENTS = 64


async def prove(stand: Stand, quick: bool) -> Finding:
    rounds, stock = (2, 100) if quick else (50, 500)
    lines = [stand.line() for _ in range(CLIENTS)]
    granted: list[int] = []
    statuses: Counter[int] = Counter()
    least, looks, left = 0.0, 0, 0.0
    for turn in range(rounds):
        ore = await asyncio.to_thread(goods, stand, 1, stock, f"Ore {turn}")
        before = statuses[201]
        async with at_work(_draw(line, ore, statuses) for line in lines) as tasks:
            while not all(task.done() for task in tasks):
                least, looks = min(least, (await stand.books.held())[1]), looks + 1
                await asyncio.sleep(0.05)
        granted.append(statuses[201] - before)
        left += (await stand.books.held())[0]
    return Finding(
        f"{CLIENTS} clients draw {stock} to zero {rounds} times, one at a time,"
        f" from {stand.processes} process{'es' * (stand.processes > 1)}",
        [
            exactly("granted in the round with the most", max(granted), stock),
            exactly("granted in the round with the least", min(granted), stock),
            none("left when all were refused", left),
            none("the lowest level ever seen", least),
            none(
                "answers but 201 and 409", sum(statuses[s] for s in statuses if s not in {201, 409})
            ),
        ],
        {"refused": statuses[409], "looks at the levels meanwhile": looks},
    )


async def _draw(line: Line, ore: Goods, statuses: Counter[int]) -> None:
    """Until it is refused."""
    status = 201
    while status == 201:
        status = (await line.send(ore.issue(0, 1))).status
        statuses[status] += 1


FIGURE = Figure(
    "F7",
    "stock that many draw at once is given out exactly, and the ledger adds up to the level",
    prove,
    {"postgresql": 4, "sqlite": 1},
)
