"""Administration of the installation, for superusers: people, organizations, sessions, figures.

None of it shows or changes what an organization owns, and none makes anyone a superuser.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from app.core.pages import Page
from app.core.responses import created
from app.core.routers import account_router
from app.domains.identity.deps import Superuser, SuperuserAtDesk
from app.domains.identity.models import Organization, User
from app.domains.identity.queries import administration as lists
from app.domains.identity.schemas import (
    AccountFilter,
    AccountRead,
    BulkReport,
    BulkRequest,
    CreateAccount,
    OrganizationOpened,
    OrganizationSearch,
    OrganizationShown,
    SessionFilter,
    SessionShown,
    Stats,
    Treatment,
)
from app.domains.identity.service import administration

router = account_router("/admin", "admin")


@router.get("/users", response_model=Page[AccountRead])
async def list_users(ctx: Superuser, filters: Annotated[AccountFilter, Query()]) -> Any:
    """All accounts; `q` finds any part of an address or of a name."""
    return await lists.accounts(ctx, filters)


@router.post("/users", status_code=201)
async def create_user(ctx: Superuser, data: CreateAccount, response: Response) -> AccountRead:
    """Open an account for somebody, who is mailed a link to choose a password.

    409 `email_taken`.
    """
    user = await administration.create(ctx, data)
    created(response, f"/api/v1/admin/users/{user.id}")
    return _account(user, response)


@router.post("/users/bulk")
async def treat_users(own: SuperuserAtDesk, data: BulkRequest) -> BulkReport:
    """Do many of these at once, with a report for each.

    `atomic`: all or none; 409 `bulk_refused` carries the reports up to the one that was refused.
    Otherwise each is carried out by itself, and its report says what came of it.
    """
    return BulkReport(results=await administration.bulk(own, data.operations, atomic=data.atomic))


@router.get("/users/{user_id}")
async def get_user(ctx: Superuser, user_id: UUID, response: Response) -> AccountRead:
    """One account."""
    return _account(await administration.user(ctx, user_id), response)


@router.post("/users/{user_id}/activate")
async def activate_user(ctx: Superuser, user_id: UUID, response: Response) -> AccountRead:
    """Let an account sign in again."""
    return _account(await administration.treat(ctx, user_id, Treatment.ACTIVATE), response)


@router.post("/users/{user_id}/deactivate")
async def deactivate_user(ctx: Superuser, user_id: UUID, response: Response) -> AccountRead:
    """Shut an account: all its sessions end at once, and it cannot sign in. 409 `own_account`."""
    return _account(await administration.treat(ctx, user_id, Treatment.DEACTIVATE), response)


@router.post("/users/{user_id}/require-password-reset")
async def require_password_reset(ctx: Superuser, user_id: UUID, response: Response) -> AccountRead:
    """Take away the password and end all sessions; a link to choose another is mailed.

    409 `own_account`.
    """
    treatment = Treatment.REQUIRE_PASSWORD_RESET
    return _account(await administration.treat(ctx, user_id, treatment), response)


@router.get("/organizations", response_model=Page[OrganizationShown])
async def search_organizations(
    ctx: Superuser, filters: Annotated[OrganizationSearch, Query()]
) -> Any:
    """All organizations; `q` finds any part of a name or of a slug."""
    return await lists.all_organizations(ctx, filters)


@router.post("/organizations", status_code=201)
async def open_organization(
    ctx: Superuser, data: OrganizationOpened, response: Response
) -> OrganizationShown:
    """Found an organization for somebody, who is its owner; you are not in it. 409 `slug_taken`."""
    made = await administration.open_organization(ctx, data)
    created(response, f"/api/v1/admin/organizations/{made.id}")
    return _shown(made, response)


@router.get("/organizations/{organization_id}")
async def show_organization(
    ctx: Superuser, organization_id: UUID, response: Response
) -> OrganizationShown:
    """One organization, without anything that is in it."""
    return _shown(await administration.organization(ctx, organization_id), response)


@router.post("/organizations/{organization_id}/activate")
async def activate_organization(
    ctx: Superuser, organization_id: UUID, response: Response
) -> OrganizationShown:
    """Open an organization that was shut."""
    return _shown(await administration.switch(ctx, organization_id, on=True), response)


@router.post("/organizations/{organization_id}/deactivate")
async def deactivate_organization(
    ctx: Superuser, organization_id: UUID, response: Response
) -> OrganizationShown:
    """Shut an organization: its members are answered 403 `organization_shut`, whatever they ask."""
    return _shown(await administration.switch(ctx, organization_id, on=False), response)


@router.get("/sessions", response_model=Page[SessionShown])
async def list_sessions(ctx: Superuser, filters: Annotated[SessionFilter, Query()]) -> Any:
    """Who is or was signed in, on which device."""
    return await lists.all_sessions(ctx, filters)


@router.delete("/sessions/{session_id}", status_code=204)
async def revoke_session(ctx: Superuser, session_id: UUID) -> None:
    """End somebody's session; its tokens stop working at once."""
    await administration.revoke(ctx, session_id)


@router.get("/stats")
async def get_stats(ctx: Superuser) -> Stats:
    """How many people, organizations and sessions there are."""
    return Stats.model_validate(await lists.stats(ctx))


def _account(user: User, response: Response) -> AccountRead:
    response.headers["ETag"] = user.etag
    return administration.read(user)


def _shown(organization: Organization, response: Response) -> OrganizationShown:
    response.headers["ETag"] = organization.etag
    return OrganizationShown.model_validate(organization)
