"""Two processes against one, on any core that there is.

Two processes have two cores to themselves only where the database and the load have others. So two
figures are told: what two could serve on cores of their own, by the processor time that a request
takes of them, and the rate of a route that takes nearly nothing of anybody else.
"""

from collections.abc import Sequence
from functools import partial

from bench import goals, load
from bench.ground import Ground
from bench.load import Order
from bench.report import Report
from bench.rounds import Round, Series, interleaved, round_of
from rig.processes import Server, cpu_seconds
from rig.product import product_served
from rig.wire import Call

CONNECTIONS = 16
LIST = "list 50 items"
ALIVE = "liveness"


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    calls = {
        LIST: [Call("GET", f"{ground.inside}/items?limit=50")],
        ALIVE: [Call("GET", "/health/live")],
    }
    folder, surroundings = ground.folder, ground.environment
    with (
        product_served("one process", folder, surroundings) as one,
        product_served("two processes", folder, surroundings, workers=2) as two,
    ):
        taken = {
            name: _by_turns(ground, (one, two), calls[name], rounds, seconds) for name in calls
        }
    for name, (alone, both) in taken.items():
        report.row(f"{name}, two processes", both)
        report.row(f"{name}, one", alone)
    alone, both = taken[LIST]
    report.figure(goals.PROCESSES, 2 * alone.over(both, "app_ms"))
    alone, both = taken[ALIVE]
    report.figure(goals.PROCESSES_RATE, both.over(alone))


def _by_turns(
    ground: Ground, servers: Sequence[Server], calls: Sequence[Call], rounds: int, seconds: float
) -> list[Series]:
    def turn(server: Server) -> Round:
        app, database = cpu_seconds(server.pid), cpu_seconds(ground.postgres_pid)
        order = Order(server.port, calls, CONNECTIONS, seconds, ground.headers)
        outcome = load.carry_out(order)
        used = cpu_seconds(server.pid) - app, cpu_seconds(ground.postgres_pid) - database
        return round_of(outcome, *used)

    for server in servers:  # the first requests of each process are dear
        turn(server)
    return [*interleaved({s.name: partial(turn, s) for s in servers}, rounds).values()]
