"""A query is compiled once for its structure; each request's values, and only those, go with it."""

from decimal import Decimal
from typing import Any, cast

import pytest
from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.exc import DBAPIError

from app.core.listing import Listing, page
from app.core.pages import PageRequest
from tests.core.tables import Gadget
from tests.core.test_tenancy import made
from tests.statements import Statements
from tests.world import World

pytestmark = pytest.mark.usefixtures("gadgets")
gadgets_ = cast("Table", Gadget.__table__)
NAMES = select(gadgets_.c.name, gadgets_.c.amount).order_by(gadgets_.c.name)


async def test_two_queries_of_one_structure_have_values_of_their_own(org: World) -> None:
    await made(org, "saw", rank=1, amount=Decimal("0.000001"))
    await made(org, "axe", rank=2, amount=Decimal("2.5"))
    async with org.context() as ctx:
        for rank, name, amount in (
            (1, "saw", "0.000001"),
            (2, "axe", "2.5"),
            (1, "saw", "0.000001"),
        ):
            rows = await ctx.rows(NAMES.where(gadgets_.c.rank == rank).limit(5))
            assert rows == [{"name": name, "amount": Decimal(amount)}]


async def test_in_has_as_many_values_as_it_is_given(org: World) -> None:
    for name in ("axe", "saw", "vice"):
        await made(org, name)
    async with org.context() as ctx:
        for some in (["saw"], ["axe", "vice"], [], ["axe", "saw", "vice"]):
            rows = await ctx.rows(NAMES.where(gadgets_.c.name.in_(some)))
            assert [row["name"] for row in rows] == some


async def test_a_value_that_is_missing_is_told(org: World) -> None:
    query = NAMES.where(gadgets_.c.rank == bindparam("rank"))
    async with org.context() as ctx:
        assert await ctx.rows(query, rank=1) == []
        with pytest.raises(ValueError, match="lacks a value for rank"):
            await ctx.rows(query)


async def test_nobody_names_another_organization(org: World, other_org: World) -> None:
    await made(other_org, "theirs")
    async with other_org.context() as ctx:
        foreign = {"tenant": ctx.organization_id}
    async with org.context() as ctx:
        assert await ctx.rows(NAMES, **foreign) == []


async def test_what_the_database_refuses_is_an_error_of_the_library(org: World) -> None:
    async with org.context() as ctx:
        with pytest.raises(DBAPIError):
            await ctx.rows(select(func.there_is_no_such_function(gadgets_.c.name)))


async def test_statements_are_seen_by_those_who_watch_the_engine(org: World) -> None:
    async with org.context() as ctx:
        with Statements(org.database) as statements:
            await ctx.rows(NAMES)
    assert len(statements) == 1


class RankFilter(PageRequest):
    rank: int | None = None
    named: bool = False
    sort: str = "name"


def _gadgets(filters: RankFilter) -> Any:
    query = select(gadgets_.c.id, gadgets_.c.name)
    if filters.rank is not None:
        query = query.where(gadgets_.c.rank == filters.rank)
    return query.where(gadgets_.c.name != "") if filters.named else query


LISTING = Listing(gadgets_, _gadgets)


async def test_lists_of_one_shape_share_a_query_and_no_value(org: World) -> None:
    for name, rank in (("", 1), ("axe", 1), ("saw", 2), ("vice", 1)):
        await made(org, name, rank=rank)

    async def listed(**request: Any) -> list[str]:
        async with org.context() as ctx:
            found = await page(ctx, LISTING, RankFilter(**request))
        return [row["name"] for row in found["items"]]

    for _ in range(2):
        assert await listed() == ["", "axe", "saw", "vice"]
        assert await listed(rank=1) == ["", "axe", "vice"]
        assert await listed(rank=2) == ["saw"]
        assert await listed(rank=1, named=True) == ["axe", "vice"]
        assert await listed(rank=1, named=False) == ["", "axe", "vice"]
        assert await listed(rank=1, limit=1) == [""]
        assert await listed(sort="-name", rank=1) == ["vice", "axe", ""]
        assert await listed(**{"from": "end", "limit": 1}) == ["vice"]


async def test_a_query_that_looks_at_a_value_is_refused_and_not_remembered(org: World) -> None:
    """Else the first request's value would stand in the query of all others."""

    def hasty(filters: RankFilter) -> Any:
        return _gadgets(RankFilter()).limit(int(cast("Any", filters.rank)))

    async with org.context() as ctx:
        with pytest.raises(TypeError):
            await page(ctx, Listing(gadgets_, hasty), RankFilter(rank=1))
