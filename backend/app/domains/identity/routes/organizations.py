"""Organizations: yours, and the settings of one."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, tenant_router
from app.domains.identity.deps import Self, requires
from app.domains.identity.models import Organization
from app.domains.identity.permissions import Permission, Role, permissions_of
from app.domains.identity.queries.authority import Authority
from app.domains.identity.queries.lists import OF_ORGANIZATION, my_organizations
from app.domains.identity.schemas import (
    OrganizationCreate,
    OrganizationFilter,
    OrganizationRead,
    OrganizationUpdate,
)
from app.domains.identity.service import organizations

router = tenant_router("/organizations", "organizations")

Reader = Annotated[Context, requires(Permission.ORGANIZATION_READ)]
Configurer = Annotated[Context, requires(Permission.ORGANIZATION_CONFIGURE)]


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
    rights = permissions_of(Role.OWNER, organization.member_access)
    return _read(organization, Role.OWNER, rights, response)


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


def _seen(organization: Organization, me: Authority, response: Response) -> OrganizationRead:
    assert me.role is not None
    return _read(organization, me.role, me.rights(organization.member_access), response)


def _read(
    organization: Organization, role: Role, rights: frozenset[Permission], response: Response
) -> OrganizationRead:
    response.headers["ETag"] = organization.etag
    fields = {name: getattr(organization, name) for name in OF_ORGANIZATION}
    return OrganizationRead(**fields, role=role, permissions=sorted(rights))
