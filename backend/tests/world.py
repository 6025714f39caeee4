"""One organization with people and things, and a client to act as any of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from sqlalchemy import text, update

from app.core.context import Actor, Context, Tenant
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.identity import tokens
from app.domains.identity.models import UserSession
from app.domains.identity.permissions import Role
from app.domains.identity.service import organizations
from tests import moulds

PASSWORD = "correct horse battery"
ORIGIN = "http://test"


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    user_id: UUID
    session_id: UUID
    email: str
    headers: dict[str, str]
    membership_id: UUID | None = None


async def sign_up(app: FastAPI, *, stepped_up: bool = True) -> Person:
    """A person with an account, a session and an access token, made without the hashing.

    They have proved who they are, for longer than any test takes, unless said otherwise.
    """
    first, database = moulds.first(), app.state.database
    async with database.transaction(write=True) as connection:
        renamed = await first.person.cast(connection)
        if not stepped_up:
            mine = UserSession.id == renamed.id(first.session.id)
            await connection.execute(update(UserSession).where(mine).values(stepped_up_at=None))
        await connection.commit()
    return _person(app, renamed)


def _person(app: FastAPI, renamed: moulds.Renamed) -> Person:
    first = moulds.first()
    user_id, session_id = renamed.id(first.user.id), renamed.id(first.session.id)
    token = tokens.issue(app.state.keys, user_id, session_id, minutes=15)
    headers = {"Authorization": f"Bearer {token}"}
    return Person(user_id, session_id, renamed.text(first.user.email), headers)


class World:
    """An organization, and what it takes to act in it."""

    def __init__(self, app: FastAPI, client: httpx2.AsyncClient, owner: Person) -> None:
        self.app, self.client, self.owner = app, client, owner
        self.transport = httpx2.ASGITransport(app)
        self.database: Database = app.state.database
        self.tenant: Tenant

    @classmethod
    async def founded(
        cls, app: FastAPI, client: httpx2.AsyncClient, currency: str | None = None
    ) -> "World":
        """One like the first; in a currency of its own one that is really founded."""
        if currency:
            world = cls(app, client, await sign_up(app))
            async with unit_of_work(world.database, write=True) as unit:
                organization = await moulds.founded(unit, world.owner.user_id, currency)
            world.tenant = Tenant(organization.id, organization.slug, organization.currency)
            return world
        first = moulds.first()
        database: Database = app.state.database
        async with database.transaction(write=True) as connection:
            renamed = await first.world.cast(connection)
            await connection.commit()
        world = cls(app, client, _person(app, renamed))
        id, slug = renamed.id(first.organization.id), renamed.text(first.organization.slug)
        world.tenant = Tenant(id, slug, first.organization.currency)
        return world

    @property
    def id(self) -> UUID:
        return self.tenant.id

    @property
    def path(self) -> str:
        return f"/api/v1/organizations/{self.tenant.id}"

    @asynccontextmanager
    async def context(self, *, write: bool = False) -> AsyncIterator[Context]:
        """The inside of the organization, as the system."""
        async with unit_of_work(self.database, write=write) as unit:
            yield unit.context(self.tenant, Actor())

    async def person(self, role: Role = Role.MEMBER) -> Person:
        person = await sign_up(self.app)
        async with self.context(write=True) as ctx:
            membership = await organizations.join(ctx, person.user_id, role)
        return Person(
            person.user_id, person.session_id, person.email, person.headers, membership.id
        )

    async def call(
        self, method: str, path: str, *, by: Person | None = None, **request: Any
    ) -> httpx2.Response:
        """A request below the organization, as `by` (the owner unless said).

        It goes past the client, whose cookies, redirects and defaults it has no use for and which
        take a fifth of the time.
        """
        headers = (by or self.owner).headers | request.pop("headers", {})
        sent = httpx2.Request(method, f"{ORIGIN}{self.path}{path}", headers=headers, **request)
        response = await self.transport.handle_async_request(sent)
        await response.aread()
        return response

    async def get(self, path: str, **request: Any) -> Any:
        return ok(await self.call("GET", path, **request))

    async def post(self, path: str, body: Any = None, **request: Any) -> Any:
        return ok(await self.call("POST", path, json=body or {}, **request))

    async def patch(self, path: str, body: Any, **request: Any) -> Any:
        return ok(await self.call("PATCH", path, json=body, **request))

    async def item(self, name: str = "Ore", **fields: Any) -> Any:
        return await self.post("/items", {"name": name} | fields)

    async def location(self, name: str = "Room", kind: str = "room", **fields: Any) -> Any:
        return await self.post("/locations", {"name": name, "kind": kind} | fields)

    async def receive(self, item: Any, place: Any, quantity: object, **fields: Any) -> Any:
        """The movement of a receipt of `quantity` of `item` at `place`, both as the API gave them."""
        body = {"item_id": item["id"], "location_id": place["id"], "quantity": str(quantity)}
        return await self.post("/stock/receive", body | fields)

    async def issue(self, item: Any, place: Any, quantity: object, **fields: Any) -> Any:
        body = {"item_id": item["id"], "location_id": place["id"], "quantity": str(quantity)}
        return await self.post("/stock/issue", body | fields)

    async def held(self, **filters: Any) -> dict[tuple[str, str], str]:
        """Every level above 0 that the filters find: what is on hand by lot and place's name."""
        found = await self.get("/stock", params={"held": "true", "limit": 200} | filters)
        return {(row["lot"], row["location_name"]): row["on_hand"] for row in found["items"]}


def ok(response: httpx2.Response) -> Any:
    """The body of an answer that has to be a success."""
    assert response.is_success, (response.status_code, response.text)
    return response.json() if response.content else None


def refused(response: httpx2.Response) -> tuple[int, str]:
    """Status and code of an answer that has to be a problem."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]


def faults(response: httpx2.Response) -> dict[str, str]:
    """The codes of what a problem finds wrong with the input, by their pointers."""
    refused(response)
    return {fault["pointer"]: fault["code"] for fault in response.json()["errors"]}


async def waiting(database: Database, *tasks: asyncio.Task[Any]) -> None:
    """Until all `tasks` stand still for a transaction that the caller holds open."""
    if database.is_sqlite:
        await asyncio.sleep(
            0
        )  # they stand in the line of writers, of which the caller is the first
        return
    mine = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    blocked = 0
    while blocked < len(tasks):
        for task in tasks:
            assert not task.done(), task.result()
        async with database.transaction(write=False) as connection:
            blocked = int((await connection.execute(mine)).scalar_one())
