from sqlalchemy import update

from app.core.unit_of_work import unit_of_work
from app.domains.identity.deps import Superuser
from app.domains.identity.models import User
from tests.world import World, ok, refused


async def test_what_is_for_superusers_is_for_nobody_else(org: World) -> None:
    @org.app.get("/api/v1/admin/probe")
    async def probe(ctx: Superuser) -> str:
        return str(ctx.actor.user_id)

    url = "/api/v1/admin/probe"
    assert refused(await org.client.get(url)) == (401, "unauthorized")
    assert refused(await org.client.get(url, headers=org.owner.headers)) == (403, "forbidden")
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(User).where(User.id == org.owner.user_id)
        await unit.connection.execute(mine.values(is_superuser=True))
    answer = await org.client.get(url, headers=org.owner.headers)
    assert ok(answer) == str(org.owner.user_id)
