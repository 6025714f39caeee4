"""Each list against the size of its table: the first page, and one nine tenths of the way down."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from bench.dataset import (
    BEGINNING,
    CATEGORY,
    COMMON_TAG,
    RARE_CATEGORY,
    RARE_TAG,
    TAG,
    id_of,
    made_at,
    name_of,
)
from bench.ground import Ground
from bench.load import Order
from bench.report import Report
from rig.processes import cpu_seconds, on_core
from rig.wire import Call

DOWN = 0.9
ENOUGH = 5  # answers that a figure is made of


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """What of a list is shown: to people, in its query, and in SQL."""

    name: str = ""
    query: dict[str, str] = field(default_factory=dict)
    where: str = "TRUE"


@dataclass(frozen=True, slots=True)
class List:
    """A list in one order: its path, its table, and the column that sorts."""

    path: str
    table: str
    kind: type[PageRequest]
    sort: str
    key: str
    filter: Filter = Filter()

    @property
    def name(self) -> str:
        return f"{self.path} by {self.sort}" + (self.filter.name and f", {self.filter.name}")

    @property
    def query(self) -> dict[str, str]:
        return {"sort": self.sort} | self.filter.query

    @property
    def request(self) -> PageRequest:
        return self.kind.model_validate(self.query)


_SOME = id_of(CATEGORY, 3)
_TAG = id_of(TAG, COMMON_TAG)
STOCKED = Filter("tracking that all have", {"tracking": "stock"}, "tracking = 'stock'")
CATEGORISED = Filter("1 in 20 by category", {"category_id": str(_SOME)}, f"category_id = '{_SOME}'")
CHANGED = Filter("changed since long ago", {"updated_since": BEGINNING.isoformat()})
TAGGED = Filter(
    "1 in 20 by tag",
    {"tag_id": str(_TAG)},
    f"id IN (SELECT item_id FROM taggings WHERE tag_id = '{_TAG}')",  # noqa: S608 (our own id)
)

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

KEYS = (
    ("name", "name_key"),
    ("-sku", "sku_key"),
    ("-created_at", "created_at"),
    ("-updated_at", "updated_at"),
)
FILTERED = (
    *(
        List("items", "items", ItemFilter, sort, key, of)
        for of in (STOCKED, CATEGORISED, TAGGED)
        for sort, key in KEYS
    ),
    List("items", "items", ItemFilter, "-updated_at", "updated_at", CHANGED),
)
# which level is of a category, only its item knows
OF_STOCK = (
    CATEGORISED,
    Filter("few by category", {"category_id": str(id_of(CATEGORY, RARE_CATEGORY))}),
    Filter("below the minimum", {"below_minimum": "true"}),
)
SHORTER = 2  # are the turns of filters, which are many
LONGER, LONGEST = 4, 12  # are those of ratios, in which no page is alone
AGAIN = 3  # of the dearest, for longest: of so many ratios the largest is partly chance


def rare(rows: int) -> tuple[Filter, ...]:
    """What three items have, or none."""
    return (
        Filter("few by category", {"category_id": str(id_of(CATEGORY, RARE_CATEGORY))}),
        Filter("few by tag", {"tag_id": str(id_of(TAG, RARE_TAG))}),
        Filter("none by tracking", {"tracking": "serialized"}),
        Filter("none archived", {"archived": "true"}),
        Filter("none changed", {"updated_since": made_at(rows + 10**6).isoformat()}),
    )


def measure(ground: Ground, report: Report, rounds: int, seconds: float) -> None:
    """What a page costs at the size that the table has now."""
    if ground.rows < report.rows:  # on the way there: points of the plot, and no goal
        rounds = min(rounds, 2)
    for one in LISTS:
        _reported(ground, report, one, rounds, seconds)
    for path in ("items", "stock"):
        query = {"q": name_of(ground.rows // 2)}
        found = median(_cost(ground, path, query, seconds) for _ in range(rounds))
        report.point(f"{path} by q, one hit", "page 1", ground.rows, found)
    if ground.rows < report.rows:
        return
    turn = seconds / SHORTER
    for one in FILTERED:
        _reported(ground, report, one, rounds, turn)
    alone = {"items": rare(ground.rows), "stock": OF_STOCK}
    for path, few in ((path, few) for path, some in alone.items() for few in some):
        found = _cost(ground, path, few.query, turn)
        report.point(f"{path}, {few.name}", "page 1", ground.rows, found)
    ratios = {one: _ratio(ground, one, LONGER * seconds) for one in (*LISTS, *FILTERED)}
    for one in sorted(ratios, key=ratios.__getitem__)[-AGAIN:]:
        report.ratios[one.name] = _ratio(ground, one, LONGEST * seconds)
    report.figure(goals.DEEP, max(report.ratios.values()))


def _reported(ground: Ground, report: Report, one: List, rounds: int, seconds: float) -> None:
    """What page 1 and one nine tenths down cost, in turns."""
    size, cursor = asyncio.run(_place(ground, one))
    there = one.query | {"cursor": cursor}
    turns = [
        [_cost(ground, one.path, page, seconds) for page in (one.query, there)]
        for _ in range(rounds)
    ]
    first, deep = zip(*turns, strict=True)
    report.point(one.name, "page 1", size, median(first))
    report.point(one.name, "nine tenths down", size, median(deep))


def _ratio(ground: Ground, one: List, seconds: float) -> float:
    """How much longer one waits for the page down there than for page 1.

    One caller asks for one and the other in turn: what is slow for a while slows both.
    """
    _, cursor = asyncio.run(_place(ground, one))
    pages = [one.query, one.query | {"cursor": cursor}]
    calls = [Call("GET", f"{ground.inside}/{one.path}?{urlencode(page)}") for page in pages]
    order = Order(ground.product.port, calls, 1, seconds, ground.headers)
    with on_core(first=False):
        outcome = load.carry_out(order)
    if outcome.errors or not outcome.answers:
        raise RuntimeError(f"{one.name}: {outcome}")
    first, deep = outcome.medians
    return deep / first


async def _place(ground: Ground, one: List) -> tuple[int, str]:
    """How many rows there are, and the cursor of the one that far down."""
    among, way = f"{one.table} WHERE {one.filter.where}", "DESC" if one.sort[0] == "-" else "ASC"
    connection = await asyncpg.connect(ground.dsn)
    try:
        count = await connection.fetchval(f"SELECT count(*) FROM {among}")  # noqa: S608
        row = await connection.fetchrow(
            f"SELECT {one.key} AS key, id FROM {among}"  # noqa: S608 (our own names)
            f" ORDER BY {one.key} {way}, id {way} OFFSET {int(count * DOWN)} LIMIT 1"
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
            break
    if outcome.answers and not outcome.errors:  # few, where one takes seconds
        return outcome.p50 if isnan(used) else 1000 * used / outcome.answers
    raise RuntimeError(f"{target}: {outcome}")


def sizes(rows: int) -> Iterator[int]:
    """The sizes to stop at on the way up: a hundredth, a tenth, all."""
    for part in (100, 10, 1):
        yield max(50, rows // part // 50 * 50)
