"""Request -> Context. The only code that turns credentials into authority.

The order of judgement: how often somebody asks, who they are, where they may be, what they may do.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from app.core.context import (
    AccountContext,
    Actor,
    Context,
    Tenant,
    Work,
    unit_of_work,
)
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.idempotency import claim, is_claimed
from app.core.query import refuse_extra_query
from app.domains.identity import cookies, tokens
from app.domains.identity.callers import (
    actor_of,
    bearer_token,
    caller,
    count_stranger,
    note_use,
    origin_of,
    person,
)
from app.domains.identity.permissions import Permission, Role
from app.domains.identity.queries.authority import (
    Authority,
    authority,
    authority_of_key,
    personal_tenant,
)
from app.domains.identity.service import sessions
from app.domains.identity.service.desk import Desk, OwnDesk
from app.domains.identity.service.step_up import StepUpRequired

bearer = OAuth2PasswordBearer(
    tokenUrl="/api/v1/auth/token",
    refreshUrl="/api/v1/auth/refresh",
    auto_error=False,
    description="Sign in with e-mail and password; or send `Authorization: Bearer <access token>`, "
    "or an API key of the organization in its place.",
)


class OrganizationUnknown(NotFound):
    detail = "There is no such organization, or you are not a member of it."


class OrganizationShut(Forbidden):
    code = "organization_shut"
    detail = "This organization has been shut; ask the operator of this installation."


class DeletionPending(Conflict):
    code = "deletion_pending"
    detail = "This organization is being deleted and can only be read; an owner can restore it."


async def desk(request: Request) -> Desk:
    """For those who have not signed in: only the public operations take it."""
    await count_stranger(request)
    refuse_extra_query(request)
    return _desk(request)


def _desk(request: Request) -> Desk:
    state, origin = request.app.state, origin_of(request)
    return Desk(state.database, state.settings, state.keys, state.passwords, origin, state.attempts)


def _is_write(request: Request) -> bool:
    return request.method not in {"GET", "HEAD"}


def _refuse_stale(me: Authority, *, step_up: bool) -> None:
    if step_up and not me.is_stepped_up:
        raise StepUpRequired


class Guard:
    """Marks what decides who may call an operation; one without it keeps the app from starting."""


class Opening(Guard, ABC):
    """A guard whose request alone says who calls: it opens the unit of work that they may have."""

    @abstractmethod
    def opened(self, request: Request) -> AbstractAsyncContextManager[Work[Any]]:
        """The context of the operation, committed at the end of the block."""


@dataclass(frozen=True)
class InOrganization(Opening):
    """Yields the Context of a member who holds `permission`; nobody else gets past it.

    With `step_up` only while they have lately proved who they are. What changes something is
    refused in an organization that is being deleted, unless it may be done `even_closing`.
    """

    permission: Permission
    step_up: bool = False
    even_closing: bool = False

    async def __call__(
        self,
        request: Request,
        organization: str,  # noqa: ARG002 (FastAPI documents it; `opened` reads it)
        token: Annotated[str | None, Depends(bearer)],  # noqa: ARG002 (likewise)
    ) -> AsyncIterator[Context]:
        async with self.opened(request) as ctx:
            yield ctx

    @asynccontextmanager
    async def opened(self, request: Request) -> AsyncIterator[Context]:
        organization, token = request.path_params["organization"], bearer_token(request)
        write = _is_write(request)
        async with self.admitted(request, organization, token, write=write) as ctx:
            await claim(ctx, request)
            yield ctx

    @asynccontextmanager
    async def admitted(
        self, request: Request, organization: str, token: str | None, *, write: bool
    ) -> AsyncIterator[Context]:
        """A unit of work of such a member, for who needs one before that of the operation."""
        who = await caller(request, token)
        async with unit_of_work(
            request.app.state.database, write=write, origin=origin_of(request)
        ) as unit:
            if isinstance(who, tokens.Claims):
                me = await authority(unit, who, organization)
            else:
                me = await authority_of_key(unit, who, organization)
            note_use(request, me)
            if me.tenant is None:
                raise OrganizationUnknown
            if me.is_shut:
                raise OrganizationShut
            if self.permission not in me.permissions:
                what = f"Your role here, {me.role}," if me.key_id is None else "This API key"
                raise Forbidden(f"{what} does not include {self.permission}.")
            _refuse_stale(me, step_up=self.step_up)
            if me.is_closing and _is_write(request) and not self.even_closing:
                raise DeletionPending
            refuse_extra_query(request)
            request.state.authority = me
            yield unit.context(me.tenant, actor_of(me))


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who was let in, and holds nothing open: what is done opens its own units of work."""

    desk: Desk
    tenant: Tenant
    actor: Actor


@dataclass(frozen=True)
class Visiting(InOrganization):
    """Judges as `InOrganization` does, and ends that unit of work before the operation begins.

    For what takes longer than a request may hold a connection.
    """

    @asynccontextmanager
    async def opened(self, request: Request) -> AsyncIterator[Any]:
        async with super().opened(request) as ctx:
            visit = Visit(_desk(request), ctx.tenant, ctx.actor)
        yield visit


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
        write = _is_write(request)
        async with unit_of_work(
            request.app.state.database, write=write, origin=origin_of(request)
        ) as unit:
            me = await authority(unit, claims)
            note_use(request, me)
            _refuse_ordinary(me, self.who)
            _refuse_stale(me, step_up=self.step_up)
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
        at = _desk(request)
        async with at.work(write=False) as unit:
            me = await authority(unit, claims)
        _refuse_ordinary(me, self.who)
        _refuse_stale(me, step_up=self.step_up)
        refuse_extra_query(request)
        return OwnDesk(at, actor_of(me), me.is_stepped_up)


def requires(permission: Permission, *, step_up: bool = False, even_closing: bool = False) -> Any:
    # scope="function": committed before the answer leaves, so a failed commit is an error
    return Depends(InOrganization(permission, step_up, even_closing), scope="function")


def visits(permission: Permission, *, step_up: bool = False) -> Any:
    return Depends(Visiting(permission, step_up), scope="function")


def acting_role(request: Request) -> Role:
    """The caller's role in the organization; after `requires` has run."""
    role: Role | None = request.state.authority.role
    assert role is not None
    return role


Self = Annotated[AccountContext, Depends(InAccount(Who.SELF), scope="function")]
SelfSteppedUp = Annotated[
    AccountContext, Depends(InAccount(Who.SELF, step_up=True), scope="function")
]
SelfAtDesk = Annotated[OwnDesk, Depends(Proving())]
SelfAtDeskSteppedUp = Annotated[OwnDesk, Depends(Proving(step_up=True))]
SigningOut = Annotated[AccountContext, Depends(Leaving(), scope="function")]
Superuser = Annotated[AccountContext, Depends(InAccount(Who.SUPERUSER), scope="function")]
SuperuserAtDesk = Annotated[OwnDesk, Depends(Proving(Who.SUPERUSER))]
SuperuserSteppedUp = Annotated[
    AccountContext, Depends(InAccount(Who.SUPERUSER, step_up=True), scope="function")
]
AtDesk = Annotated[Desk, Depends(desk)]
