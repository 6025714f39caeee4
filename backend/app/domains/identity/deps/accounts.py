"""The guards of what is one's own, or a superuser's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from fastapi import Depends, Request

from app.core.context import AccountContext
from app.core.errors import Forbidden
from app.core.idempotency import claim, is_claimed
from app.core.query import refuse_extra_query
from app.core.unit_of_work import unit_of_work
from app.domains.identity import cookies
from app.domains.identity.callers import (
    actor_of,
    bearer_token,
    count_stranger,
    note_use,
    origin_of,
    person,
)
from app.domains.identity.deps.guards import (
    Guard,
    Opening,
    bearer,
    desk_of,
    is_write,
    refuse_stale,
)
from app.domains.identity.queries.authority import Authority, authority, personal_tenant
from app.domains.identity.service import sessions
from app.domains.identity.service.desk import OwnDesk


class Who(Enum):
    SELF = "self"
    SUPERUSER = "superuser"


def _refuse_ordinary(me: Authority, who: Who) -> None:
    if who is Who.SUPERUSER and not me.is_superuser:
        raise Forbidden("Only a superuser of this installation may do this.")


@dataclass(frozen=True)
class InAccount(Opening):
    """Yields the AccountContext of whoever is signed in; for superusers alone where it says so.

    With `step_up` only while they have lately proved who they are.
    """

    who: Who
    step_up: bool = False

    async def __call__(
        self,
        request: Request,
        token: Annotated[str | None, Depends(bearer)],  # noqa: ARG002 (FastAPI documents it; `opened` reads it)
    ) -> AsyncIterator[AccountContext]:
        async with self.opened(request) as ctx:
            yield ctx

    @asynccontextmanager
    async def opened(self, request: Request) -> AsyncIterator[AccountContext]:
        claims = await person(request, bearer_token(request))
        write = is_write(request)
        async with unit_of_work(
            request.app.state.database, write=write, origin=origin_of(request)
        ) as unit:
            me = await authority(unit, claims)
            note_use(request, me)
            _refuse_ordinary(me, self.who)
            refuse_stale(me, step_up=self.step_up)
            refuse_extra_query(request)
            if is_claimed(request):  # such a key is kept in the caller's own organization
                tenant = await personal_tenant(unit, me.user_id)
                await claim(unit.context(tenant, actor_of(me)), request)
            yield unit.account(actor_of(me))


@dataclass(frozen=True)
class Leaving(Guard):
    """Yields the AccountContext of who signs out; in cookie mode the cookie alone says who.

    So a browser can sign out long after its access token has ended.
    """

    async def __call__(
        self,
        request: Request,
        token: Annotated[str | None, Depends(bearer)],
        mode: cookies.Mode = "body",
    ) -> AsyncIterator[AccountContext]:
        presented = cookies.presented(request) if mode == "cookie" else None
        if presented is not None:
            await count_stranger(request)
        claims = await person(request, token) if presented is None else None
        async with unit_of_work(
            request.app.state.database, write=True, origin=origin_of(request)
        ) as unit:
            if claims is not None:
                actor = actor_of(await authority(unit, claims))
            else:
                forms = request.app.state.keys.stored_forms(presented)
                actor = await sessions.holder(unit.account(), forms)
            refuse_extra_query(request)
            yield unit.account(actor)


@dataclass(frozen=True)
class Proving(Guard):
    """Yields the desk for somebody signed in: to check a password, or to open another session.

    A hash must hold no connection, so the use case opens its units of work itself, between the
    hashes, and looks there whether the session has ended meanwhile.
    """

    who: Who = Who.SELF
    step_up: bool = False

    async def __call__(
        self, request: Request, token: Annotated[str | None, Depends(bearer)]
    ) -> OwnDesk:
        claims = await person(request, token)
        at = desk_of(request)
        async with at.work(write=False) as unit:
            me = await authority(unit, claims)
        _refuse_ordinary(me, self.who)
        refuse_stale(me, step_up=self.step_up)
        refuse_extra_query(request)
        return OwnDesk(at, actor_of(me), me.is_stepped_up)
