"""Verifying: whatever an administrator of the database does to a log, it is named."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, insert, update

from app.core.clock import now
from app.core.ids import new_id
from app.core.keys import SigningKey
from app.core.unit_of_work import unit_of_work
from app.domains.activity.service.chains import hash_of, seal_of
from app.domains.activity.service.sealing import Head
from app.domains.identity.events import OrganizationPurged, UserErased
from app.domains.identity.service.purges import purge
from app.models import metadata
from tests.domains.activity.chained import ACCOUNT_CHAIN, ACTIVITY, CHAIN, Chained
from tests.world import World

T = metadata.tables
EDITED = "is not what its row says: it was edited"
DELETED = "has lost its row: it was deleted"
BROKEN = "does not follow the one before it"


@pytest.fixture
async def sealed(chained: Chained) -> Chained:
    item, place = await chained.org.item(), await chained.org.location()
    await chained.org.receive(item, place, 5, reference="PO")
    await chained.org.issue(item, place, 2)
    for name in ("A", "B", "C"):
        await chained.org.patch(f"/items/{item['id']}", {"name": name}, headers={"If-Match": "*"})
    await chained.seal_all()
    assert await chained.faults() == []
    return chained


async def entry_of(sealed: Chained, kind: str, at: int = 0, chain: Table = CHAIN) -> dict[str, Any]:
    mine = {} if chain is ACCOUNT_CHAIN else {"organization_id": sealed.org.id}
    return (await sealed.entries(chain, kind=kind, **mine))[at]


def told(entry: dict[str, Any], says: str) -> str:
    of = entry.get("organization_id", "accounts")
    return f"{of}: entry {entry['no']} ({entry['kind']} {entry['row_id']}) {says}"


EDITS = [
    ("activity", "activity", "payload", '{"changes":{},"fact":{},"v":1}'),
    ("activity", "activity", "verb", "item.deleted"),
    ("activity", "activity", "entity_id", UUID(int=5)),
    ("activity", "activity", "actor_id", None),
    ("activity", "activity", "created_at", now() - timedelta(days=9)),
    ("activity", "activity", "session_id", None),
    ("activity", "activity", "key_id", UUID(int=5)),
    ("activity", "activity", "request_id", UUID(int=5)),
    ("posting", "postings", "reference", "another"),
    ("posting", "postings", "actor_id", None),
    ("movement", "stock_movements", "quantity", 4),
    ("movement", "stock_movements", "unit_cost", 1),
    ("movement", "stock_movements", "occurred_at", now() - timedelta(days=9)),
    ("movement", "stock_movements", "reason", "because"),
]


@pytest.mark.parametrize(("kind", "table", "column", "value"), EDITS)
async def test_an_edit_is_found(
    sealed: Chained, kind: str, table: str, column: str, value: Any
) -> None:
    entry = await entry_of(sealed, kind, -1)
    row = T[table].c.id == entry["row_id"]
    await sealed.tampered(update(T[table]).where(row).values({column: value}))
    assert await sealed.faults() == [told(entry, EDITED)]


async def test_an_edited_sign_in_is_found(sealed: Chained) -> None:
    entry = await entry_of(sealed, "account", chain=ACCOUNT_CHAIN)
    row = T["account_events"].c.id == entry["row_id"]
    await sealed.tampered(update(T["account_events"]).where(row).values(verb="user.changed"))
    assert await sealed.faults() == [told(entry, EDITED)]


@pytest.mark.parametrize(
    ("kind", "table"), [("activity", "activity"), ("movement", "stock_movements")]
)
async def test_a_deleted_row_is_found(sealed: Chained, kind: str, table: str) -> None:
    entry = await entry_of(sealed, kind)
    await sealed.tampered(delete(T[table]).where(T[table].c.id == entry["row_id"]))
    assert await sealed.faults() == [told(entry, DELETED)]


async def test_a_row_that_is_deleted_with_its_entry_is_found(sealed: Chained) -> None:
    entry = await entry_of(sealed, "activity", 1)
    await sealed.tampered(
        delete(ACTIVITY).where(ACTIVITY.c.id == entry["row_id"]),
        delete(CHAIN).where(CHAIN.c.id == entry["id"]),
    )
    assert await sealed.faults() == [f"{sealed.org.id}: entry {entry['no']} is gone"]


async def test_a_gap_that_is_closed_by_new_numbers_is_found(sealed: Chained) -> None:
    entry = await entry_of(sealed, "activity", 1)
    await sealed.tampered(
        delete(ACTIVITY).where(ACTIVITY.c.id == entry["row_id"]),
        delete(CHAIN).where(CHAIN.c.id == entry["id"]),
        *(
            update(CHAIN).where(CHAIN.c.id == row["id"]).values(no=row["no"] - 1)
            for row in await sealed.entries(organization_id=sealed.org.id)
            if row["no"] > entry["no"]
        ),
    )
    assert any(BROKEN in fault for fault in await sealed.faults())


async def test_two_rows_that_changed_places_are_found(sealed: Chained) -> None:
    one, other = await entry_of(sealed, "activity", -1), await entry_of(sealed, "activity", -2)
    spare = new_id()
    await sealed.tampered(
        update(ACTIVITY).where(ACTIVITY.c.id == one["row_id"]).values(id=spare),
        update(ACTIVITY).where(ACTIVITY.c.id == other["row_id"]).values(id=one["row_id"]),
        update(ACTIVITY).where(ACTIVITY.c.id == spare).values(id=other["row_id"]),
    )
    assert {told(other, EDITED), told(one, EDITED)} <= {*await sealed.faults()}


async def test_two_entries_that_changed_places_are_found(sealed: Chained) -> None:
    one, other = await entry_of(sealed, "activity", 1), await entry_of(sealed, "activity", 2)
    await sealed.tampered(
        update(CHAIN).where(CHAIN.c.id == one["id"]).values(no=10**6),
        update(CHAIN).where(CHAIN.c.id == other["id"]).values(no=one["no"]),
        update(CHAIN).where(CHAIN.c.id == one["id"]).values(no=other["no"]),
    )
    swapped = [told(other | {"no": one["no"]}, BROKEN), told(one | {"no": other["no"]}, BROKEN)]
    assert {*swapped} <= {*await sealed.faults()}


async def test_a_row_that_is_put_in_afterwards_is_found(sealed: Chained) -> None:
    id = await sealed.line(timedelta(days=1))
    await sealed.seal_all()
    (fault,) = await sealed.faults()
    assert str(id) in fault


async def test_an_entry_that_is_put_in_is_found(sealed: Chained) -> None:
    """With a hash that fits: what is missing is the installation's secret."""
    head, id = await sealed.head(), await sealed.line(timedelta(days=1))
    entry = (await entry_of(sealed, "activity", -1)) | {"id": new_id(), "row_id": id}
    entry["no"] = head.no + 1
    entry["hash"] = hash_of(sealed.org.id, entry, head.hash)
    await sealed.tampered(insert(CHAIN).values(entry))
    assert told(entry, "was not sealed here") in await sealed.faults()


async def test_a_chain_that_is_computed_anew_is_found(sealed: Chained) -> None:
    """Who edits a row and every hash behind it, but has not the secret."""
    entries = await sealed.entries(organization_id=sealed.org.id)
    forger, before, statements = SigningKey(b"forged" * 6), "", []
    kid = sealed.keys[0].kid
    for entry in entries:
        hash = hash_of(sealed.org.id, entry | {"digest": "0" * 64}, before)
        seal = f"{kid}.{seal_of(forger, hash).partition('.')[2]}"
        values = {"digest": "0" * 64, "hash": hash, "seal": seal}
        statements.append(update(CHAIN).where(CHAIN.c.id == entry["id"]).values(values))
        before = hash
    await sealed.tampered(*statements)
    assert told(entries[-1], "was not sealed here") in await sealed.faults()


async def test_a_tail_that_is_cut_off_is_known_by_its_head(sealed: Chained) -> None:
    head = await sealed.head()
    assert await sealed.faults([head]) == []
    entries = (await sealed.entries(organization_id=sealed.org.id))[-2:]
    await sealed.tampered(
        *(delete(CHAIN).where(CHAIN.c.id == entry["id"]) for entry in entries),
        *(delete(ACTIVITY).where(ACTIVITY.c.id == entry["row_id"]) for entry in entries),
    )
    assert await sealed.faults() == []
    says = "is gone: the tail was cut off"
    assert await sealed.faults([head]) == [f"{sealed.org.id}: entry {head.no} {says}"]
    await sealed.org.item()
    await sealed.org.item()
    await sealed.seal_all()
    says = "is another than was written down"
    assert await sealed.faults([head]) == [f"{sealed.org.id}: entry {head.no} {says}"]


async def test_a_chain_goes_with_its_organization(sealed: Chained) -> None:
    head, mine = await sealed.head(), T["organizations"].c.id == sealed.org.id
    over = now() - timedelta(seconds=1)
    await sealed.tampered(update(T["organizations"]).where(mine).values(deletion_due_at=over))
    assert await purge(sealed.database, sealed.org.id)
    await sealed.seal_all()
    assert await sealed.faults([head]) == []


async def test_an_organization_that_is_there_was_not_purged(sealed: Chained) -> None:
    head = await sealed.head()
    async with unit_of_work(sealed.database, write=True) as unit:
        unit.account().emit(OrganizationPurged(sealed.org.id))
    await sealed.tampered(delete(CHAIN).where(CHAIN.c.no == head.no))
    (fault,) = await sealed.faults([head])
    assert fault.endswith("is gone: the tail was cut off")


async def test_a_head_of_a_chain_that_is_not_there_is_missed(sealed: Chained) -> None:
    nowhere = Head(new_id(), 3, "0" * 64)
    (fault,) = await sealed.faults([nowhere])
    assert fault.startswith(f"{nowhere.owner}: entry 3 is gone")


async def test_a_source_that_is_edited_is_found(sealed: Chained) -> None:
    entry = await entry_of(sealed, "activity", -1)
    sources = T["activity_sources"]
    await sealed.tampered(update(sources).values(ip="10.6.6.6"))
    assert told(entry, "comes from elsewhere than its row says: that was edited") in (
        await sealed.faults()
    )


async def test_a_source_that_is_gone_without_an_erasure_is_found(sealed: Chained) -> None:
    entry = await entry_of(sealed, "posting")
    await sealed.tampered(delete(T["activity_sources"]))
    assert told(entry, "has lost where it came from, and nobody was erased") in (
        await sealed.faults()
    )


async def test_a_person_is_erased_and_the_chains_stay_whole(sealed: Chained) -> None:
    owner = sealed.org.owner
    async with unit_of_work(sealed.database, write=True) as unit:
        unit.account().emit(UserErased(owner.user_id))
    await sealed.seal_all()
    report = await sealed.report()
    assert [str(fault) for fault in report.faults] == []
    assert report.erased > 5
    async with sealed.database.engine.connect() as connection:
        for name in ("activity_sources", "account_sources"):
            assert (await connection.execute(T[name].select())).all() == []


async def test_one_organization_alone_is_verified(sealed: Chained) -> None:
    other = await World.founded(sealed.org.app, sealed.client)
    await sealed.seal_all()
    theirs = (await sealed.entries(organization_id=other.id))[0]
    await sealed.tampered(
        update(ACTIVITY).where(ACTIVITY.c.id == theirs["row_id"]).values(verb="x.y"),
        update(T["account_events"]).values(verb="x.y"),
    )
    report = await sealed.report(organization_id=sealed.org.id)
    assert ([*report.faults], [head.owner for head in report.heads]) == ([], [sealed.org.id])
    assert len((await sealed.report(organization_id=other.id)).faults) == 1


async def test_seals_of_a_key_that_is_gone_are_told_apart(sealed: Chained) -> None:
    new = SigningKey(b"a new key of the installation.....")
    report = await sealed.report(keys=[new])
    assert (report.faults, report.unknown_keys) == ([], report.entries)
    report = await sealed.report(keys=[new, *sealed.keys])
    assert (report.faults, report.unknown_keys) == ([], 0)


async def test_an_organization_that_is_over_is_left_to_its_purge(sealed: Chained) -> None:
    """Which goes in portions: what stands between two of them is no whole chain."""
    first = await entry_of(sealed, "activity")
    await sealed.tampered(delete(CHAIN).where(CHAIN.c.id == first["id"]))
    head = await sealed.head()
    assert await sealed.faults() != []
    over = update(T["organizations"]).where(T["organizations"].c.id == sealed.org.id)
    await sealed.tampered(over.values(deletion_due_at=now()), delete(CHAIN))
    assert await sealed.faults([head]) == []
