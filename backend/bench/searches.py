"""Search among the rows, as long as the database takes for it: the newest 50 that have some text.

The statements are those that the list of items sends; how long each takes is what PostgreSQL says
of it (EXPLAIN ANALYZE), planning included. A search is all statements that it took.
"""

import asyncio
from collections.abc import Sequence
from itertools import product
from math import nan
from statistics import median, quantiles
from typing import Any

from sqlalchemy import event

from app.core.config import load_settings
from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.catalog.queries import search_items
from app.domains.catalog.schemas import ItemFilter, ItemSort
from bench import goals
from bench.dataset import ADJECTIVES, NOUNS, name_of
from bench.ground import Ground
from bench.report import Report
from bench.rounds import Round, Series

SEARCHES = 100  # of each kind
EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON, FORMAT JSON) "


def kinds(rows: int) -> dict[str, list[str]]:
    """What is searched for, from what no row has to what all have."""
    pairs = [f"{adjective} {noun}" for adjective, noun in product(ADJECTIVES, NOUNS)]
    return {
        "nothing is found": [f"nowhere {n}" for n in range(SEARCHES)],
        "one row is found": [
            name_of((2 * n + 1) * rows // (2 * SEARCHES))[-10:] for n in range(SEARCHES)
        ],
        "1 row in 120": pairs[:SEARCHES],
        "1 row in 12": NOUNS,
        "1 row in 4": [f"{n:02}" for n in range(SEARCHES)],
        "every row": ["400", "-"],
    }


def measure(ground: Ground, report: Report) -> None:
    """At the size that the table has now: the p99 of the dearest kind, the p50 of all together."""
    everything: list[float] = []
    late: list[float] = []
    for kind, texts in kinds(ground.rows).items():
        times = asyncio.run(_times(ground, texts))
        cuts = quantiles(times, n=100)
        everything += times
        late.append(cuts[98])
        series = Series((Round(nan, p50=cuts[49], p99=cuts[98], answers=len(times)),))
        report.row(f"search {ground.rows:,} items in the database, {kind}", series)
    report.figure(goals.SEARCH, max(late))
    report.figure(goals.SEARCH_P50, median(everything))


async def _times(ground: Ground, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each search."""
    database = Database(
        load_settings(data_dir=ground.folder, database_url=ground.environment["DATABASE_URL"])
    )
    sent: list[tuple[str, Any]] = []

    def collect(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if not statement.startswith("EXPLAIN"):
            sent.append((statement, given))

    event.listen(database.engine.sync_engine, "before_cursor_execute", collect)
    try:
        for q in texts:  # so that all that is read has been read before
            await _search(database, ground, q)
        times = []
        for n in range(SEARCHES):
            sent.clear()
            await _search(database, ground, texts[n % len(texts)])
            times.append(sum([await _said(database, *one) for one in list(sent)]))
        return times
    finally:
        await database.dispose()


async def _search(database: Database, ground: Ground, q: str) -> None:
    tenant = Tenant(ground.premises.organization_id, "bench", "EUR")
    async with unit_of_work(database, write=False) as unit:
        ctx = unit.context(tenant, Actor(ground.premises.user_id))
        await search_items(ctx, ItemFilter.model_validate({"q": q, "sort": ItemSort.NEWEST}))


async def _said(database: Database, statement: str, given: Any) -> float:
    async with database.transaction(write=False) as connection:
        (((plan,),),) = await connection.exec_driver_sql(EXPLAIN + statement, given)
        return float(plan["Planning Time"] + plan["Execution Time"])
