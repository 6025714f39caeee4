"""The guards of what is inside an organization."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from app.core.context import Actor, Context, Tenant
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.idempotency import claim
from app.core.query import refuse_extra_query
from app.core.unit_of_work import unit_of_work
from app.domains.identity import tokens
from app.domains.identity.callers import actor_of, bearer_token, caller, note_use, origin_of
from app.domains.identity.deps.guards import Opening, bearer, desk_of, is_write, refuse_stale
from app.domains.identity.permissions import Permission
from app.domains.identity.queries.authority import authority, authority_of_key
from app.domains.identity.service.desk import Desk


class OrganizationUnknown(NotFound):
    detail = "There is no such organization, or you are not a member of it."


class OrganizationShut(Forbidden):
    code = "organization_shut"
    detail = "This organization has been shut; ask the operator of this installation."


class DeletionPending(Conflict):
    code = "deletion_pending"
    detail = "This organization is being deleted and can only be read; an owner can restore it."


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
        token: Annotated[str | None, Depends(bearer)],  # noqa: ARG002 (FastAPI documents it; `opened` reads it)
    ) -> AsyncIterator[Context]:
        async with self.opened(request) as ctx:
            yield ctx

    @asynccontextmanager
    async def opened(self, request: Request) -> AsyncIterator[Context]:
        organization, token = request.path_params["organization"], bearer_token(request)
        write = is_write(request)
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
            refuse_stale(me, step_up=self.step_up)
            if me.is_closing and is_write(request) and not self.even_closing:
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
            visit = Visit(desk_of(request), ctx.tenant, ctx.actor)
        yield visit
