"""The sealer: what is committed gets into its chain, once, whoever commits late or seals beside it."""

import asyncio
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.core import ids
from app.core.clock import now
from app.core.engine import Database
from app.core.ids import first_id_at, moment_of, new_id
from app.core.unit_of_work import UnitOfWork
from app.domains.activity.service import chains, sealing
from app.domains.activity.service.sealer import SHORT, Sealer
from app.domains.activity.service.sealing import LOOK_BACK
from app.main import create_app
from app.models import metadata
from tests.domains.activity.chained import ACCOUNT_CHAIN, Chained
from tests.world import World, sign_up

KINDS = {"activity": "activity", "postings": "posting", "stock_movements": "movement"}
MINUTE = timedelta(minutes=1)


async def ids_of(chained: Chained, name: str) -> set[UUID]:
    table = metadata.tables[name]
    async with chained.database.engine.connect() as connection:
        return {*await connection.scalars(select(table.c.id))}


async def sealed_ids(chained: Chained) -> list[UUID]:
    return [entry["row_id"] for entry in await chained.entries()]


async def until_sealed(chained: Chained) -> None:
    for _ in range(3000):
        if {*await sealed_ids(chained)} == await ids_of(chained, "activity"):
            return
        await asyncio.sleep(0.01)
    raise AssertionError


async def stocked(chained: Chained) -> None:
    item, place = await chained.org.item(), await chained.org.location()
    more = {"reference": "PO 1", "occurred_at": "2026-01-02T03:04:00Z", "unit_cost": "2.50"}
    await chained.org.receive(item, place, "1.5", **more)


async def test_every_row_is_sealed_once_in_the_chain_of_its_organization(chained: Chained) -> None:
    await stocked(chained)
    other = await World.founded(chained.org.app, chained.client)
    await other.item()
    await chained.seal_all()
    assert (await chained.seal()).sealed == 0
    entries = await chained.entries()
    for name, kind in KINDS.items():
        sealed = [entry["row_id"] for entry in entries if entry["kind"] == kind]
        assert len(sealed) == len(set(sealed)) > 0
        assert {*sealed} == await ids_of(chained, name)
    for org in (chained.org, other):
        mine = [entry for entry in entries if entry["organization_id"] == org.id]
        assert [entry["no"] for entry in mine] == [*range(1, len(mine) + 1)]
    sealed = [entry["row_id"] for entry in await chained.entries(ACCOUNT_CHAIN)]
    assert {*sealed} == await ids_of(chained, "account_events")
    assert await chained.faults() == []


async def test_a_long_backlog_is_sealed_in_passes(
    chained: Chained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)  # why: so that a few rows are many
    for _ in range(5):
        await chained.org.item()
    passed = await chained.seal()
    assert (passed.more, passed.sealed <= 3 * 4) == (True, True)
    await chained.seal_all()
    assert {*await sealed_ids(chained)} == await ids_of(chained, "activity")
    assert await chained.faults() == []


async def test_what_is_committed_late_is_sealed_behind_what_was_there_before(
    chained: Chained,
) -> None:
    await chained.org.item()
    await chained.seal_all()
    late = await chained.line(9 * MINUTE)
    assert (await chained.seal(SHORT)).sealed == 0
    assert (await chained.seal(LOOK_BACK)).sealed == 1
    assert (await sealed_ids(chained))[-1] == late
    assert await chained.faults() == []


async def test_what_comes_later_than_that_is_never_sealed_and_named(chained: Chained) -> None:
    await chained.org.item()
    await chained.seal_all()
    too_late = await chained.line(12 * MINUTE)
    assert await chained.seal_all() == 0
    says = "has not been sealed for more than 10 minutes"
    assert await chained.faults() == [f"{chained.org.id}: activity {too_late} {says}"]


async def test_after_a_time_without_a_sealer_it_goes_on_where_it_was(
    chained: Chained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks back from the last sealed row, not from now."""
    await chained.seal_all()
    missed, later = await chained.line(-45 * MINUTE), now() + 90 * MINUTE
    monkeypatch.setattr(sealing, "now", lambda: later)  # why: nobody waits for as long
    await chained.seal_all()
    assert missed in await sealed_ids(chained)


async def test_a_clock_that_runs_ahead_hides_nobody_elses_rows(chained: Chained) -> None:
    ahead = await chained.line(-60 * MINUTE)
    await chained.seal_all()
    mine = await chained.line(MINUTE)
    await chained.seal_all()
    assert {ahead, mine} <= {*await sealed_ids(chained)}


async def test_of_many_sealers_at_once_one_seals(chained: Chained) -> None:
    for _ in range(5):
        await stocked(chained)
    passes = await asyncio.gather(*(chained.seal() for _ in range(8)))
    await chained.seal_all()
    assert sum(passed.sealed > 0 for passed in passes) >= 1
    assert len(await sealed_ids(chained)) == len({*await sealed_ids(chained)})
    assert await chained.faults() == []


async def test_whoever_finds_the_place_taken_leaves_it(
    chained: Chained, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine_name == "sqlite":
        pytest.skip("who writes is alone there")
    await chained.org.item()
    leads, tried = sealing._leads, list[bool]()

    async def and_another_one(unit: UnitOfWork) -> bool:
        mine = await leads(unit)
        tried.append(mine)
        if len(tried) == 1:
            assert (await chained.seal()).sealed == 0
        return mine

    monkeypatch.setattr(sealing, "_leads", and_another_one)  # why: to stand between two sealers
    assert (await chained.seal()).sealed > 0
    assert tried == [True, False]


async def test_what_another_sealer_appended_meanwhile_is_left_out(
    chained: Chained, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chained.org.item()
    find, turn = sealing._unsealed, list[int]()

    async def and_then_another_pass(*arguments: Any) -> Any:
        found = await find(*arguments)
        turn.append(1)
        if len(turn) == len(chains.KINDS):
            assert (await chained.seal()).sealed > 0
        return found

    monkeypatch.setattr(sealing, "_unsealed", and_then_another_pass)  # why: the same
    assert (await chained.seal()).sealed == 0
    assert await chained.faults() == []


async def test_a_server_seals_by_itself_and_tells_its_heads(
    chained: Chained, caplog: pytest.LogCaptureFixture
) -> None:
    sealer = Sealer(chained.database, chained.keys[0], 0.01)
    with caplog.at_level(logging.INFO):
        async with sealer.running():
            await chained.org.item()
            await until_sealed(chained)
    head = str(await chained.head())
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert head in {said["head"] for said in told if said["event"] == "audit head"}


async def test_a_sealer_outlives_a_database_that_is_away(
    chained: Chained, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer, tries = Sealer(chained.database, chained.keys[0], 0.01), list[int]()
    seal = sealing.seal

    async def away(*arguments: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise OSError
        return await seal(*arguments)

    monkeypatch.setattr("app.domains.activity.service.sealer.seal", away)  # why: no way to be away
    async with sealer.running():
        await until_sealed(chained)


async def test_tests_are_not_sealed_unless_they_say_so(own_database: Database) -> None:
    settings = own_database.settings
    assert settings.audit_seal_seconds == 0
    app = create_app(settings, own_database)
    async with Sealer(own_database, app.state.keys.seal[0], 0).running():
        await sign_up(app)
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1


def test_an_id_tells_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr(ids, "now", lambda: at)  # why: to compare with
    drawn = next(ids._series())
    assert first_id_at(at) <= drawn < first_id_at(at + timedelta(milliseconds=1))
    assert abs(moment_of(new_id()) - at) < timedelta(minutes=1)
    assert first_id_at(at).version == 7
