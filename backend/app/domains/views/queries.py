"""The views that a person sees: their own, and those that are shared."""

from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import Table, or_, select

from app.core.context import Context
from app.core.pages import PageRows, page
from app.domains.views.models import SavedView
from app.domains.views.schemas import SavedViewFilter, SavedViewRow

views = cast("Table", SavedView.__table__)
AS_JSON = TypeAdapter(PageRows[SavedViewRow])


async def search(ctx: Context, filters: SavedViewFilter) -> PageRows[SavedViewRow]:
    query = select(*(views.c[name] for name in SavedViewRow.__annotations__)).where(
        or_(views.c.shared, views.c.owner_id == ctx.actor.user_id)
    )
    if filters.screen is not None:
        query = query.where(views.c.screen == filters.screen)
    return await page(ctx, query, views, filters)
