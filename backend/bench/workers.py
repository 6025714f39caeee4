"""Two processes against one.

Two processes have two cores to themselves only where the database and the load have others. So what is
told is what two could serve on cores of their own, by the processor time that a request takes of them,
each with as many connections as the one.

The one has a core to itself, the two share theirs with PostgreSQL and the load. Left alone, these interrupt
each request of the two about twice, and processes are moved from core to core; cold caches cost a tenth of a
request then, and are no cost of a second process. So here PostgreSQL and the load give way, and each process
has its core. The one and the two are asked in turn, a tenth of a second each: a neighbour touches both alike.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from bench import goals
from bench.ground import Ground, listed
from bench.load import Order, Underway
from bench.report import Report
from bench.rounds import Round, Series
from rig.processes import Server, cpu_seconds, giving_way, on_core, spread
from rig.product import product_served

CONNECTIONS = 16  # of each process
LONGER = 3  # times a turn of the others: a ratio so near to its goal needs it
SLICE = 0.1  # seconds that one is asked while the other has nothing to do
SETTLED = 0.02  # seconds until what was under way is done


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    # that of PostgreSQL which starts one for each connection
    with giving_way(ground.postgres_pid), _served(ground) as (one, two):

        def asked(seconds: float) -> list[Round]:
            orders = [
                Order(server.port, listed(ground.inside), connections, seconds, ground.headers)
                for server, connections in ((one, CONNECTIONS), (two, 2 * CONNECTIONS))
            ]
            return _in_turn((one, two), orders)

        asked(seconds)  # the first requests of each process are dear
        taken = [asked(2 * LONGER * seconds) for _ in range(rounds)]
    alone, both = (Series(of_one) for of_one in zip(*taken, strict=True))
    report.row("list 50 items, two processes", both)
    report.row("list 50 items, one", alone)
    report.figure(goals.PROCESSES, 2 * alone.over(both, "app_ms"))


@contextmanager
def _served(ground: Ground) -> Iterator[tuple[Server, Server]]:
    """By one process, and by two."""
    folder, surroundings = ground.folder, ground.environment
    with ExitStack() as stack:
        with on_core(first=True):
            one = stack.enter_context(product_served("one process", folder, surroundings))
        two = stack.enter_context(product_served("two processes", folder, surroundings, workers=2))
        spread(two.pid)
        yield one, two


def _in_turn(servers: Sequence[Server], orders: Sequence[Order]) -> list[Round]:
    """Carry out the orders, one a server, of which one alone is at work at any time."""
    used = [cpu_seconds(server.pid) for server in servers]
    loads, worked = [], [0.0] * len(orders)
    for order in orders:
        with giving_way():
            loads.append(Underway(order))
        loads[-1].rest()
    while not all(load.over for load in loads):
        for number, load in enumerate(loads):
            if load.over:
                continue
            started = time.perf_counter()
            load.go_on()
            time.sleep(SLICE)
            load.rest()
            worked[number] += time.perf_counter() - started
            time.sleep(SETTLED)
    rounds = []
    for server, load, before, seconds in zip(servers, loads, used, worked, strict=True):
        outcome, app = load.outcome(), cpu_seconds(server.pid) - before
        rounds.append(
            Round(
                rate=outcome.answers / seconds,
                app_ms=1000 * app / outcome.answers,
                answers=outcome.answers,
                errors=outcome.errors,
            )
        )
    return rounds
