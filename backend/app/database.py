"""`get_db`: a session for an endpoint of your own, outside the domains."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.unit_of_work import unit_of_work


async def get_db(request: Request) -> AsyncIterator[AsyncSession]:
    """A session in a transaction that commits at the end (reads only on GET and HEAD).

    Ask for it as `Db`: with a plain `Depends(get_db)` the answer leaves before the commit, and a
    commit that fails is not told. It is inside no organization: rows of tenants are not seen and
    cannot be stored. For those take a Context, as the routes of the domains do.
    """
    write = request.method not in {"GET", "HEAD"}
    async with (
        unit_of_work(request.app.state.database, write=write) as unit,
        unit.outside() as session,
    ):
        yield session
        await session.flush()


Db = Annotated[AsyncSession, Depends(get_db, scope="function")]
