"""Links in mails: once, for what they were made for, by who has read the mail."""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.core import links
from app.core.clock import now
from app.core.engine import Database
from app.core.ids import new_id
from app.core.keys import Keys
from app.core.links import Link, LinkPurpose, LinkRefused
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent
from tests.settings import settings_for
from tests.world import sign_up

PURPOSE = LinkPurpose.RESET_PASSWORD


@pytest.fixture
def keys(app: FastAPI) -> Keys:
    found: Keys = app.state.keys
    return found


async def made(database: Database, user_id: UUID | None = None, **values: object) -> Link:
    async with unit_of_work(database, write=True) as unit:
        ctx = unit.account()
        link = await links.make(ctx, PURPOSE, user_id=user_id)
        for name, value in values.items():
            setattr(link, name, value)
    return link


async def spent(database: Database, keys: Keys, token: str, purpose: LinkPurpose = PURPOSE) -> bool:
    try:
        async with unit_of_work(database, write=True) as unit:
            await links.spend(unit.account(), keys, purpose, token)
    except LinkRefused:
        return False
    return True


async def remembered(database: Database, subject_id: UUID) -> int:
    async with unit_of_work(database, write=False) as unit:
        query = select(func.count(AccountEvent.id)).where(
            AccountEvent.subject_id == subject_id, AccountEvent.verb == "link.reused"
        )
        return int(await unit.account().session.scalar(query) or 0)


async def test_a_link_works_once(app: FastAPI, database: Database, keys: Keys) -> None:
    person = await sign_up(app)
    token = links.derive(keys, await made(database, person.user_id))
    assert len(token) == links.LENGTH
    assert await spent(database, keys, token)
    assert await remembered(database, person.user_id) == 0
    assert not await spent(database, keys, token)
    assert await remembered(database, person.user_id) == 1


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_64_at_once_one_gets_it(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though all who can have a connection have found it unspent before the first spends it."""
    token, peek = links.derive(keys, await made(database)), links.peek

    async def slowly(*given: Any) -> Link:
        found = await peek(*given)
        await asyncio.sleep(0.3)
        return found

    monkeypatch.setattr(links, "peek", slowly)
    won = await asyncio.gather(*(spent(database, keys, token) for _ in range(64)))
    assert sum(won) == 1


async def test_it_ends_after_half_an_hour(database: Database, keys: Keys) -> None:
    link = await made(database)
    assert link.expires_at - link.created_at <= timedelta(minutes=30, seconds=1)
    late = await made(database, expires_at=now() - timedelta(seconds=1))
    assert not await spent(database, keys, links.derive(keys, late))
    assert await remembered(database, late.id) == 1


async def test_it_does_what_it_was_made_for_and_nothing_else(
    database: Database, keys: Keys
) -> None:
    token = links.derive(keys, await made(database))
    for purpose in set(LinkPurpose) - {PURPOSE}:
        assert not await spent(database, keys, token, purpose)
    assert await spent(database, keys, token)


def _other_id(token: str) -> str:
    return urlsafe_b64encode(new_id().bytes + urlsafe_b64decode(token)[16:]).decode()


def _bit_flipped(token: str) -> str:
    raw = bytearray(urlsafe_b64decode(token))
    raw[-1] ^= 1
    return urlsafe_b64encode(raw).decode()


FORGERIES: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "cut": lambda token: token[:-1],
    "longer": lambda token: f"{token}A",
    "oversized": lambda token: token * 2000,
    "another id": _other_id,
    "a bit flipped": _bit_flipped,
    "no proof": lambda token: token[:22] + "A" * 42,
    "not ASCII": lambda token: f"{token[:-1]}é",
    "not base64": lambda _: "!" * 64,
    "dots": lambda token: token[:60] + "....",
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_one_is_refused_and_spends_nothing(
    database: Database, keys: Keys, forgery: str
) -> None:
    link = await made(database)
    token = links.derive(keys, link)
    assert not await spent(database, keys, FORGERIES[forgery](token))
    assert await remembered(database, link.id) == 0
    assert await spent(database, keys, token)


async def test_what_is_stored_does_not_open_anything(database: Database, keys: Keys) -> None:
    """Who reads the table still lacks the key; a proof under another one is none."""
    link = await made(database)
    others = settings_for(database.settings.data_dir, secret_key="9c" * 16 + "b1" * 16)
    assert not await spent(database, keys, links.derive(Keys.of(others), link))
    assert link.nonce not in links.derive(keys, link)


def test_a_proof_is_of_one_purpose_one_link_and_one_nonce(keys: Keys) -> None:
    one, other = new_id(), new_id()
    made = [
        keys.proofs_of_link(purpose, id, nonce)[0]
        for purpose in LinkPurpose
        for id in (one, other)
        for nonce in ("a", "b")
    ]
    assert len(set(made)) == len(made)


async def test_it_outlives_a_rotation_of_the_secret(database: Database, keys: Keys) -> None:
    link = await made(database)
    old = database.settings.secret_key
    rotated = settings_for(
        database.settings.data_dir, secret_key="9c" * 16 + "b1" * 16, secret_key_previous=old
    )
    assert links.derive(Keys.of(rotated), link) != links.derive(keys, link)
    assert await spent(database, Keys.of(rotated), links.derive(keys, link))


async def test_what_is_made_void_is_spent(app: FastAPI, database: Database, keys: Keys) -> None:
    person, other = await sign_up(app), await sign_up(app)
    mine, theirs = await made(database, person.user_id), await made(database, other.user_id)
    async with unit_of_work(database, write=True) as unit:
        await links.spend_all(unit.account(), person.user_id, PURPOSE)
    assert not await spent(database, keys, links.derive(keys, mine))
    assert await spent(database, keys, links.derive(keys, theirs))
