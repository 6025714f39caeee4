"""Two processes against one, on any core that there is.

Two processes have two cores to themselves only where the database and the load have others. So two
figures are told: on PostgreSQL what two could serve on cores of their own, by the processor time that
a request takes of them, each with as many connections as the one; and on SQLite the rate itself, since
there the database is in the process, and the load takes a fiftieth of what a list does.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import nan
from pathlib import Path
from tempfile import mkdtemp

from bench import goals, load
from bench.ground import Ground, OnSqlite, listed
from bench.load import Order
from bench.report import Report
from bench.rounds import Round, Series, interleaved, round_of
from rig.processes import Server, cpu_seconds
from rig.product import product_served

CONNECTIONS = 16  # of each process


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    order = Order(0, listed(ground.inside), CONNECTIONS, seconds, ground.headers)
    alone, both = _by_turns(ground.folder, ground.environment, order, rounds)
    _tell(report, "list 50 items", alone, both)
    report.figure(goals.PROCESSES, 2 * alone.over(both, "app_ms"))


def measure_on_sqlite(on: OnSqlite, report: Report, rounds: int, seconds: float) -> None:
    order = Order(0, listed(on.inside), CONNECTIONS, seconds, on.headers)
    folder = Path(on.environment["DATA_DIR"])
    alone, both = _by_turns(folder, on.environment, order, rounds)
    _tell(report, "SQLite: list 50 items", alone, both)
    report.figure(goals.PROCESSES_RATE, both.over(alone))


def _by_turns(
    folder: Path, surroundings: Mapping[str, str], order: Order, rounds: int
) -> list[Series]:
    logs = Path(mkdtemp(dir=folder))

    def turn(server: Server, processes: int) -> Round:
        before = cpu_seconds(server.pid)
        connections = order.connections * processes
        outcome = load.carry_out(replace(order, port=server.port, connections=connections))
        return round_of(outcome, cpu_seconds(server.pid) - before, nan)

    with (
        product_served("one process", logs, surroundings) as one,
        product_served("two processes", logs, surroundings, workers=2) as two,
    ):
        turns = {one.name: partial(turn, one, 1), two.name: partial(turn, two, 2)}
        for first in turns.values():  # the first requests of each process are dear
            first()
        return [*interleaved(turns, rounds).values()]


def _tell(report: Report, what: str, alone: Series, both: Series) -> None:
    report.row(f"{what}, two processes", both)
    report.row(f"{what}, one", alone)
