"""Lots, as they are listed."""

from pydantic import TypeAdapter
from sqlalchemy import select

from app.core.context import Context
from app.core.pages import PageRows, page
from app.domains.stock.queries.tables import lots
from app.domains.stock.schemas import LotFilter, LotRow

LOTS_JSON = TypeAdapter(PageRows[LotRow])


async def search_lots(ctx: Context, filters: LotFilter) -> PageRows[LotRow]:
    query = select(*(lots.c[name] for name in LotRow.__annotations__)).where(lots.c.code != "")
    if filters.item_id is not None:
        query = query.where(lots.c.item_id == filters.item_id)
    if filters.code is not None:
        query = query.where(lots.c.code == filters.code)
    return await page(ctx, query, lots, filters)
