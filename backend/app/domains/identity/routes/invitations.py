"""Invitations: of an organization, and as the holder of a link sees one."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response
from fastapi.routing import APIRoute

from app.core.config import Settings
from app.core.context import Context
from app.core.limits.attempts import Attempts
from app.core.limits.rules import INVITATION
from app.core.links import address, derive
from app.core.pages import Page
from app.core.responses import created, json_page
from app.core.routers import account_router, tenant_router
from app.domains.identity.deps import AtDesk, Self, acting_role, requires
from app.domains.identity.models import InvitationState
from app.domains.identity.permissions import Permission
from app.domains.identity.queries.lists import invitations_of
from app.domains.identity.routes.organizations import read
from app.domains.identity.schemas import (
    InvitationCreate,
    InvitationFilter,
    InvitationMade,
    InvitationRead,
    InvitationShown,
    OrganizationRead,
    Token,
)
from app.domains.identity.service import invitations

# no Idempotency-Key: an answer with a link is kept nowhere
router = tenant_router("/invitations", "invitations", APIRoute)
holders = account_router("/invitations", "invitations")

Manager = Annotated[Context, requires(Permission.MEMBERS_MANAGE)]
TokenInPath = Annotated[Token, Path(description="What stands behind `#token=` in the link.")]


@router.get("", response_model=Page[InvitationRead])
async def list_invitations(ctx: Manager, filters: Annotated[InvitationFilter, Query()]) -> Response:
    """The invitations of an organization, without their links."""
    return json_page(await invitations_of(ctx, filters))


@router.post("", status_code=201)
async def create_invitation(
    ctx: Manager, data: InvitationCreate, request: Request, response: Response
) -> InvitationMade:
    """Invite somebody, by e-mail or by a link to hand out.

    The link is shown this once. Another invitation to the same address ends the first.
    403 `owners_only`, `role_above_own`: nobody invites above their own role. 409
    `already_member`. 429: mails go out in our name.
    """
    await _admit(ctx, request)
    made = await invitations.invite(ctx, acting_role(request), data, _life(request))
    created(response, f"{request.url.path}/{made.invitation.id}")
    return _made(request, made)


@router.post("/{invitation_id}/resend")
async def resend_invitation(ctx: Manager, invitation_id: UUID, request: Request) -> InvitationMade:
    """Send it again, with another link; the first one ends. 409 `invitation_over`."""
    await _admit(ctx, request)
    role, life = acting_role(request), _life(request)
    return _made(request, await invitations.resend(ctx, role, invitation_id, life))


@router.delete("/{invitation_id}", status_code=204)
async def revoke_invitation(ctx: Manager, invitation_id: UUID, request: Request) -> None:
    """Take it back; its link works no more. 409 `invitation_over`."""
    await invitations.revoke(ctx, acting_role(request), invitation_id)


@holders.get("/{token}")
async def show_invitation(desk: AtDesk, token: TokenInPath) -> InvitationShown:
    """What a link is for, before one signs in.

    404 `link_refused`: it is not ours, was accepted, taken back, or is too old.
    """
    async with desk.work(write=False) as unit:
        invitation, organization = await invitations.shown(unit.account(), desk.keys, token)
        return InvitationShown(
            organization=organization.name,
            role=invitation.role,
            email=invitation.email or None,
            expires_at=invitation.expires_at,
        )


@holders.post("/{token}/accept")
async def accept_invitation(
    ctx: Self, token: TokenInPath, request: Request, response: Response
) -> OrganizationRead:
    """Become a member; of several who accept at once, one does.

    403 `invitation_for_another`: it names an address that is not yours. 404 `link_refused`. 409
    `already_member`. 429: mails go out in our name.
    """
    organization, role = await invitations.accept(ctx, request.app.state.keys, token)
    return read(organization, role, response)


async def _admit(ctx: Context, request: Request) -> None:
    """Count one more mail that a stranger gets. Raises `TooManyAttempts`."""
    attempts: Attempts = request.app.state.attempts
    counted = attempts.of(INVITATION, ctx.origin.ip, str(ctx.actor.user_id))
    await attempts.count(ctx.unit, counted)


def _life(request: Request) -> timedelta:
    settings: Settings = request.app.state.settings
    return timedelta(days=settings.invitation_days)


def _made(request: Request, made: invitations.Invited) -> InvitationMade:
    settings: Settings = request.app.state.settings
    invitation, link, keys = made.invitation, made.link, request.app.state.keys
    return InvitationMade(
        id=invitation.id,
        email=invitation.email or None,
        role=invitation.role,
        state=InvitationState.OPEN,
        invited_by_id=invitation.invited_by_id,
        created_at=invitation.created_at,
        updated_at=invitation.updated_at,
        expires_at=invitation.expires_at,
        version=invitation.version,
        token=derive(keys, link),
        url=address(settings.base_url, keys, link),
    )
