"""What a refused draw is told: how much is free there, and where else there is some.

Only a refusal asks for it, in four statements however many lines are short.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.core.context import Context
from app.core.errors import Fault
from app.core.trees import paths
from app.domains.stock import queries
from app.domains.stock.models import InsufficientStock
from app.domains.stock.schemas import Shortage, StockElsewhere
from app.domains.stock.service.drafts import Draft, Key

MOST_NAMED = 100  # as many levels and lines that are short are named
LEVEL = queries.levels
ZERO = Decimal(0)


async def refusal(ctx: Context, drafts: Sequence[Draft], short: Sequence[Key]) -> InsufficientStock:
    """Of the levels `short`: how much is there, in which lots, which lines ask for more."""
    named = set(short[:MOST_NAMED])
    of_items = LEVEL.c.item_id.in_({item_id for item_id, _, _ in named})
    at_places = LEVEL.c.location_id.in_({location_id for *_, location_id in named})
    of_lots = LEVEL.c.lot_id.in_({lot_id for _, lot_id, _ in named})
    rows = await ctx.rows(queries.LEVEL_LIST.where(of_lots, at_places))
    there = {(row["item_id"], row["lot_id"], row["location_id"]): row for row in rows}
    found = await _shortages(ctx, [*_drawn(drafts, named)][:MOST_NAMED], there)
    faults = [Fault(shortage.pointer, _sentence(shortage), "short").as_json() for shortage in found]
    return InsufficientStock(
        f"There is not enough of it there: {faults[0]['message']}",
        errors=faults,
        lots=await queries.lots_that_have(ctx, of_items, at_places),
        shortages=[shortage.model_dump(mode="json") for shortage in found],
    )


def _drawn(drafts: Sequence[Draft], named: Collection[Key]) -> Iterator[tuple[Draft, Key]]:
    for draft in drafts:
        for key, change in draft.effects():
            if change < 0 and key in named:
                yield draft, key


async def _shortages(
    ctx: Context, lines: Sequence[tuple[Draft, Key]], there: dict[Key, dict[str, Any]]
) -> list[Shortage]:
    others = await queries.elsewhere(ctx, {(item, place) for _, (item, _, place) in lines})
    places = {row["location_id"] for rows in others.values() for row in rows}
    known = await paths(ctx, queries.locations, places | {place for _, (*_, place) in lines})
    found = []
    for draft, key in lines:
        item_id, _, place = key
        level = there.get(key, {"on_hand": ZERO, "reserved": ZERO, "available": ZERO})
        found.append(
            Shortage(
                pointer=draft.quantity_at or draft.at,
                item_id=item_id,
                item_name=draft.item.name,
                unit=draft.item.unit,
                location_id=place,
                location_path=known[place],
                asked=draft.quantity,
                **{name: level[name] for name in ("on_hand", "reserved", "available")},
                elsewhere=[_other(row, known) for row in others.get(item_id, ())],
            )
        )
    return found


def _other(row: dict[str, Any], known: dict[UUID, list[str]]) -> StockElsewhere:
    own = {name: row[name] for name in ("location_id", "lot", "available")}
    return StockElsewhere(**own, location_path=known[row["location_id"]])


def _sentence(short: Shortage) -> str:
    there = f"{short.available} {short.unit} available there"
    return f"{short.item_name}: {there}, {short.asked} asked for."
