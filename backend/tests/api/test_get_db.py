import httpx2
from fastapi import FastAPI
from sqlalchemy import func, select

from app.core.clock import now
from app.core.ids import new_id
from app.database import Db
from app.domains.catalog.models import Item
from app.domains.identity.models import RefreshToken, User
from tests.world import World, ok


async def test_an_endpoint_of_ones_own_reads_people_and_no_rows_of_tenants(
    app: FastAPI, org: World
) -> None:
    await org.post("/items", {"name": "Rope"})

    @app.get("/mine")
    async def count(db: Db) -> list[int | None]:
        people = await db.scalar(select(func.count(User.id)).where(User.id == org.owner.user_id))
        return [people, await db.scalar(select(func.count(Item.id)))]

    assert ok(await org.client.get("/mine")) == [1, 0]


async def test_what_it_writes_is_committed_and_undone_when_it_fails(
    app: FastAPI, org: World, client: httpx2.AsyncClient
) -> None:
    @app.post("/mine")
    async def add(db: Db, broken: bool = False) -> None:
        token = new_id().hex * 2
        row = RefreshToken(session_id=org.owner.session_id, token_hash=token, rotated_at=now())
        db.add(row)
        await db.flush()
        if broken:
            db.add(RefreshToken(session_id=org.owner.session_id, token_hash=token))

    async def stored() -> int | None:
        async with org.context() as ctx:
            mine = RefreshToken.session_id == org.owner.session_id
            return await ctx.session.scalar(select(func.count(RefreshToken.id)).where(mine))

    ok(await client.post("/mine"))
    assert await stored() == 1
    assert (await client.post("/mine?broken=1")).status_code == 409
    assert await stored() == 1
