"""Who is in an organization, and as what."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import acting_role, requires
from app.domains.identity.models import Membership, User
from app.domains.identity.permissions import Permission
from app.domains.identity.queries.lists import members as search
from app.domains.identity.schemas import MemberFilter, MemberRead, MemberUpdate, Transfer
from app.domains.identity.service import members

router = tenant_router("/members", "members")
ownership = tenant_router("", "members")

Reader = Annotated[Context, requires(Permission.MEMBERS_READ)]
Manager = Annotated[Context, requires(Permission.MEMBERS_MANAGE)]
Owner = Annotated[Context, requires(Permission.OWNERS_MANAGE, step_up=True)]


@router.get("", response_model=Page[MemberRead])
async def list_members(ctx: Reader, filters: Annotated[MemberFilter, Query()]) -> Response:
    """The members of an organization."""
    return json_page(await search(ctx, filters))


@router.get("/{membership_id}")
async def get_member(ctx: Reader, membership_id: UUID, response: Response) -> MemberRead:
    """One member."""
    return _read(response, *await members.get(ctx, membership_id))


@router.patch("/{membership_id}")
async def update_member(
    ctx: Manager,
    membership_id: UUID,
    data: MemberUpdate,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
) -> MemberRead:
    """Give a member another role.

    403 `owners_only`: only owners touch owners. 403 `own_role`: nobody raises their own.
    409 `last_owner`: one owner stays.
    """
    role = acting_role(request)
    changed = await members.change_role(ctx, role, membership_id, data, if_match)
    return _read(response, *changed)


@router.delete("/{membership_id}", status_code=204)
async def end_membership(ctx: Manager, membership_id: UUID, request: Request) -> None:
    """Take a member out of the organization. 403 `owners_only`, 409 `last_owner`."""
    await members.end(ctx, acting_role(request), membership_id)


@ownership.post("/transfer-ownership")
async def transfer_ownership(ctx: Owner, data: Transfer, response: Response) -> MemberRead:
    """Make another member the owner in your place; you become an administrator.

    403 `step_up_required`. 404: no such member.
    """
    return _read(response, *await members.transfer_ownership(ctx, data.membership_id))


def _read(response: Response, membership: Membership, user: User) -> MemberRead:
    response.headers["ETag"] = membership.etag
    return MemberRead(
        id=membership.id,
        user_id=membership.user_id,
        email=user.email,
        full_name=user.full_name,
        role=membership.role,
        created_at=membership.created_at,
        updated_at=membership.updated_at,
        version=membership.version,
    )
