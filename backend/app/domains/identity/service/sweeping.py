"""Every sign-in clears a little away: what expired long ago, whoever it belonged to."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from app.core.clock import now
from app.core.context import AccountContext
from app.core.kept_mails import KeptMail
from app.core.links import OF_ACCOUNT, Link
from app.domains.identity.models import ApiKey, UserSession
from app.domains.identity.models.sessions import LONGEST

SWEPT = 20  # of each kind, so that nobody waits for it


async def sweep(ctx: AccountContext) -> None:
    """Delete up to 20 sessions (with their tokens), links, keys and mails of more than 30 days ago.

    An invitation's link goes with its invitation. What others sweep at the same moment is left.
    """
    long_ago = now() - LONGEST
    await _delete(ctx, UserSession, UserSession.expires_at < long_ago)
    await _delete(ctx, Link, (Link.expires_at < long_ago) & Link.purpose.in_(OF_ACCOUNT))
    await _delete(ctx, ApiKey, ApiKey.expires_at < long_ago)
    await _delete(ctx, KeptMail, KeptMail.created_at < long_ago)


async def _delete(ctx: AccountContext, model: Any, old: ColumnElement[bool]) -> None:
    query = select(model.id).where(old).limit(SWEPT).with_for_update(skip_locked=True)
    if ids := list(await ctx.session.scalars(query)):
        await ctx.session.execute(delete(model).where(model.id.in_(ids)))
