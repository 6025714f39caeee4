"""Lots, as they are listed."""

from collections.abc import Callable
from operator import ge, le, lt
from typing import Any

from sqlalchemy import Select, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import TENANT, same_organization
from app.domains.stock.queries.tables import levels, lots
from app.domains.stock.schemas import LotFilter, LotRow
from app.domains.tags.queries import has_tag

_HOLDING = levels.alias("holding")
_IS_HELD = (
    select(_HOLDING.c.id)
    .where(
        _HOLDING.c.organization_id == TENANT,
        same_organization(_HOLDING, lots, _HOLDING.c.lot_id == lots.c.id),
        _HOLDING.c.on_hand > 0,
    )
    .correlate(lots)
    .exists()
)


async def search_lots(ctx: Context, filters: LotFilter) -> PageRows[LotRow]:
    return await page(ctx, _LOTS, filters)


def _lots(filters: LotFilter) -> Select[Any]:
    query = select(*(lots.c[name] for name in LotRow.__annotations__)).where(lots.c.code != "")
    if filters.item_id is not None:
        query = query.where(lots.c.item_id == filters.item_id)
    if filters.code is not None:
        query = query.where(lots.c.code == filters.code)
    ranges: tuple[tuple[Any, Any, Callable[[Any, Any], Any]], ...] = (
        (filters.quality_from, lots.c.quality, ge),
        (filters.quality_to, lots.c.quality, le),
        (filters.expires_from, lots.c.expires_on, ge),
        (filters.expires_before, lots.c.expires_on, lt),
    )
    for bound, column, compared in ranges:
        if bound is not None:
            query = query.where(compared(column, bound))
    if filters.tag_id is not None:
        query = query.where(has_tag(lots.c.id, "lot", filters.tag_id))
    if filters.held:
        query = query.where(_IS_HELD)
    return query


_LOTS = Listing(lots, _lots, {"expires_on": lots.c.expires_key})
