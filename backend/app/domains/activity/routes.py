"""The activity log over HTTP."""

from typing import Annotated, Any

from fastapi import Query

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import tenant_router
from app.domains.activity import queries
from app.domains.activity.schemas import ActivityFilter, ActivityRead
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/activity", "activity")


@router.get("", response_model=Page[ActivityRead])
async def list_activity(
    ctx: Annotated[Context, requires(Permission.ACTIVITY_READ)],
    filters: Annotated[ActivityFilter, Query()],
) -> Any:
    """Who changed what, newest first. Movements of stock are their own record, in the ledger."""
    return await queries.search(ctx, filters)
