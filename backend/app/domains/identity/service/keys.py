"""API keys: made, and revoked. What one may do is judged with each request, not here."""

from uuid import UUID

from app.core.clock import now
from app.core.context import Context
from app.core.errors import NotFound
from app.core.keys import Keys
from app.domains.identity import api_keys
from app.domains.identity.events import ApiKeyCreated, ApiKeyRevoked
from app.domains.identity.models import ApiKey
from app.domains.identity.schemas import ApiKeyCreate
from app.domains.identity.schemas.api_keys import LIFE


async def create(ctx: Context, keys: Keys, data: ApiKeyCreate) -> tuple[ApiKey, str]:
    """The row, and the key itself, which nobody ever sees again."""
    assert ctx.actor.user_id is not None
    key = api_keys.draw(keys)
    row = ApiKey(
        name=data.name,
        prefix=key[: api_keys.SHOWN],
        key_hash=keys.stored(key),
        scopes=sorted({*data.scopes}),
        created_by_id=ctx.actor.user_id,
        expires_at=data.expires_at or now() + LIFE,
        last_used_at=None,
        revoked_at=None,
    )
    ctx.session.add(row)
    ctx.emit(ApiKeyCreated(row.id))
    await ctx.flush()
    return row, key


async def revoke(ctx: Context, key_id: UUID) -> None:
    """It opens nothing from the next request on. Raises `NotFound` where it opens nothing now."""
    row = await ctx.get(ApiKey, key_id, lock=True)
    if row.revoked_at is not None:
        raise NotFound
    row.revoked_at = now()
    ctx.emit(ApiKeyRevoked(row.id))
    await ctx.flush()
