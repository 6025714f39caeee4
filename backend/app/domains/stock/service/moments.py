"""Moments that balances can be asked for: from the beginning of the organization until now."""

from datetime import datetime

from sqlalchemy import select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Invalid
from app.domains.identity.models import Organization


class NotThen(Invalid):
    code = "not_then"


async def refuse_unknown(ctx: Context, as_of: datetime) -> None:
    """Raise `NotThen` for a moment that nothing is known of."""
    if as_of > now():
        raise NotThen("as_of must not be in the future.", at="/query/as_of")
    founded = select(Organization.created_at).where(Organization.id == ctx.organization_id)
    beginning = (await ctx.session.scalars(founded)).one()
    if as_of < beginning:
        says = f"as_of must not be before the organization began, {beginning.isoformat()}."
        raise NotThen(says, at="/query/as_of")
