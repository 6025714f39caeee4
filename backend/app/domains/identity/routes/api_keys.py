"""API keys of an organization."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.idempotency import SecretRoute
from app.core.pages import Page
from app.core.responses import created
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.identity.queries.lists import keys as search
from app.domains.identity.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyFilter, ApiKeyRead
from app.domains.identity.service import keys

router = tenant_router("/api-keys", "api-keys", SecretRoute)

Reader = Annotated[Context, requires(Permission.API_KEYS_MANAGE)]
Maker = Annotated[Context, requires(Permission.API_KEYS_MANAGE, step_up=True)]


@router.get("", response_model=Page[ApiKeyRead])
async def list_api_keys(ctx: Reader, filters: Annotated[ApiKeyFilter, Query()]) -> Any:
    """The keys of an organization, those that have ended too; never the keys themselves."""
    return await search(ctx, filters)


@router.post("", status_code=201)
async def create_api_key(
    ctx: Maker, data: ApiKeyCreate, request: Request, response: Response
) -> ApiKeyCreated:
    """Make a key, by which a program acts for you in this organization and nowhere else.

    It is shown this once; send it as `Authorization: Bearer qk_…`. It may do what its scopes name,
    as far as your role includes it at that moment; never manage members, owners or keys. Your
    membership's end is the key's, too. An Idempotency-Key is ignored here. 403 `step_up_required`.
    """
    row, key = await keys.create(ctx, request.app.state.keys, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/api-keys")
    shown = ApiKeyCreated.model_fields.keys() - {"key"}
    return ApiKeyCreated(**{name: getattr(row, name) for name in shown}, key=key)


@router.delete("/{key_id}", status_code=204)
async def revoke_api_key(ctx: Reader, key_id: UUID) -> None:
    """End a key; it opens nothing from the next request on. 404: unknown, or revoked before."""
    await keys.revoke(ctx, key_id)
