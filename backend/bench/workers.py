"""Two processes against one, on any core that there is.

Two processes have two cores to themselves only where the database and the load have others. So what is
told is what two could serve on cores of their own, by the processor time that a request takes of them,
each with as many connections as the one.
"""

from functools import partial

from bench import goals, load
from bench.ground import Ground, listed
from bench.load import Order
from bench.report import Report
from bench.rounds import Round, interleaved, round_of
from rig.processes import Server, cpu_seconds
from rig.product import product_served

CONNECTIONS = 16  # of each process
PARTS = 3  # of a turn: a neighbour touches fewer of many short ones
TIMES = 2  # as many turns as others get: a ratio so near to its goal needs them


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    def turn(server: Server, processes: int) -> Round:
        app, database = cpu_seconds(server.pid), cpu_seconds(ground.postgres_pid)
        connections = CONNECTIONS * processes
        order = Order(
            server.port, listed(ground.inside), connections, seconds / PARTS, ground.headers
        )
        outcome = load.carry_out(order)
        used = cpu_seconds(server.pid) - app, cpu_seconds(ground.postgres_pid) - database
        return round_of(outcome, *used)

    folder, surroundings = ground.folder, ground.environment
    with (
        product_served("one process", folder, surroundings) as one,
        product_served("two processes", folder, surroundings, workers=2) as two,
    ):
        turns = {one.name: partial(turn, one, 1), two.name: partial(turn, two, 2)}
        for first in turns.values():  # the first requests of each process are dear
            first()
        alone, both = interleaved(turns, TIMES * PARTS * rounds).values()
    report.row("list 50 items, two processes", both)
    report.row("list 50 items, one", alone)
    report.figure(goals.PROCESSES, 2 * alone.over(both, "app_ms"))
