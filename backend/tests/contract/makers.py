"""Things that several cases need."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from app.core import links
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import User
from tests.contract.calls import fresh
from tests.world import PASSWORD, Person, World, ok, sign_up


async def superuser(world: World) -> Person:
    """Somebody who administers the installation."""
    person = await sign_up(world.app)
    async with world.database.engine.begin() as connection:
        is_it = User.id == person.user_id
        await connection.execute(update(User).where(is_it).values(is_superuser=True))
    return person


async def own_category(world: World) -> str:
    return str((await world.post("/categories", {"name": "Ores"}))["id"])


async def own_unit(world: World) -> Any:
    body = {"code": fresh("u-"), "name": "Box", "base": "pcs", "factor": "12"}
    return await world.post("/units", body)


async def own_tag(world: World, **things: list[str]) -> str:
    """A tag on these things."""
    tag = await world.post("/tags", {"name": fresh("t-"), "colour": "#1f6feb"})
    if things:
        await world.post(f"/tags/{tag['id']}/attach", things)
    return str(tag["id"])


async def own_account(world: World) -> dict[str, str]:
    """Address and password of an account that was opened through the front door."""
    credentials = {"email": f"{fresh('a-')}@example.test", "password": PASSWORD}
    ok(await world.client.post("/api/v1/auth/register", json=credentials))
    return credentials


async def with_password(world: World) -> Person:
    """Somebody signed in through the front door, whose password is known."""
    credentials = await own_account(world)
    answer = ok(await world.client.post("/api/v1/auth/login", json=credentials))
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    sessions = ok(await world.client.get("/api/v1/users/me/sessions", headers=headers))
    ids = UUID(answer["user"]["id"]), UUID(sessions["items"][0]["id"])
    return Person(*ids, credentials["email"], headers)


async def mailed(
    world: World, purpose: links.LinkPurpose, user_id: UUID, email: str | None = None
) -> str:
    """The token of a link as a mail would bring it."""
    async with unit_of_work(world.database, write=True) as unit:
        link = await links.make(unit.account(), purpose, user_id=user_id, email=email)
    return links.derive(world.app.state.keys, link)
