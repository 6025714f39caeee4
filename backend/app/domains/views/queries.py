"""The views that a person sees: their own, and those that are shared."""

from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, or_, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.domains.views.models import SavedView
from app.domains.views.schemas import SavedViewFilter, SavedViewRow

views = cast("Table", SavedView.__table__)


async def search(ctx: Context, filters: SavedViewFilter) -> PageRows[SavedViewRow]:
    return await page(ctx, _VIEWS, filters, me=ctx.actor.user_id)


def _views(filters: SavedViewFilter) -> Select[Any]:
    query = select(*(views.c[name] for name in SavedViewRow.__annotations__)).where(
        or_(views.c.shared, views.c.owner_id == bindparam("me"))
    )
    if filters.screen is not None:
        query = query.where(views.c.screen == filters.screen)
    return query


_VIEWS = Listing(views, _views)
