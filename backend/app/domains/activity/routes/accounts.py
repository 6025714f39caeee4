"""The events of accounts over HTTP."""

from typing import Annotated, Any

from fastapi import Query

from app.core.pages import Page
from app.core.routers import account_router
from app.domains.activity import queries
from app.domains.activity.schemas import AccountEventFilter, AccountEventRead, MyEventFilter
from app.domains.identity.deps import Self, Superuser

router = account_router("")


@router.get("/users/me/activity", tags=["me"], response_model=Page[AccountEventRead])
async def list_my_activity(ctx: Self, filters: Annotated[MyEventFilter, Query()]) -> Any:
    """What happened to your account, newest first: sign-ins, good and refused, and changes."""
    return await queries.accounts.mine(ctx, filters)


@router.get("/admin/activity", tags=["administration"], response_model=Page[AccountEventRead])
async def list_account_activity(
    ctx: Superuser, filters: Annotated[AccountEventFilter, Query()]
) -> Any:
    """The same of all accounts of this installation, and what superusers did. Superusers only."""
    return await queries.accounts.search(ctx, filters)
