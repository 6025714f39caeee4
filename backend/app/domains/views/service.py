"""Keeping views. A private one is its owner's alone; a shared one is of those who may share."""

from uuid import UUID

from app.core.context import Context
from app.core.errors import Forbidden, NotFound
from app.core.schemas import changes
from app.domains.views.events import ViewChanged, ViewCreated, ViewDeleted
from app.domains.views.models import SavedView
from app.domains.views.schemas import SavedViewCreate, SavedViewUpdate


async def get(ctx: Context, view_id: UUID, *, lock: bool = False) -> SavedView:
    """A view that the caller sees. NotFound for a private one of somebody else."""
    view = await ctx.get(SavedView, view_id, lock=lock)
    if not view.shared and view.owner_id != ctx.actor.user_id:
        raise NotFound
    return view


async def create(ctx: Context, data: SavedViewCreate, *, may_share: bool) -> SavedView:
    _refuse_sharing(data.shared, may_share)
    view = SavedView(**data.model_dump(), owner_id=ctx.actor.user_id)
    await ctx.store(view)
    ctx.emit(ViewCreated(view.id))
    await ctx.flush()
    return view


async def update(
    ctx: Context, view_id: UUID, data: SavedViewUpdate, if_match: str | None, *, may_share: bool
) -> SavedView:
    """Change a view; one that is shared no more is its owner's again."""
    view = await get(ctx, view_id, lock=True)
    _refuse_sharing(view.shared or data.shared, may_share)
    ctx.expect_if_named(view, if_match, data.version)
    for name, value in changes(data).items():
        setattr(view, name, value)
    ctx.emit(ViewChanged(view.id))
    await ctx.flush()
    return view


async def delete(ctx: Context, view_id: UUID, *, may_share: bool) -> None:
    view = await get(ctx, view_id, lock=True)
    _refuse_sharing(view.shared, may_share)
    await ctx.session.delete(view)
    ctx.emit(ViewDeleted(view.id))
    await ctx.flush()


def _refuse_sharing(shared: bool, may_share: bool) -> None:
    if shared and not may_share:
        raise Forbidden("Your role here does not include views:share, which shared views need.")
