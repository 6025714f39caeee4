"""Each list against the size of its table: the first page, and one nine tenths of the way down."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from statistics import median
from typing import Any
from urllib.parse import urlencode

import asyncpg

from app.core.pages import PageRequest
from app.core.quantities import from_scaled
from app.domains.catalog.schemas import ItemFilter
from app.domains.stock.schemas import LevelFilter, MovementFilter
from bench import goals, load
from bench.dataset import name_of
from bench.ground import Ground
from bench.load import Order
from bench.report import Report
from rig.processes import cpu_seconds, on_core
from rig.wire import Call

DOWN = 0.9
ENOUGH = 5  # answers that a figure is made of


@dataclass(frozen=True, slots=True)
class List:
    """A list in one order: its path, its table, and the column that sorts."""

    path: str
    table: str
    kind: type[PageRequest]
    sort: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.path} by {self.sort}"

    @property
    def request(self) -> PageRequest:
        return self.kind.model_validate({"sort": self.sort})


LISTS = (
    List("items", "items", ItemFilter, "name", "name_key"),
    List("items", "items", ItemFilter, "sku", "sku_key"),
    List("items", "items", ItemFilter, "created_at", "created_at"),
    List("items", "items", ItemFilter, "updated_at", "updated_at"),
    List("stock", "stock_levels", LevelFilter, "created_at", "created_at"),
    List("stock", "stock_levels", LevelFilter, "updated_at", "updated_at"),
    List("stock", "stock_levels", LevelFilter, "on_hand", "on_hand"),
    List("movements", "stock_movements", MovementFilter, "created_at", "created_at"),
)


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    """What a page costs at the size that the table has now."""
    ratios = []
    for one in LISTS:
        size, cursor = asyncio.run(_place(ground, one))
        first: list[float] = []
        deep: list[float] = []
        for _ in range(rounds):
            first.append(_cost(ground, one.path, {"sort": one.sort}, seconds))
            there = {"sort": one.sort, "cursor": cursor}
            deep.append(_cost(ground, one.path, there, seconds))
        report.point(one.name, "page 1", size, median(first))
        report.point(one.name, "nine tenths down", size, median(deep))
        ratios.append(median(b / a for a, b in zip(first, deep, strict=True)))
    for path in ("items", "stock"):
        query = {"q": name_of(ground.rows // 2)}
        found = median(_cost(ground, path, query, seconds) for _ in range(rounds))
        report.point(f"{path} by q, one hit", "page 1", ground.rows, found)
    report.figure(goals.DEEP, max(ratios))


async def _place(ground: Ground, one: List) -> tuple[int, str]:
    """How many rows there are, and the cursor of the one that far down."""
    connection = await asyncpg.connect(ground.dsn)
    try:
        count = await connection.fetchval(f"SELECT count(*) FROM {one.table}")  # noqa: S608
        row = await connection.fetchrow(
            f"SELECT {one.key} AS key, id FROM {one.table}"  # noqa: S608 (our own names)
            f" ORDER BY {one.key}, id OFFSET {int(count * DOWN)} LIMIT 1"
        )
    finally:
        await connection.close()
    value: Any = from_scaled(row["key"]) if one.key == "on_hand" else row["key"]
    return count, one.request.cursor_at(value, row["id"], back=False)


def _cost(ground: Ground, path: str, query: dict[str, str], seconds: float) -> float:
    """Milliseconds of processor time a page; where that cannot be told, of waiting for it."""
    target, product = f"{ground.inside}/{path}?{urlencode(query)}", ground.product
    pids = (product.pid, ground.postgres_pid)
    for patience in (1, 4, 16):  # a machine that others use may not answer once in a short turn
        order = Order(product.port, [Call("GET", target)], 1, patience * seconds, ground.headers)
        before = sum(map(cpu_seconds, pids))
        with on_core(first=False):
            outcome = load.carry_out(order)
        used = sum(map(cpu_seconds, pids)) - before
        if outcome.errors:
            break
        if outcome.answers >= ENOUGH:
            return outcome.p50 if isnan(used) else 1000 * used / outcome.answers
    raise RuntimeError(f"{target}: {outcome}")


def sizes(rows: int) -> Iterator[int]:
    """The sizes to stop at on the way up: a hundredth, a tenth, all."""
    for part in (100, 10, 1):
        yield max(50, rows // part // 50 * 50)
