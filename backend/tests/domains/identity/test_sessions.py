"""Signing in and out, the chain of refresh tokens, and what ends a session at once."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import bcrypt
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from app.core import facts
from app.core.clock import now
from app.core.config import Environment, Settings
from app.core.context import AccountContext
from app.core.engine import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import RefreshReused, SignInFailed
from app.domains.identity.models import EndedBecause, RefreshToken, User, UserSession
from tests.world import PASSWORD, World, ok, refused

AUTH, ME = "/api/v1/auth", "/api/v1/users/me"
WRONG = (401, "wrong_credentials")


class Account:
    """Somebody with a password, through the door that everybody takes."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client, self.email = client, f"{new_id().hex}@example.test"

    async def login(self, **other: Any) -> httpx2.Response:
        body = {"email": self.email, "password": PASSWORD} | other
        return await self.client.post(f"{AUTH}/login", json=body)

    async def signed_in(self, **other: Any) -> dict[str, Any]:
        return dict(ok(await self.login(**other)))

    async def refresh(self, token: object) -> httpx2.Response:
        return await self.client.post(f"{AUTH}/refresh", json={"refresh_token": token})

    async def me(self, tokens: dict[str, Any]) -> httpx2.Response:
        return await self.client.get(ME, headers=bearer(tokens))

    async def sessions(self, tokens: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self.client.get(f"{ME}/sessions", headers=bearer(tokens))
        return list(ok(answer)["items"])


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


@pytest.fixture
async def account(client: httpx2.AsyncClient) -> Account:
    account = Account(client)
    body = {"email": account.email, "password": PASSWORD}
    ok(await client.post(f"{AUTH}/register", json=body))
    return account


async def changed(database: Database, email: str, **values: Any) -> None:
    async with unit_of_work(database, write=True) as unit:
        await unit.connection.execute(update(User).where(User.email == email).values(**values))


async def stored(database: Database, session_id: UUID) -> UserSession:
    async with unit_of_work(database, write=False) as unit:
        query = select(UserSession).where(UserSession.id == session_id)
        return (await unit.account().session.scalars(query)).one()


# --- signing in


async def test_signing_in_answers_user_and_both_tokens(account: Account) -> None:
    signed_in = await account.signed_in()
    assert signed_in.keys() == {"user", "access_token", "refresh_token", "token_type", "expires_in"}
    assert signed_in["token_type"] == "bearer"
    assert signed_in["expires_in"] == 900
    assert signed_in["refresh_token"].startswith("rt_")
    assert "password" not in str(signed_in["user"])
    assert ok(await account.me(signed_in)) == signed_in["user"]


async def test_signing_in_by_form_answers_the_same_shape(account: Account) -> None:
    form = {"username": account.email.upper(), "password": PASSWORD, "grant_type": "password"}
    signed_in = ok(await account.client.post(f"{AUTH}/token", data=form))
    assert signed_in.keys() == (await account.signed_in()).keys()
    assert ok(await account.me(signed_in))["email"] == account.email


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"username": "x"}, "/body/password"),
        ({"password": "x"}, "/body/username"),
        ({"username": "x" * 321, "password": "x"}, "/body/username"),
        ({"username": "x", "password": "x" * 257}, "/body/password"),
        ({"username": "a\0", "password": "x"}, "/body/username"),
        ({"username": " ", "password": "x"}, "/body/username"),
        ({"username": "x", "password": "x", "grant_type": "code"}, "/body/grant_type"),
    ],
)
async def test_a_wrong_form_is_told_by_its_own_names(
    client: httpx2.AsyncClient, form: dict[str, str], pointer: str
) -> None:
    response = await client.post(f"{AUTH}/token", data=form)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


async def test_unknown_and_wrong_and_shut_get_one_answer(
    account: Account, database: Database
) -> None:
    unknown = await account.login(email="nobody@example.test")
    wrong = await account.login(password="wrong " + PASSWORD)
    nonsense = await account.login(email="not an address", password="x")
    await changed(database, account.email, is_active=False)
    shut = await account.login()
    for response in (unknown, wrong, nonsense, shut):
        assert refused(response) == WRONG
        assert response.json()["detail"] == unknown.json()["detail"]
    await changed(database, account.email, is_active=True)
    assert await account.signed_in()


async def test_an_account_without_a_password_is_no_way_in(org: World) -> None:
    body = {"email": org.owner.email, "password": PASSWORD}
    assert refused(await org.client.post(f"{AUTH}/login", json=body)) == WRONG


async def test_a_wrong_password_is_remembered_although_it_is_refused(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def remember(ctx: AccountContext, fact: SignInFailed) -> None:
        where = User.id == fact.user_id
        await ctx.unit.connection.execute(update(User).where(where).values(full_name="failed"))

    monkeypatch.setitem(facts.subscribers, SignInFailed, [remember])
    assert refused(await account.login(password="wrong " + PASSWORD)) == WRONG
    assert (await account.signed_in())["user"]["full_name"] == "failed"


@pytest.fixture
def move_to(app: FastAPI) -> Iterator[Callable[[Environment], None]]:
    """Puts the worker's application into another environment, until the test is over."""
    before: Settings = app.state.settings

    def move(environment: Environment) -> None:
        app.state.settings = before.model_copy(update={"environment": environment})

    yield move
    app.state.settings = before


@pytest.mark.parametrize(
    ("environment", "status"),
    [("development", 200), ("test", 200), ("staging", 401), ("production", 401)],
)
async def test_a_public_password_opens_nothing_where_strangers_come(
    account: Account,
    database: Database,
    move_to: Callable[[Environment], None],
    environment: str,
    status: int,
) -> None:
    await changed(database, account.email, password_is_public=True)
    move_to(Environment(environment))
    assert (await account.login()).status_code == status


async def test_an_old_hash_is_renewed_at_the_next_sign_in(
    account: Account, database: Database
) -> None:
    plain = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    await changed(database, account.email, password_hash=plain)
    await account.signed_in()
    async with unit_of_work(database, write=False) as unit:
        query = select(User.password_hash).where(User.email == account.email)
        assert str(await unit.account().session.scalar(query)).startswith("$qm1$")
    assert await account.signed_in()


async def test_a_device_of_any_name_gives_a_row(account: Account) -> None:
    agent = "\u00e9x" * 400
    body = {"email": account.email, "password": PASSWORD, "device_name": "d" * 300}
    headers = [(b"User-Agent", agent.encode("latin-1"))]
    signed_in = ok(await account.client.post(f"{AUTH}/login", json=body, headers=headers))
    (session,) = await account.sessions(signed_in)
    assert session["device_name"] == "d" * 100
    assert session["user_agent"] == agent[:300]
    assert session["ip"] == "127.0.0.1"
    assert session["current"] is True
    body["device_name"] = "d" * 301
    assert refused(await account.client.post(f"{AUTH}/login", json=body)) == (422, "invalid")


@pytest.mark.parametrize("client_address", [None, ("testclient", 1), ("2001:db8::1", 1)])
async def test_a_strange_address_is_no_reason_to_skip_the_row(
    account: Account, app: FastAPI, client_address: tuple[str, int] | None
) -> None:
    transport = httpx2.ASGITransport(app, client=client_address)  # type: ignore[arg-type]
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        body = {"email": account.email, "password": PASSWORD}
        signed_in = ok(await client.post(f"{AUTH}/login", json=body))
    (session,) = await account.sessions(signed_in)
    assert session["ip"] == ("2001:db8::1" if client_address and ":" in client_address[0] else "")


async def test_sessions_that_ended_long_ago_are_swept_at_sign_in(
    account: Account, database: Database
) -> None:
    await account.signed_in()
    async with unit_of_work(database, write=True) as unit:
        who = select(User.id).where(User.email == account.email).scalar_subquery()
        long_ago = now() - timedelta(days=31)
        mine = update(UserSession).where(UserSession.user_id == who)
        await unit.connection.execute(mine.values(expires_at=long_ago))
    await account.signed_in()
    async with unit_of_work(database, write=False) as unit:
        left = select(func.count(UserSession.id)).where(UserSession.user_id == who)
        assert await unit.account().session.scalar(left) == 1


# --- refreshing


async def test_a_refresh_gives_the_next_pair_of_the_same_session(account: Account) -> None:
    first = await account.signed_in()
    second = ok(await account.refresh(first["refresh_token"]))
    third = ok(await account.refresh(second["refresh_token"]))
    assert first.keys() == second.keys()
    assert len({pair["refresh_token"] for pair in (first, second, third)}) == 3
    for pair in (first, second, third):  # access tokens live on until they expire
        assert ok(await account.me(pair))["email"] == account.email
    assert len(await account.sessions(third)) == 1


async def test_within_the_grace_the_same_successor_comes_again(account: Account) -> None:
    first = await account.signed_in()
    second = ok(await account.refresh(first["refresh_token"]))
    again = ok(await account.refresh(first["refresh_token"]))
    assert again["refresh_token"] == second["refresh_token"]
    ok(await account.refresh(second["refresh_token"]))
    assert (
        ok(await account.refresh(first["refresh_token"]))["refresh_token"]
        == second["refresh_token"]
    )


async def rotated_earlier(
    account: Account, database: Database, tokens: dict[str, Any], seconds: float
) -> UUID:
    """Make every rotation of the session so long ago; the session's id."""
    (session,) = [row for row in await account.sessions(tokens) if row["current"]]
    id = UUID(session["id"])
    async with unit_of_work(database, write=True) as unit:
        rotated = (RefreshToken.session_id == id) & RefreshToken.rotated_at.is_not(None)
        at = now() - timedelta(seconds=seconds)
        await unit.connection.execute(update(RefreshToken).where(rotated).values(rotated_at=at))
    return id


async def test_after_the_grace_a_replay_ends_the_session_and_that_is_kept(
    account: Account, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[RefreshReused] = []

    async def hear(_ctx: AccountContext, fact: RefreshReused) -> None:
        heard.append(fact)

    monkeypatch.setitem(facts.subscribers, RefreshReused, [hear])
    first, other = await account.signed_in(), await account.signed_in()
    second = ok(await account.refresh(first["refresh_token"]))
    id = await rotated_earlier(account, database, second, seconds=11)
    assert refused(await account.refresh(first["refresh_token"])) == (401, "refresh_refused")
    session = await stored(database, id)
    assert session.ended_because is EndedBecause.REFRESH_REUSED
    assert session.ended_at is not None
    assert [fact.session_id for fact in heard] == [id]
    for pair in (first, second):
        assert refused(await account.me(pair)) == (401, "unauthorized")
        assert refused(await account.refresh(pair["refresh_token"])) == (401, "refresh_refused")
    assert ok(await account.me(other))["email"] == account.email  # another device goes on


async def test_just_within_the_grace_nothing_ends(account: Account, database: Database) -> None:
    first = await account.signed_in()
    second = ok(await account.refresh(first["refresh_token"]))
    await rotated_earlier(account, database, second, seconds=5)
    again = ok(await account.refresh(first["refresh_token"]))
    assert again["refresh_token"] == second["refresh_token"]


async def test_thirty_two_at_once_get_one_successor(account: Account, database: Database) -> None:
    first = await account.signed_in()
    answers = await asyncio.gather(*(account.refresh(first["refresh_token"]) for _ in range(32)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    (session,) = await account.sessions(answers[0].json())
    async with unit_of_work(database, write=False) as unit:
        chain = select(func.count(RefreshToken.id)).where(
            RefreshToken.session_id == UUID(session["id"])
        )
        assert await unit.account().session.scalar(chain) == 2


@pytest.mark.parametrize("token", ["rt_unknown", "x", "caf\u00e9", "x" * 200])
async def test_an_unknown_refresh_token_is_refused(account: Account, token: str) -> None:
    assert refused(await account.refresh(token)) == (401, "refresh_refused")


@pytest.mark.parametrize("token", ["", "x" * 201, None, 5, "a\0"])
async def test_a_malformed_refresh_token_is_named(account: Account, token: object) -> None:
    response = await account.refresh(token)
    assert refused(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == "/body/refresh_token"


async def test_an_access_token_is_no_refresh_token_and_the_other_way_round(
    account: Account,
) -> None:
    signed_in = await account.signed_in()
    assert (await account.refresh(signed_in["access_token"])).status_code in {401, 422}
    swapped = {"access_token": signed_in["refresh_token"]}
    assert refused(await account.me(swapped)) == (401, "unauthorized")


@pytest.mark.parametrize("column", ["expires_at", "ends_at"])
async def test_a_session_ends_when_idle_and_however_busy(
    account: Account, database: Database, column: str
) -> None:
    signed_in = await account.signed_in()
    id = await rotated_earlier(account, database, signed_in, seconds=0)
    async with unit_of_work(database, write=True) as unit:
        past = {column: now() - timedelta(seconds=1)}
        await unit.connection.execute(
            update(UserSession).where(UserSession.id == id).values(**past)
        )
    assert refused(await account.me(signed_in)) == (401, "unauthorized")
    assert refused(await account.refresh(signed_in["refresh_token"])) == (401, "refresh_refused")
    fresh = await account.signed_in()
    assert [row["current"] for row in await account.sessions(fresh)] == [True]


async def test_a_refresh_puts_off_the_end_of_an_idle_session_and_no_other(
    account: Account, database: Database
) -> None:
    signed_in = await account.signed_in()
    id = await rotated_earlier(account, database, signed_in, seconds=0)
    before = await stored(database, id)
    assert before.expires_at - before.created_at <= timedelta(days=7, seconds=1)
    assert before.ends_at - before.created_at <= timedelta(days=30, seconds=1)
    ok(await account.refresh(signed_in["refresh_token"]))
    after = await stored(database, id)
    assert after.expires_at > before.expires_at
    assert after.last_used_at > before.last_used_at
    assert after.ends_at == before.ends_at


async def test_an_account_that_is_shut_is_out_at_once(account: Account, database: Database) -> None:
    signed_in = await account.signed_in()
    await changed(database, account.email, is_active=False)
    assert refused(await account.me(signed_in)) == (401, "unauthorized")
    assert refused(await account.refresh(signed_in["refresh_token"])) == (401, "refresh_refused")


async def test_tokens_are_not_stored_as_they_are(account: Account, database: Database) -> None:
    token = (await account.signed_in())["refresh_token"]
    async with unit_of_work(database, write=False) as unit:
        query = select(RefreshToken.token_hash)
        hashes = set(await unit.account().session.scalars(query))
    assert token not in hashes
    assert all(len(hash) == 64 for hash in hashes)


# --- ending


async def test_logout_ends_this_session_and_no_other(account: Account) -> None:
    here, there = await account.signed_in(), await account.signed_in()
    response = await account.client.post(f"{AUTH}/logout", headers=bearer(here))
    assert (response.status_code, response.content) == (204, b"")
    assert refused(await account.me(here)) == (401, "unauthorized")
    assert refused(await account.refresh(here["refresh_token"])) == (401, "refresh_refused")
    assert ok(await account.me(there))
    again = await account.client.post(f"{AUTH}/logout", headers=bearer(here))
    assert refused(again) == (401, "unauthorized")


async def test_logout_all_ends_every_session_of_this_person_alone(
    account: Account, org: World
) -> None:
    pairs = [await account.signed_in() for _ in range(3)]
    response = await account.client.post(f"{AUTH}/logout-all", headers=bearer(pairs[0]))
    assert response.status_code == 204
    for pair in pairs:
        assert refused(await account.me(pair)) == (401, "unauthorized")
        assert refused(await account.refresh(pair["refresh_token"])) == (401, "refresh_refused")
    assert await org.get("")


async def test_one_device_can_be_signed_out_from_another(
    account: Account, database: Database
) -> None:
    here = await account.signed_in(device_name="here")
    there = await account.signed_in(device_name="there")
    rows = {row["device_name"]: row for row in await account.sessions(here)}
    assert [rows["here"]["current"], rows["there"]["current"]] == [True, False]
    url = f"{ME}/sessions/{rows['there']['id']}"
    assert (await account.client.delete(url, headers=bearer(here))).status_code == 204
    assert refused(await account.me(there)) == (401, "unauthorized")
    assert (await stored(database, UUID(rows["there"]["id"]))).ended_because is EndedBecause.REVOKED
    assert [row["device_name"] for row in await account.sessions(here)] == ["here"]
    assert refused(await account.client.delete(url, headers=bearer(here))) == (404, "not_found")


async def test_a_session_of_somebody_else_is_not_there(account: Account, org: World) -> None:
    signed_in = await account.signed_in()
    for id in (org.owner.session_id, new_id()):
        response = await account.client.delete(f"{ME}/sessions/{id}", headers=bearer(signed_in))
        assert refused(response) == (404, "not_found")
    assert await org.get("")


async def test_the_session_that_was_used_last_comes_first(account: Account) -> None:
    first, _ = await account.signed_in(device_name="a"), await account.signed_in(device_name="b")
    ok(await account.refresh(first["refresh_token"]))
    assert [row["device_name"] for row in await account.sessions(first)] == ["a", "b"]
