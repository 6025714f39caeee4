"""A session of an organization sees and stores that organization's rows alone."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, select, union_all, update
from sqlalchemy.orm import aliased

from app.core.clock import now
from app.core.db import sort_key
from app.core.errors import NotFound
from app.core.facts import DomainEvent
from app.core.idempotency_keys import IdempotencyKey
from app.core.ids import new_id
from app.core.scoping import TENANT, TenantEscape
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import MemberChanged
from app.domains.identity.models import Membership, User
from app.domains.identity.permissions import Role
from app.domains.identity.queries.tables import memberships
from tests.core.tables import Gadget
from tests.world import World

Gadgets = type[Gadget]


async def made(world: World, name: str = "saw", **values: Any) -> UUID:
    """A gadget of this organization."""
    row = {
        "id": new_id(),
        "created_at": now(),
        "updated_at": now(),
        "version": 1,
        "name": name,
        "rank": 1,
        "serial": 1,
        "amount": Decimal(1),
        "word": "",
        "search_key": "",
    }
    async with world.context(write=True) as ctx:
        await ctx.insert(Gadget, [row | values])
    return UUID(str((row | values)["id"]))


async def names(world: World) -> list[tuple[str, int]]:
    async with world.context() as ctx:
        query = select(Gadget.name, Gadget.rank).order_by(Gadget.name)
        return [(name, rank) for name, rank in await ctx.session.execute(query)]


async def test_selects_in_every_form_are_scoped(org: World, other_org: World) -> None:
    for _ in range(2):
        await other_org.person()
    other = aliased(Membership)
    async with org.context() as ctx:
        session = ctx.session
        assert len((await session.scalars(select(Membership))).all()) == 1
        assert await session.scalar(select(func.count()).select_from(Membership)) == 1
        assert await session.scalar(select(func.count(other.id))) == 1
        pairs = select(Membership.id, other.id).join(other, other.id != Membership.id)
        assert (await session.execute(pairs)).all() == []
        inside = select(User.id).where(User.id.in_(select(Membership.user_id)))
        assert (await session.scalars(inside)).all() == [org.owner.user_id]
        cte = select(Membership.user_id).cte()
        assert (await session.scalars(select(cte.c.user_id))).all() == [org.owner.user_id]
        assert await session.get(Membership, await membership_of(other_org)) is None


async def membership_of(world: World) -> UUID:
    async with world.context() as ctx:
        return (await ctx.session.scalars(select(Membership.id).limit(1))).one()


async def test_two_organizations_that_take_turns_over_one_union_never_see_each_other(
    org: World, other_org: World
) -> None:
    for _ in range(3):
        for world in (org, other_org):
            both = union_all(select(Membership.user_id), select(Membership.user_id)).subquery()
            async with world.context() as ctx:
                found = (await ctx.session.scalars(select(both.c.user_id))).all()
            assert found == [world.owner.user_id] * 2


async def test_updates_and_deletes_meet_own_rows_only(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    await made(org)
    theirs = await made(other_org)
    async with org.context(write=True) as ctx:
        await ctx.session.execute(update(gadgets).values(rank=7))
        await ctx.session.execute(update(gadgets).where(gadgets.id == theirs).values(rank=8))
    assert await names(other_org) == [("saw", 1)]
    assert await names(org) == [("saw", 7)]
    async with org.context(write=True) as ctx:
        await ctx.session.execute(delete(gadgets))
    assert await names(org) == []
    assert await names(other_org) == [("saw", 1)]


async def test_statements_that_cannot_be_scoped_are_refused(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    theirs = await made(other_org)
    row = {"id": new_id(), "organization_id": other_org.id, "created_at": now()}
    statements: list[tuple[Any, Any]] = [
        (select(memberships.c.id), None),
        (select(User.id, memberships.c.id), None),
        (select(User.id).where(User.id.in_(select(memberships.c.user_id))), None),
        (select(User.id, memberships.alias().c.id), None),
        (update(memberships).values(role=Role.OWNER), None),
        (delete(memberships), None),
        (delete(Membership).where(Membership.id.in_(select(memberships.c.id))), None),
        (insert(gadgets).values(row), None),
        (insert(gadgets), [row]),
        (insert(memberships).values(row), None),
        (update(gadgets), [{"id": theirs, "rank": 9}]),
        (update(gadgets), {"id": theirs, "rank": 9}),
        (update(gadgets).values(organization_id=other_org.id), None),
    ]
    for statement, parameters in statements:
        with pytest.raises(TenantEscape):
            async with org.context(write=True) as ctx:
                await ctx.session.execute(statement, parameters)
    assert await names(other_org) == [("saw", 1)]


async def test_a_new_row_belongs_to_the_organization_of_its_session(
    org: World, gadgets: Gadgets
) -> None:
    async with org.context(write=True) as ctx:
        gadget = gadgets(name="saw", seen_at=None)
        ctx.session.add(gadget)
        ctx.emit(MemberChanged(gadget.id))
        await ctx.flush()
        assert gadget.organization_id == org.id


async def test_a_row_of_another_organization_is_neither_stored_nor_changed_nor_deleted(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    theirs = await made(other_org)
    with pytest.raises(TenantEscape):
        async with org.context(write=True) as ctx:
            ctx.session.add(gadgets(name="x", seen_at=None, organization_id=other_org.id))
            await ctx.flush()
    for change in ("edit", "delete"):
        async with other_org.context() as there:
            gadget = await there.get(gadgets, theirs)
            there.session.expunge(gadget)
        with pytest.raises(TenantEscape):
            async with org.context(write=True) as ctx:
                ctx.session.add(gadget)
                if change == "edit":
                    gadget.rank = 9
                else:
                    await ctx.session.delete(gadget)
                await ctx.flush()
    mine = await made(org)
    with pytest.raises(TenantEscape):
        async with org.context(write=True) as ctx:
            (await ctx.get(gadgets, mine)).organization_id = other_org.id
            await ctx.flush()
    assert await names(other_org) == [("saw", 1)]
    assert await names(org) == [("saw", 1)]


async def test_a_unit_of_work_that_reads_refuses_every_write(org: World, gadgets: Gadgets) -> None:
    mine = await made(org)
    row = {"id": new_id()}
    unsaid = "did not say that it writes"
    async with org.context() as ctx:
        (await ctx.get(gadgets, mine)).rank = 9
        with pytest.raises(RuntimeError, match=unsaid):
            await ctx.session.flush()
    for statement in (update(gadgets).values(rank=9), delete(gadgets)):
        async with org.context() as ctx:
            with pytest.raises(RuntimeError, match=unsaid):
                await ctx.session.execute(statement)
    async with org.context() as ctx:
        for write in (
            ctx.insert(gadgets, [row]),
            ctx.insert_new(gadgets, row),
            ctx.insert_or_add(gadgets, row, ["name"], "rank"),
            ctx.update(gadgets, rank=9),
            ctx.delete(gadgets),
        ):
            with pytest.raises(RuntimeError, match=unsaid):
                await write
    async with unit_of_work(org.database, write=False) as unit:
        account = unit.account()
        with pytest.raises(RuntimeError, match=unsaid):
            await account.session.execute(update(User).values(full_name="x"))
    assert await names(org) == [("saw", 1)]


async def test_a_flush_of_nothing_is_no_write(org: World) -> None:
    async with org.context() as ctx:
        await ctx.flush()
        assert not ctx.session.dirty


async def test_rows_stored_without_loading_belong_to_the_organization(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    row = {
        "created_at": now(),
        "updated_at": now(),
        "version": 1,
        "serial": 1,
        "amount": Decimal("1.5"),
        "word": "",
        "search_key": "",
        "organization_id": other_org.id,  # said, and not listened to
    }
    async with org.context(write=True) as ctx:
        await ctx.insert(gadgets, [])
        await ctx.insert(gadgets, [row | {"id": new_id(), "name": "a", "rank": 1}])
        await ctx.insert(gadgets, [row | {"id": new_id(), "name": "a", "rank": 2}], ignore=True)
        assert await ctx.insert_new(gadgets, row | {"id": new_id(), "name": "b", "rank": 1})
        assert not await ctx.insert_new(gadgets, row | {"id": new_id(), "name": "b", "rank": 2})
        for rank in (1, 2):
            new = row | {"id": new_id(), "name": "c", "rank": rank}
            await ctx.insert_or_add(gadgets, new, ["name"], "rank")
    assert await names(org) == [("a", 1), ("b", 1), ("c", 3)]
    assert await names(other_org) == []


async def test_adding_up_where_no_time_is_kept(org: World) -> None:
    row = {
        "id": new_id(),
        "created_at": now(),
        "actor_id": org.owner.user_id,
        "path": "/x",
        "key": "k",
        "body_hash": "",
        "status": 1,
    }
    async with org.context(write=True) as ctx:
        for _ in range(3):
            again = row | {"id": new_id()}
            await ctx.insert_or_add(IdempotencyKey, again, ["actor_id", "path", "key"], "status")
    async with org.context() as ctx:
        assert (await ctx.session.scalars(select(IdempotencyKey.status))).all() == [3]


async def test_writes_without_loading_stay_in_the_organization(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    await made(org)
    theirs = await made(other_org)
    async with org.context(write=True) as ctx:
        assert await ctx.update(gadgets, rank=5) == 1
        assert await ctx.update(gadgets, gadgets.id == theirs, rank=6) == 0
        either = (gadgets.id == theirs) | (gadgets.rank == 5)
        assert await ctx.update(gadgets, either, rank=7) == 1
        assert await ctx.delete(gadgets, gadgets.id == theirs) == 0
    assert await names(org) == [("saw", 7)]
    assert await names(other_org) == [("saw", 1)]
    async with org.context(write=True) as ctx:
        assert await ctx.delete(gadgets) == 1
    assert await names(other_org) == [("saw", 1)]


async def test_a_write_without_loading_judges_its_conditions(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    await made(org)
    people = select(memberships.c.id)
    async with org.context(write=True) as ctx:
        with pytest.raises(TenantEscape):
            await ctx.update(gadgets, organization_id=other_org.id)
        with pytest.raises(TenantEscape):
            await ctx.update(gadgets, gadgets.id.not_in(people), rank=9)
        with pytest.raises(TenantEscape):
            await ctx.delete(gadgets, gadgets.id.not_in(people))
        mine = people.where(memberships.c.organization_id == TENANT)
        assert await ctx.update(gadgets, gadgets.id.not_in(mine), rank=9) == 1
    assert await names(org) == [("saw", 9)]


async def test_a_reference_to_a_row_of_another_organization_is_not_found(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    theirs = await made(other_org)
    for lock in (False, True):
        with pytest.raises(Exception, match="no such thing"):
            async with org.context(write=True) as ctx:
                await ctx.get(gadgets, theirs, lock=lock)


def test_a_sort_key_fits_an_index() -> None:
    assert sort_key("\ufb03" * 150) == ("ffi" * 150)[:200]


def test_a_fact_is_about_the_row_that_its_first_field_names() -> None:
    assert issubclass(MemberChanged, DomainEvent)
    id = new_id()
    assert MemberChanged(id).subject_id == id


async def test_a_reference_in_the_input_is_refused_at_its_place(
    org: World, other_org: World, gadgets: Gadgets
) -> None:
    mine, theirs = await made(org), await made(other_org)
    async with org.context() as ctx:
        assert (await ctx.referred(gadgets, mine, "/body/gadget_id")).id == mine
        with pytest.raises(NotFound) as refused:
            await ctx.referred(gadgets, theirs, "/body/gadget_id")
    assert refused.value.more["errors"][0]["pointer"] == "/body/gadget_id"


async def test_what_a_core_statement_changed_is_told_by_whoever_ran_it(
    org: World, gadgets: Gadgets
) -> None:
    mine = await made(org)
    async with org.context(write=True) as ctx:
        await ctx.update(gadgets, gadgets.id == mine, rank=2)
        fact = MemberChanged(mine)
        ctx.emit(fact, {"rank": (1, 2)})
        assert ctx.changes_of(fact) == {"rank": (1, 2)}
