"""Things that several cases need."""

from typing import Any

from sqlalchemy import update

from app.domains.identity.models import User
from tests.contract.calls import fresh
from tests.world import Person, World, sign_up


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
