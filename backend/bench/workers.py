"""Two processes against one.

Beside PostgreSQL and the load two processes do not find two free cores, where there are two. So what is told is what
two could serve on cores of their own, by the processor time of a list: of one process that has the first core to
itself, and of each of two while it has that core to itself. The other of them then serves as many connections beside
PostgreSQL and the load; what it loses by their cold caches, a tenth, is no cost of a second process.

The one and the two are asked in turn, a tenth of a second each: a neighbour of the machine touches both alike.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench import goals
from bench.ground import Ground, listed
from bench.load import Order, Underway
from bench.report import Report
from bench.rounds import Round, Series, round_of
from bench.slices import Side, begun, in_turn
from rig.processes import PROC, Server, halted, move_to_core, on_core, workers
from rig.product import product_served

CONNECTIONS = 16  # of each process
SLICE = 0.1  # seconds


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    if not PROC.exists():
        report.left_out["two processes"] = "this system does not tell their processor time"
        return
    with _served(ground) as (one, two):
        first, second = workers(two.pid)
        comparison = _Comparison(ground, one, two, seconds)
        comparison.taken(first, second)  # the first requests of each process are dear
        comparison.taken(second, first)
        taken = [
            comparison.taken(*pair)
            for _ in range(rounds)
            for pair in ((first, second), (second, first))
        ]
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
        yield one, two


class _Comparison:
    """Rounds of one process and of two, each of which is asked for so many seconds."""

    def __init__(self, ground: Ground, one: Server, two: Server, seconds: float) -> None:
        self._ground, self._one, self._two, self._seconds = ground, one, two, seconds

    def taken(self, free: int, beside: int) -> tuple[Round, Round]:
        """The one, and the two of which `free` has a core to itself, whose processor time is told."""
        move_to_core(free, first=True)
        move_to_core(beside, first=False)
        alone = self._begun(self._one)
        with halted(beside):  # so that it is the other one who takes the connections
            told = self._begun(self._two)
        with halted(free):
            other = self._begun(self._two)
        postgres = self._ground.postgres_pid
        single, double = Side([alone], [self._one.pid, postgres]), Side([told, other], [free])
        in_turn([single, double], SLICE)
        one, first, second = (load.outcome() for load in (alone, told, other))
        both = Round(
            rate=first.rate + second.rate,
            app_ms=1000 * double.used[0] / first.answers,
            answers=first.answers + second.answers,
            errors=first.errors + second.errors,
        )
        return round_of(one, *single.used), both

    def _begun(self, server: Server) -> Underway:
        calls, headers = listed(self._ground.inside), self._ground.headers
        with on_core(first=False):
            return begun(Order(server.port, calls, CONNECTIONS, self._seconds, headers))
