"""About oneself: profile, preferences and sessions."""

from uuid import UUID

from fastapi import Response

from app.core.responses import IfMatch, tagged
from app.core.routers import account_router
from app.domains.identity.deps import Self
from app.domains.identity.queries.lists import live_sessions
from app.domains.identity.schemas import (
    PreferencesRead,
    PreferencesUpdate,
    SessionList,
    SessionRead,
    UserRead,
    UserUpdate,
)
from app.domains.identity.service import accounts, preferences, sessions

router = account_router("/users/me", "me")


@router.get("")
async def get_me(ctx: Self, response: Response) -> UserRead:
    """Who you are."""
    return tagged(response, UserRead, await accounts.me(ctx))


@router.patch("")
async def update_me(
    ctx: Self, data: UserUpdate, response: Response, if_match: IfMatch = None
) -> UserRead:
    """Change your profile. 412: it changed since the version you name."""
    return tagged(response, UserRead, await accounts.update_me(ctx, data, if_match))


@router.get("/preferences")
async def get_my_preferences(ctx: Self) -> PreferencesRead:
    """How you like to see things; what you never chose is as it comes."""
    return await preferences.read(ctx)


@router.patch("/preferences")
async def update_my_preferences(ctx: Self, data: PreferencesUpdate) -> PreferencesRead:
    """Choose some of it. There is no version: the last writer wins, field by field.

    `columns` changes the lists that it names alone. 422 `preferences_too_large`.
    """
    return await preferences.update(ctx, data)


@router.get("/sessions")
async def list_my_sessions(ctx: Self) -> SessionList:
    """Where you are signed in, the last used first."""
    rows = await live_sessions(ctx)
    shown = SessionRead.model_fields.keys() - {"current"}
    return SessionList(
        items=[
            SessionRead(
                **{name: row[name] for name in shown}, current=row["id"] == ctx.actor.session_id
            )
            for row in rows
        ]
    )


@router.delete("/sessions/{session_id}", status_code=204)
async def revoke_my_session(ctx: Self, session_id: UUID) -> None:
    """Sign out on one device. 404: not a live session of yours."""
    await sessions.revoke(ctx, session_id)
