"""What is kept about a person, for them to take along."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from sqlalchemy import select

from app.core.clock import now
from app.core.context import AccountContext
from app.domains.identity.models import Membership, Organization, UserSession
from app.domains.identity.schemas import AccountExport, OwnMembership, SessionRead, UserRead
from app.domains.identity.service import accounts, preferences

Part: TypeAlias = Callable[[AccountContext], Awaitable[list[dict[str, Any]]]]
parts: dict[str, Part] = {}


def part_of_export(name: str) -> Callable[[Part], Part]:
    """Register what another domain keeps about the person whom the context is of."""

    def register(part: Part) -> Part:
        parts[name] = part
        return part

    return register


async def export(ctx: AccountContext) -> AccountExport:
    mine = (
        select(Membership, Organization.slug, Organization.name)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.user_id == ctx.actor.user_id)
        .order_by(Membership.created_at)
    )
    sessions = select(UserSession).where(UserSession.user_id == ctx.actor.user_id)
    return AccountExport(
        exported_at=now(),
        user=UserRead.model_validate(await accounts.me(ctx)),
        preferences=await preferences.read(ctx),
        memberships=[
            OwnMembership(
                organization_id=membership.organization_id,
                slug=slug,
                name=name,
                role=membership.role,
                created_at=membership.created_at,
                ended_at=membership.ended_at,
            )
            for membership, slug, name in (await ctx.session.execute(mine)).all()
        ],
        sessions=[
            SessionRead.model_validate(session)
            for session in await ctx.session.scalars(sessions.order_by(UserSession.created_at))
        ],
        more={name: await part(ctx) for name, part in parts.items()},
    )
