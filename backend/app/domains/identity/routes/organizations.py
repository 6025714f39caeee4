"""Organizations: yours, the settings of one, and its end."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from app.core.context import Context
from app.core.idempotency import IdempotentRoute
from app.core.pages import Page
from app.core.responses import IfMatch, created, tagged
from app.core.routers import account_router
from app.domains.identity.deps import Self, Visit, requires, visits
from app.domains.identity.models import Organization
from app.domains.identity.permissions import Permission, Role, permissions_of
from app.domains.identity.queries.authority import Authority
from app.domains.identity.queries.lists import OF_ORGANIZATION, my_organizations
from app.domains.identity.schemas import (
    OrganizationCreate,
    OrganizationFilter,
    OrganizationRead,
    OrganizationSettings,
    OrganizationUpdate,
)
from app.domains.identity.service import archives, deletion, members, organizations

router = account_router("/organizations", "organizations", kind=IdempotentRoute)

Reader = Annotated[Context, requires(Permission.ORGANIZATION_READ)]
Configurer = Annotated[Context, requires(Permission.ORGANIZATION_CONFIGURE)]
Exporter = Annotated[Visit, visits(Permission.ORGANIZATION_EXPORT, step_up=True)]
Deleter = Annotated[Context, requires(Permission.ORGANIZATION_DELETE, step_up=True)]
Restorer = Annotated[Context, requires(Permission.ORGANIZATION_DELETE, even_closing=True)]
ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A zip of one JSON Lines file a table, and `manifest.json`.",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class ZipResponse(StreamingResponse):
    media_type = "application/zip"


@router.get("", response_model=Page[OrganizationRead])
async def list_organizations(ctx: Self, filters: Annotated[OrganizationFilter, Query()]) -> Any:
    """The organizations you are a member of, with your role and rights in each."""
    return await my_organizations(ctx, filters)


@router.post("", status_code=201)
async def create_organization(
    ctx: Self, data: OrganizationCreate, response: Response
) -> OrganizationRead:
    """Found an organization; you are its owner.

    The currency stays: amounts of the ledger are in it. 409 `slug_taken`.
    """
    assert ctx.actor.user_id is not None
    organization = await organizations.found(ctx, data, ctx.actor.user_id)
    created(response, f"/api/v1/organizations/{organization.id}")
    return read(organization, Role.OWNER, response)


@router.get("/{organization}")
async def get_organization(ctx: Reader, request: Request, response: Response) -> OrganizationRead:
    """An organization, with your role and rights in it."""
    return _seen(await organizations.get(ctx), request.state.authority, response)


@router.patch("/{organization}")
async def update_organization(
    ctx: Configurer,
    data: OrganizationUpdate,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
) -> OrganizationRead:
    """Change an organization's settings.

    428: name the version, by If-Match or in the body. 412: it changed since. 409 `slug_taken`.
    """
    organization = await organizations.update(ctx, data, if_match)
    return _seen(organization, request.state.authority, response)


@router.get("/{organization}/settings")
async def get_organization_settings(ctx: Reader, response: Response) -> OrganizationSettings:
    """The settings of an organization."""
    return tagged(response, OrganizationSettings, await organizations.get(ctx))


@router.patch("/{organization}/settings")
async def update_organization_settings(
    ctx: Configurer, data: OrganizationUpdate, response: Response, if_match: IfMatch = None
) -> OrganizationSettings:
    """Change some of them.

    428: name the version, by If-Match or in the body. 412: it changed since. 409 `slug_taken`.
    """
    organization = await organizations.update(ctx, data, if_match)
    return tagged(response, OrganizationSettings, organization)


@router.post("/{organization}/leave", status_code=204)
async def leave_organization(ctx: Reader) -> None:
    """End your own membership. 409 `last_owner`: hand ownership on first."""
    await members.leave(ctx)


@router.get("/{organization}/export", response_class=ZipResponse, responses=ZIP)
async def export_organization(visit: Exporter, request: Request) -> Response:
    """All that the organization has, as of one moment.

    Each table of it is a file of JSON lines. Secrets are left out; the manifest says what each
    file holds, with its SHA-256. 403 `step_up_required`.
    """
    desk, revision = visit.desk, request.app.state.revision
    file = await archives.made(desk.database, visit.tenant, visit.actor, revision)
    headers = {
        "Content-Disposition": f'attachment; filename="{visit.tenant.slug}.zip"',
        "Content-Length": str(file.tell()),
    }
    return ZipResponse(archives.pieces(file), headers=headers)


@router.delete("/{organization}")
async def delete_organization(
    ctx: Deleter, request: Request, response: Response
) -> OrganizationRead:
    """Have the organization deleted, with all that is in it, after the days of grace.

    Until `deletion_due_at` it can be read and exported, not changed, and restored. 409
    `export_first`: there is no export of the last 7 days. 409 `personal_organization`. 403
    `step_up_required`.
    """
    grace = timedelta(days=request.app.state.settings.deletion_grace_days)
    return _seen(await deletion.ask(ctx, grace), request.state.authority, response)


@router.post("/{organization}/restore")
async def restore_organization(
    ctx: Restorer, request: Request, response: Response
) -> OrganizationRead:
    """Keep an organization that was to be deleted. It is as it was."""
    return _seen(await deletion.withdraw(ctx), request.state.authority, response)


def _seen(organization: Organization, me: Authority, response: Response) -> OrganizationRead:
    assert me.role is not None
    return _read(organization, me.role, me.rights(organization.member_access), response)


def read(organization: Organization, role: Role, response: Response) -> OrganizationRead:
    """As a member with this role sees it."""
    return _read(organization, role, permissions_of(role, organization.member_access), response)


def _read(
    organization: Organization, role: Role, rights: frozenset[Permission], response: Response
) -> OrganizationRead:
    response.headers["ETag"] = organization.etag
    fields = {name: getattr(organization, name) for name in OF_ORGANIZATION}
    return OrganizationRead(**fields, role=role, permissions=sorted(rights))
