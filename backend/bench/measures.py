"""What is measured, section by section; each leaves its figures in the report."""

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import nan
from pathlib import Path
from tempfile import mkdtemp

from bench import goals, load, movements, pgbench, workers
from bench.dataset import ITEM, id_of, name_of, place_of
from bench.ground import Ground, listed, on_sqlite
from bench.load import FRESH, Order, Outcome
from bench.report import Report
from bench.rounds import Round, Series, Turn, interleaved, round_of
from bench.slices import Side, begun, in_turn
from rig.processes import Server, cpu_seconds, on_core
from rig.product import API, EMAIL, PASSWORD
from rig.wire import Call

CONNECTIONS = 16
CLIENTS = 64  # of movements
MANY = 1000  # different items asked for
LOGINS = 16
SLICE = 0.25  # seconds that one is asked before another has its turn


class Bench:
    """One run: the ground, how long and how often each subject has its turn, and the report."""

    def __init__(self, ground: Ground, report: Report, rounds: int, seconds: float) -> None:
        self.ground, self.report = ground, report
        self.rounds, self.seconds = rounds, seconds

    def all(self, *, sqlite: bool) -> None:
        memory = self.ground.product.memory
        self.warm_up()
        self.operations()
        self.crowds()
        self.logins()
        self.report.figure(goals.MEMORY, memory())
        self._order(self.ground.product, self._login(), LOGINS, 1.0)
        self.report.figure(goals.MEMORY_LOGINS, memory())
        workers.measure(self.ground, self.report, self.rounds, self.seconds)
        self.movements()
        if sqlite:
            self.sqlite()

    def warm_up(self) -> None:
        for server in (self.ground.product, self.ground.floor):
            for calls in (self._list(), self._stock(), self._get(), self._receive()):
                self._order(server, calls, CONNECTIONS, min(1.0, self.seconds))

    def operations(self) -> None:
        """One process, sixteen connections: the product and the floor in turns."""
        for goal, calls in (
            (goals.LIST, self._list()),  # its p99 has a goal, too, and is made of few answers
            (goals.STOCK, self._stock()),
            (goals.CREATE, self._create()),
            (None, self._receive()),
        ):
            rounds = self.rounds * (2 if goal is goals.LIST else 1)
            product, floor = self._against_floor(calls, rounds)
            name = goal.name if goal else "receive stock"
            self.report.row(name, product, floor)
            if goal:
                self.report.figure(goal, product.over(floor))
            if goal is goals.LIST:
                self.report.figure(goals.LIST_P99, product.over(floor, "p99"))
                self.report.pace = floor.cpu_ms / goals.REFERENCE_MS
        subjects = {
            "get": (self.ground.product, self._get(), CONNECTIONS),
            "floor": (self.ground.floor, self._get(), CONNECTIONS),
            "me": (self.ground.product, [Call("GET", f"{API}/users/me")], CONNECTIONS),
        }
        taken = self._compared(subjects, self.rounds)
        self.report.row(goals.GET.name, taken["get"], taken["floor"])
        self.report.figure(goals.GET, taken["get"].over(taken["floor"]))
        self.report.row(goals.ME.name, taken["me"], taken["floor"])
        self.report.figure(goals.ME, taken["me"].over(taken["floor"]))

    def crowds(self) -> None:
        """The list for more and more connections, each against the product's own rate at 16."""
        subjects = {
            f"list, {number} connections": (self.ground.product, self._list(), number)
            for number in (CONNECTIONS, 64, 256)
        }
        taken = self._compared(subjects, self.rounds, 2 * self.seconds)
        alone, some, many = taken.values()
        for name, series in taken.items():
            self.report.row(name, series)
        self.report.figure(goals.AT_64, some.over(alone))
        self.report.figure(goals.P99_AT_64, some.median("p99") / self.report.pace)
        self.report.figure(goals.AT_256, many.over(alone))
        self.report.figure(goals.P99_AT_256, many.median("p99") / self.report.pace)
        self.report.figure(goals.ERRORS, alone.errors + some.errors + many.errors)

    def logins(self) -> None:
        """The list alone, and while four people sign in one time after the other."""
        product, calls = self.ground.product, self._list()
        taken = interleaved(
            {
                "alone": self._turn(product, calls),
                "with logins": partial(self._beside_logins, product, calls),
            },
            self.rounds,
        )
        self.report.row("list while four log in", taken["with logins"])
        self.report.figure(goals.LOGINS, taken["with logins"].over(taken["alone"]))

    def movements(self) -> None:
        """The use case without HTTP, against what PostgreSQL does by itself."""
        if pgbench.program(self.ground) is None:
            self.report.left_out["movements"] = "there is no pgbench here"
            return
        pgbench.prepare(self.ground)
        for goal, rows, write in (
            (goals.HOT, 1, pgbench.locking),
            (goals.SPREAD, pgbench.TARGETS, pgbench.one_statement),
        ):
            taken = interleaved(
                {
                    "service": partial(self._move, rows),
                    "pgbench": partial(self._pgbench, write(self.ground, rows)),
                },
                self.rounds,
            )
            self.report.row(goal.name, taken["service"], taken["pgbench"])
            self.report.figure(goal, taken["service"].over(taken["pgbench"]))

    def sqlite(self) -> None:
        """The product on SQLite against the floor on PostgreSQL."""
        folder = Path(mkdtemp(dir=self.ground.folder))
        with on_sqlite(folder, min(self.ground.rows, 10_000)) as on:
            for goal, here, there in (
                (goals.SQLITE_LIST, listed(on.inside), self._list()),
                (goals.SQLITE_CREATE, created(on.inside), self._create()),
            ):
                turns = {
                    "sqlite": self._turn(on.server, here, headers=on.headers),
                    "floor": self._turn(self.ground.floor, there),
                }
                taken = interleaved(turns, self.rounds)
                self.report.row(goal.name, taken["sqlite"], taken["floor"])
                self.report.figure(goal, taken["sqlite"].over(taken["floor"]))

    def _against_floor(self, calls: Sequence[Call], rounds: int) -> tuple[Series, Series]:
        subjects = {
            server.name: (server, calls, CONNECTIONS)
            for server in (self.ground.product, self.ground.floor)
        }
        taken = self._compared(subjects, rounds)
        return taken["product"], taken["floor"]

    def _compared(
        self,
        subjects: Mapping[str, tuple[Server, Sequence[Call], int]],
        rounds: int,
        seconds: float | None = None,
    ) -> dict[str, Series]:
        """Servers that are asked in turn, a part of a second each: what, and over how many connections."""
        taken = [self._round(subjects.values(), seconds or self.seconds) for _ in range(rounds)]
        return {
            name: Series(of_one)
            for name, of_one in zip(subjects, zip(*taken, strict=True), strict=True)
        }

    def _round(
        self, subjects: Iterable[tuple[Server, Sequence[Call], int]], seconds: float
    ) -> list[Round]:
        loads, sides = [], []
        for server, calls, connections in subjects:
            order = Order(server.port, calls, connections, seconds, self.ground.headers)
            with on_core(first=False):
                loads.append(begun(order))
            sides.append(Side(loads[-1:], (server.pid, self.ground.postgres_pid)))
        in_turn(sides, SLICE)
        return [
            round_of(load.outcome(), *side.used) for load, side in zip(loads, sides, strict=True)
        ]

    def _turn(
        self,
        server: Server,
        calls: Sequence[Call],
        connections: int = CONNECTIONS,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Turn:
        def turn() -> Round:
            app, database = self._used(server)
            outcome = self._order(server, calls, connections, seconds or self.seconds, headers)
            app_after, database_after = self._used(server)
            return round_of(outcome, app_after - app, database_after - database)

        return turn

    def _used(self, server: Server) -> tuple[float, float]:
        return cpu_seconds(server.pid), cpu_seconds(self.ground.postgres_pid)

    def _order(
        self,
        server: Server,
        calls: Sequence[Call],
        connections: int,
        seconds: float,
        headers: Mapping[str, str] | None = None,
    ) -> Outcome:
        opened = dict(headers or self.ground.headers)
        with on_core(first=False):
            return load.carry_out(Order(server.port, calls, connections, seconds, opened))

    def _beside_logins(self, server: Server, calls: Sequence[Call]) -> Round:
        with ThreadPoolExecutor(1) as beside:
            login = beside.submit(self._order, server, self._login(), 4, self.seconds + 1)
            taken = self._turn(server, calls)()
            login.result()
        return taken

    def _move(self, rows: int) -> Round:
        posting = movements.Posting(self.ground.premises, rows, CLIENTS, self.seconds)
        before = cpu_seconds(self.ground.postgres_pid)
        with on_core(first=True):
            outcome = movements.carry_out(posting, self.ground.environment)
        return round_of(outcome, nan, cpu_seconds(self.ground.postgres_pid) - before)

    def _pgbench(self, script: str) -> Round:
        with on_core(first=True):
            rate = pgbench.transactions(self.ground, script, CLIENTS, self.seconds)
        return Round(rate)

    def _list(self) -> list[Call]:
        return listed(self.ground.inside)

    def _stock(self) -> list[Call]:
        return [Call("GET", f"{self.ground.inside}/stock?limit=50")]

    def _create(self) -> list[Call]:
        return created(self.ground.inside)

    def _get(self) -> list[Call]:
        some = range(min(MANY, self.ground.rows))
        return [Call("GET", f"{self.ground.inside}/items/{id_of(ITEM, n)}") for n in some]

    def _receive(self) -> list[Call]:
        return [
            Call("POST", f"{self.ground.inside}/stock/receive", json.dumps(receipt(n)))
            for n in range(min(MANY, self.ground.rows))
        ]

    def _login(self) -> list[Call]:
        who = {"email": EMAIL, "password": PASSWORD}
        return [Call("POST", f"{API}/auth/login", json.dumps(who))]


def created(inside: str) -> list[Call]:
    """New items like those that are there: who searches finds them, too."""
    bodies = [{"name": f"{name_of(n)} {FRESH}", "sku": FRESH} for n in range(MANY)]
    return [Call("POST", f"{inside}/items", json.dumps(body)) for body in bodies]


def receipt(n: int) -> dict[str, str]:
    return {"item_id": str(id_of(ITEM, n)), "location_id": str(place_of(n)), "quantity": "1"}
