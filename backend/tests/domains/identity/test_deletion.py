"""Deleting an organization: asked for, withdrawn, and carried out to the last row."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.core.clock import now
from app.core.context import Actor
from app.core.ids import new_id
from app.core.kept_mails import KeptMail, MailKind
from app.core.links import Link
from app.core.owned import owned_models
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent, ActivityLink
from app.domains.identity.models import Organization, User, UserSession
from app.domains.identity.permissions import Role
from app.domains.identity.service import purges
from app.models import metadata
from tests.contract import rows
from tests.contract.cases import FIXTURES
from tests.world import Person, World, ok, refused, sign_up

APPEND_ONLY = ["postings", "stock_movements", "activity", "activity_chain"]


async def ask(org: World, by: Person | None = None) -> httpx2.Response:
    return await org.call("DELETE", "", by=by)


async def change(org: World, **values: Any) -> None:
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(Organization).where(Organization.id == org.id)
        await unit.connection.execute(mine.values(**values))


async def closing(org: World) -> Any:
    await change(org, exported_at=now())
    return ok(await ask(org))


async def test_deleted_it_can_be_read_and_not_changed_and_comes_back(org: World) -> None:
    item = await org.item()
    gone = await closing(org)
    due = await org.get("")
    assert gone["deletion_due_at"] == due["deletion_due_at"]
    async with unit_of_work(org.database, write=False) as unit:
        mine = select(Organization.deletion_due_at).where(Organization.id == org.id)
        at = await unit.account().session.scalar(mine)
    assert at is not None
    assert timedelta(days=29) < at - now() <= timedelta(days=30)
    assert (await org.get(f"/items/{item['id']}"))["name"] == "Ore"
    for method, path, body in (
        ("POST", "/items", {"name": "X"}),
        ("PATCH", "", {"name": "X", "version": due["version"]}),
        ("DELETE", f"/items/{item['id']}", None),
        ("POST", "/leave", None),
        ("POST", "/invitations", {}),
    ):
        answer = await org.call(method, path, json=body)
        assert refused(answer) == (409, "deletion_pending"), path
    assert (await org.call("GET", "/export")).is_success
    back = await org.post("/restore")
    assert back["deletion_due_at"] is None
    assert (await org.item())["name"] == "Ore"
    verbs = [line["verb"] for line in (await org.get("/activity"))["items"]]
    asked, withdrawn = "organization.deletion_asked", "organization.deletion_withdrawn"
    assert [verb for verb in verbs if "deletion" in verb] == [withdrawn, asked]


async def test_every_owner_is_told(org: World) -> None:
    second, admin = await org.person(Role.OWNER), await org.person(Role.ADMIN)
    await closing(org)
    async with unit_of_work(org.database, write=False) as unit:
        told = select(KeptMail.recipient).where(
            KeptMail.kind == MailKind.ORGANIZATION_DELETION,
            KeptMail.recipient.in_([org.owner.email, second.email, admin.email]),
        )
        recipients = list(await unit.account().session.scalars(told))
    assert sorted(recipients) == sorted([org.owner.email, second.email])


async def test_there_must_be_a_fresh_export(org: World) -> None:
    assert refused(await ask(org)) == (409, "export_first")
    await change(org, exported_at=now() - timedelta(days=7, minutes=1))
    assert refused(await ask(org)) == (409, "export_first")
    assert (await org.call("GET", "/export")).is_success
    ok(await ask(org))


async def test_deleting_asks_for_a_fresh_proof_and_restoring_does_not(org: World) -> None:
    await change(org, exported_at=now())
    mine = update(UserSession).where(UserSession.id == org.owner.session_id)
    async with unit_of_work(org.database, write=True) as unit:
        await unit.connection.execute(mine.values(stepped_up_at=None))
    assert refused(await ask(org)) == (403, "step_up_required")
    assert (await org.get(""))["deletion_due_at"] is None
    await change(org, deletion_due_at=now() + timedelta(days=1))
    assert (await org.post("/restore"))["deletion_due_at"] is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_only_an_owner_deletes_and_restores(org: World, role: Role) -> None:
    person = await org.person(role)
    await change(org, exported_at=now())
    assert refused(await ask(org, by=person)) == (403, "forbidden")
    ok(await ask(org))
    assert refused(await org.call("POST", "/restore", by=person)) == (403, "forbidden")


async def test_the_organization_of_an_account_goes_with_the_account(org: World) -> None:
    person = await sign_up(org.app)
    listed = await org.client.get("/api/v1/organizations", headers=person.headers)
    (own,) = ok(listed)["items"]
    path = f"/api/v1/organizations/{own['id']}"
    answer = await org.client.delete(path, headers=person.headers)
    assert refused(answer) == (409, "personal_organization")


async def test_what_is_not_due_is_not_purged(org: World) -> None:
    await closing(org)
    assert org.id not in {id for id, _ in await purges.due(org.database)}
    assert await purges.purge(org.database, org.id) is None
    await change(org, deletion_due_at=now() - timedelta(seconds=1))
    assert org.id in {id for id, _ in await purges.due(org.database)}
    await org.post("/restore")
    assert await purges.purge(org.database, org.id) is None
    assert (await org.get(""))["deletion_due_at"] is None


def guest_of(org: World) -> str:
    return f"guest-of-{org.id.hex}@example.test"


async def lived_in(org: World) -> None:
    """Something of everything that there is to do in an organization."""
    made = ok(await org.call("POST", "/invitations", json={"email": guest_of(org)}))
    await org.client.post(
        f"/api/v1/invitations/{made['token']}/accept", headers=(await sign_up(org.app)).headers
    )
    await org.post("/items", {"name": "Kept"}, headers={"Idempotency-Key": "one"})
    for operation in (
        "get_import",
        "reverse_posting",
        "release_reservation",
        "get_stock_limit",
        "list_tags",
        "get_saved_view",
        "get_category",
        "delete_unit",
        "list_api_keys",
    ):
        await FIXTURES[operation](org)
    item, place = await org.item(), await org.location()
    await org.receive(item, place, 5)
    shelf = await org.location("Shelf", parent_id=place["id"])
    await org.post(f"/locations/{shelf['id']}/move", {"parent_id": None})
    await sealed(org)


async def sealed(org: World) -> None:
    """An entry in its chain, as a sealer of this installation would make it."""
    row = {"id": new_id(), "created_at": now(), "no": 1, "kind": "activity", "form": 1}
    said = {"row_id": new_id(), "digest": "0" * 64, "source": None, "hash": "0" * 64, "seal": "k.0"}
    async with unit_of_work(org.database, write=True) as unit:
        await unit.context(org.tenant, Actor()).insert(ActivityLink, [row | said])


async def test_a_purge_leaves_nothing_of_it_and_touches_no_other(
    org: World, other_org: World
) -> None:
    for world in (org, other_org):
        await lived_in(world)
    others = await rows.of_organization(other_org.database, other_org.id)
    before = await rows.of_organization(org.database, org.id)
    empty = {name for name, found in before.items() if not found} - {"purges"}
    assert not empty, f"nothing proves that these are purged: {empty}"
    await change(org, deletion_due_at=now() - timedelta(seconds=1))
    purged = await purges.purge(org.database, org.id)
    assert purged is not None
    expected = sum(len(found) for found in before.values()) - 1  # without the organization's own
    assert (purged.slug, purged.rows) == (org.tenant.slug, expected)
    after = await rows.of_organization(org.database, org.id)
    assert {name for name, found in after.items() if found} == set()
    assert await rows.of_organization(other_org.database, other_org.id) == others
    assert refused(await org.call("GET", "")) == (404, "not_found")
    assert await purges.purge(org.database, org.id) is None
    async with unit_of_work(org.database, write=False) as unit:
        lines = select(AccountEvent.verb).where(AccountEvent.subject_id == org.id)
        verbs = set(await unit.account().session.scalars(lines))
        owner = select(User.id).where(User.id == org.owner.user_id)
        assert await unit.account().session.scalar(owner) == org.owner.user_id
        guests = [guest_of(org), guest_of(other_org)]
        links = select(Link.email).where(Link.email.in_(guests))
        left = list(await unit.account().session.scalars(links))
    assert verbs == {"organization.registered", "organization.purged"}
    assert left == [guest_of(other_org)]


async def test_two_who_purge_at_once_do_it_once(org: World) -> None:
    await lived_in(org)
    await change(org, deletion_due_at=now() - timedelta(seconds=1))
    done = await asyncio.gather(*(purges.purge(org.database, org.id) for _ in range(4)))
    assert sum(one is not None for one in done) == 1


@pytest.mark.parametrize("name", APPEND_ONLY)
async def test_the_row_in_purges_opens_its_own_organization_alone(
    org: World, other_org: World, name: str
) -> None:
    """And opens nothing for a change."""
    for world in (org, other_org):
        await world.receive(await world.item(), await world.location(), 1)
        await sealed(world)
    table, standing = metadata.tables[name], metadata.tables["purges"]
    row = {"id": new_id(), "organization_id": other_org.id, "created_at": now()}
    mine = table.c.organization_id == org.id
    theirs = table.c.organization_id == other_org.id
    for statement in (delete(table).where(mine), update(table).where(theirs).values(id=new_id())):
        async with org.database.engine.connect() as connection:
            await connection.execute(insert(standing).values(row))
            with pytest.raises(DBAPIError, match="append-only"):
                await connection.execute(statement)
            await connection.rollback()


async def test_a_stranger_to_the_purge_deletes_nothing_meanwhile(
    org: World, engine_name: str
) -> None:
    """The row in `purges` is of the transaction that wrote it: nobody else sees it."""
    if engine_name == "sqlite":
        pytest.skip("it has one writer at a time")
    await org.receive(await org.item(), await org.location(), 1)
    row = {"id": new_id(), "organization_id": org.id, "created_at": now()}
    activity = metadata.tables["activity"]
    async with org.database.engine.connect() as purging:
        await purging.execute(insert(metadata.tables["purges"]).values(row))
        with pytest.raises(DBAPIError, match="append-only"):
            async with org.database.engine.begin() as connection:
                await connection.execute(
                    delete(activity).where(activity.c.organization_id == org.id)
                )
        await purging.rollback()


async def test_every_owned_table_is_emptied_before_what_it_refers_to() -> None:
    order = [model.__tablename__ for model in owned_models()]
    for model in owned_models():
        for reference in model.__table__.foreign_keys:
            referred = reference.column.table.name
            if referred in order and referred != model.__tablename__:
                assert order.index(referred) < order.index(model.__tablename__)
