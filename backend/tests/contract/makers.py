"""Things that several cases need."""

from typing import Any

from tests.contract.calls import fresh
from tests.world import World


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
