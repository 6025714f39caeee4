"""F1: the server is killed in mid-write, again and again; who was told "done" finds it done, once."""

from prove.clients import Client, Tally, acknowledged, at_work, compared
from prove.goods import goods, receive
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none

CLIENTS, PLACES = 16, 4


async def prove(stand: Stand, quick: bool) -> Finding:
    kills, wanted = (2, 200) if quick else (50, 20_000)
    ore, tally = goods(stand, PLACES), Tally()
    clients = [Client(stand.line(), tally) for _ in range(CLIENTS)]
    under_way = 0
    async with at_work(receive(c, ore, n, wanted) for n, c in enumerate(clients)) as tasks:
        for kill in range(kills):
            await acknowledged(tally, wanted * (kill + 1) // (kills + 1), tasks)
            under_way += sum(client.line.waiting for client in clients)
            await stand.killed_and_started()
    found = compared(tally.acknowledged, await stand.books.movements())
    return Finding(
        f"server killed (-9) {kills} times in mid-write, {CLIENTS} clients with idempotency keys",
        [
            at_least("acknowledged", len(tally.acknowledged), wanted),
            none("lost", found.lost),
            none("doubled", found.doubled),
            none("stored, and nobody was told", found.untold),
        ],
        {"under way when it was killed": under_way, "answered a second time": tally.replayed},
    )


FIGURE = Figure(
    "F1",
    "what was acknowledged survives the server's sudden death, and is done once",
    prove,
    {"postgresql": 1, "sqlite": 1},
)
