"""Limits as callers meet them: at the doors of accounts, and everywhere else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.core.engine import Database
from app.core.ids import new_id
from app.core.limits import rules
from app.core.limits.attempts import counters
from app.core.limits.rules import By, Limit
from app.domains.identity import callers
from app.domains.identity.routes import invitations
from app.main import create_app
from tests.statements import Statements
from tests.world import PASSWORD, World, ok, refused

AUTH, ME = "/api/v1/auth", "/api/v1/users/me"
LIMITED = (429, "rate_limited")
WRONG = (401, "wrong_credentials")


@pytest.fixture
def address() -> str:
    """One that nobody else in this database tries anything from."""
    return ".".join(map(str, [10, *new_id().bytes[-3:]]))


def limited(database: Database, **values: Any) -> FastAPI:
    settings = database.settings.model_copy(update={"rate_limits": True} | values)
    return create_app(settings, database)


@asynccontextmanager
async def caller(app: FastAPI, address: str) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app, client=(address, 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
async def client(database: Database, address: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller whose requests are counted."""
    async with caller(limited(database), address) as client:
        yield client


def fresh() -> dict[str, str]:
    return {"email": f"{new_id().hex}@example.test", "password": PASSWORD}


async def login(client: httpx2.AsyncClient, account: dict[str, str], **headers: str) -> Any:
    return await client.post(f"{AUTH}/login", json=account, headers=headers)


# --- the doors of accounts


async def test_the_eleventh_sign_in_of_a_minute_is_refused_even_with_the_right_password(
    client: httpx2.AsyncClient,
) -> None:
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    for _ in range(10):
        assert refused(await login(client, account | {"password": "wrong"})) == WRONG
    answer = await login(client, account)
    assert refused(answer) == LIMITED
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["ratelimit-policy"] == '"sign-in";q=10;w=60'
    assert answer.headers["ratelimit"].startswith('"sign-in";r=0;t=')
    shouted = account | {"email": account["email"].upper()}
    assert refused(await login(client, shouted)) == LIMITED, "the same account"
    form = {"username": account["email"], "password": PASSWORD}
    assert refused(await client.post(f"{AUTH}/token", data=form)) == LIMITED
    assert refused(await login(client, fresh())) == WRONG, "another account"


async def test_it_holds_in_every_process_and_after_a_restart(
    database: Database, client: httpx2.AsyncClient, address: str
) -> None:
    account = fresh()
    answers = await asyncio.gather(*(login(client, account) for _ in range(6)))
    assert {refused(answer) for answer in answers} == {WRONG}
    async with caller(limited(database), address) as elsewhere:
        answers = await asyncio.gather(*(login(elsewhere, account) for _ in range(20)))
        assert sorted(refused(answer) for answer in answers) == [WRONG] * 4 + [LIMITED] * 16


async def test_who_does_not_exist_is_limited_like_who_does(client: httpx2.AsyncClient) -> None:
    known, unknown = fresh(), fresh()
    ok(await client.post(f"{AUTH}/register", json=known))
    told = []
    for account in (known, unknown):
        wrong = account | {"password": "wrong"}
        answers = [await login(client, wrong) for _ in range(12)]
        told.append([(answer.status_code, answer.json()["detail"][:30]) for answer in answers])
    assert told[0] == told[1]


async def test_from_elsewhere_the_account_can_still_be_signed_in_to(
    database: Database, client: httpx2.AsyncClient
) -> None:
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    for _ in range(15):
        await login(client, account | {"password": "wrong"})
    async with caller(limited(database), "198.51.100.7") as owner:
        assert (await login(owner, account)).status_code == 200


async def test_loopback_counts_like_any_other_address(database: Database) -> None:
    account = fresh()
    async with caller(limited(database), "127.0.0.1") as local:
        answers = [await login(local, account) for _ in range(11)]
    assert refused(answers[-1]) == LIMITED


@pytest.mark.parametrize(
    ("path", "limits"), [("register", rules.REGISTRATION), ("login", rules.SIGN_IN)]
)
@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_an_address_tries_so_many_accounts_and_no_more(
    client: httpx2.AsyncClient, path: str, limits: tuple[Limit, ...]
) -> None:
    (most,) = [limit.times for limit in limits if limit.by is By.ADDRESS]
    answers = [await client.post(f"{AUTH}/{path}", json=fresh()) for _ in range(most + 1)]
    assert [answer.status_code == 429 for answer in answers] == [False] * most + [True]
    assert refused(answers[-1]) == LIMITED


async def test_who_is_signed_in_cannot_guess_the_password_either(
    client: httpx2.AsyncClient,
) -> None:
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    headers = {"Authorization": f"Bearer {ok(await login(client, account))['access_token']}"}
    answers = [
        await client.post(f"{AUTH}/step-up", json={"password": f"wrong {n}"}, headers=headers)
        for n in range(11)
    ]
    assert {refused(answer) for answer in answers[:10]} == {(403, "step_up_refused")}
    assert refused(answers[10]) == LIMITED
    assert answers[10].headers["ratelimit-policy"] == '"code";q=10;w=60'


async def test_a_flood_reaches_no_database(client: httpx2.AsyncClient, database: Database) -> None:
    account = fresh()
    for _ in range(11):
        await login(client, account)
    with Statements(database) as statements:
        answers = [await login(client, account) for _ in range(50)]
    assert {refused(answer) for answer in answers} == {LIMITED}
    assert len(statements) == 0


async def test_who_waits_to_be_counted_keeps_no_connection_from_others(
    own_database: Database, address: str
) -> None:
    """On PostgreSQL all who sign in from one address wait for its one row."""
    settings = own_database.settings.model_copy(update={"rate_limits": True, "db_concurrency": 2})
    database = Database(settings)
    app = create_app(settings, database)
    async with caller(app, address) as client:
        world = await World.founded(app, client)
        assert refused(await login(client, fresh())) == WRONG
        async with own_database.transaction(write=not database.is_sqlite) as holding:
            if not database.is_sqlite:
                await holding.execute(select(counters).with_for_update())
            waiting = [asyncio.create_task(login(client, fresh())) for _ in range(8)]
            for _ in range(3):
                listed = await client.get(f"{world.path}/items", headers=world.owner.headers)
                assert listed.status_code == 200
        answers = await asyncio.gather(*waiting)
        assert {refused(answer) for answer in answers} == {WRONG}
    await database.dispose()


FORGED: list[dict[str, str]] = [
    {"X-Forwarded-For": "{}"},
    {"X-Forwarded-For": "{}, 127.0.0.1"},
    {"X-Real-IP": "{}"},
    {"Forwarded": "for={}"},
    {"X-Client-IP": "{}"},
    {"True-Client-IP": "{}"},
    {"CF-Connecting-IP": "{}"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: str(*headers))
async def test_a_forged_header_makes_nobody_another(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    account = fresh()
    for number in range(12):
        sent = {name: text.format(f"203.0.113.{number}") for name, text in headers.items()}
        answer = await login(client, account, **sent)
    assert refused(answer) == LIMITED


async def test_what_a_trusted_proxy_says_counts_and_nothing_before_it(
    database: Database, address: str
) -> None:
    app, account = limited(database, trusted_proxies=[f"{address}/32"]), fresh()
    async with caller(app, address) as proxy:
        for number in range(12):  # the proxy adds the last; the sender wrote the rest
            forged = f"203.0.113.{number}, {address}9, 198.51.100.20"
            answer = await login(proxy, account, **{"X-Forwarded-For": forged})
        assert refused(answer) == LIMITED
        other = {"X-Forwarded-For": "198.51.100.21"}
        assert refused(await login(proxy, account, **other)) == WRONG
    async with caller(app, "198.51.100.22") as stranger:
        for number in range(12):
            forged = f"203.0.113.{number}"
            answer = await login(stranger, account, **{"X-Forwarded-For": forged})
        assert refused(answer) == LIMITED


async def test_no_counter_names_anybody(client: httpx2.AsyncClient, database: Database) -> None:
    account = fresh()
    await login(client, account)
    async with database.engine.connect() as connection:
        rows = " ".join(map(str, await connection.execute(select(counters))))
    assert account["email"] not in rows


@pytest.mark.parametrize(
    ("path", "body", "times"),
    [
        ("/password-recovery", {"email": "ada@example.test"}, 5),
        ("/verify-email/resend", {"email": "ada@example.test"}, 5),
        ("/password-reset", {"token": "x", "password": PASSWORD}, 30),
        ("/verify-email", {"token": "x"}, 30),
        ("/mfa/verify", {"mfa_token": "x", "code": "123456"}, 10),
    ],
)
async def test_what_mails_and_what_a_mail_opens_is_counted(
    client: httpx2.AsyncClient, path: str, body: dict[str, str], times: int
) -> None:
    if "email" in body:
        body = body | {"email": fresh()["email"]}
    if "mfa_token" in body:
        body = body | {"mfa_token": new_id().hex}
    for _ in range(times):
        assert (await client.post(AUTH + path, json=body)).status_code != 429
    assert refused(await client.post(AUTH + path, json=body)) == LIMITED


async def test_a_proof_is_asked_for_ten_times_a_minute(client: httpx2.AsyncClient) -> None:
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    token = ok(await login(client, account))["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    for _ in range(10):
        answer = await client.post(f"{AUTH}/step-up", json={"password": "wrong"})
        assert refused(answer) == (403, "step_up_refused")
    answer = await client.post(f"{AUTH}/step-up", json={"password": PASSWORD})
    assert refused(answer) == LIMITED


async def test_invitations_are_counted_by_who_sends_them(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("invitation", By.ACCOUNT, 3, 3600)
    monkeypatch.setattr(invitations, "INVITATION", (few,))
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    token = ok(await login(client, account))["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    made = ok(await client.post("/api/v1/organizations", json={"name": "Fleet"}))
    path = f"/api/v1/organizations/{made['id']}/invitations"
    for _ in range(3):
        ok(await client.post(path, json={"email": fresh()["email"], "role": "member"}))
    answer = await client.post(path, json={"email": fresh()["email"], "role": "member"})
    assert refused(answer) == LIMITED
    assert len(ok(await client.get(path))["items"]) == 3


# --- everything else


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_sixty_four_requests_at_once_of_one_person_get_through(
    client: httpx2.AsyncClient,
) -> None:
    account = fresh()
    ok(await client.post(f"{AUTH}/register", json=account))
    signed_in = ok(await login(client, account))
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    refresh = {"refresh_token": signed_in["refresh_token"]}
    reads = [client.get(ME, headers=headers) for _ in range(64)]
    assert {answer.status_code for answer in await asyncio.gather(*reads)} == {200}
    refreshes = [client.post(f"{AUTH}/refresh", json=refresh) for _ in range(64)]
    assert {answer.status_code for answer in await asyncio.gather(*refreshes)} == {200}


Sent = Callable[[httpx2.AsyncClient, World], Any]
SENT: dict[str, tuple[str, Sent]] = {
    "a person": ("person", lambda c, org: c.get(f"{org.path}/items", headers=org.owner.headers)),
    "no token": ("stranger", lambda c, _: c.get(ME)),
    "a wrong token": ("stranger", lambda c, _: c.get(ME, headers={"Authorization": "Bearer x"})),
    "a refresh": ("stranger", lambda c, _: c.post(f"{AUTH}/refresh", json={"refresh_token": "x"})),
}
FEW = {
    "person": Limit("person", By.ACCOUNT, 5, 60),
    "stranger": Limit("stranger", By.ADDRESS, 5, 60),
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in FEW.items():
        monkeypatch.setattr(callers, name.upper(), limit)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("who", SENT)
async def test_beyond_the_limit_it_is_a_429_before_anything_else(
    client: httpx2.AsyncClient, org: World, database: Database, who: str
) -> None:
    name, send = SENT[who]
    answers = [await send(client, org) for _ in range(5)]
    assert all(answer.status_code != 429 for answer in answers)
    assert [int(answer.headers["ratelimit"].split("r=")[1][0]) for answer in answers] == [
        *(4, 3, 2, 1, 0)
    ]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {f'"{name}";q=5;w=60'}
    with Statements(database) as statements:
        answer = await send(client, org)
    assert refused(answer) == LIMITED
    assert int(answer.headers["retry-after"]) >= 1
    assert len(answer.headers.get_list("ratelimit")) == 1
    assert len(statements) == 0


@pytest.mark.usefixtures("few")
async def test_each_person_and_each_key_has_a_limit_of_its_own(
    database: Database, org: World, address: str
) -> None:
    key = await org.post("/api-keys", {"name": "Scanner", "scopes": ["catalog:read"]})
    program = {"Authorization": f"Bearer {key['key']}"}
    other = (await org.person()).headers
    async with caller(limited(database), address) as client:
        for headers in (org.owner.headers, other, program):
            answers = [await client.get(f"{org.path}/items", headers=headers) for _ in range(6)]
            assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        async with caller(limited(database), "198.51.100.30") as elsewhere:
            answer = await elsewhere.get(f"{org.path}/items", headers=program)
            assert answer.status_code == 200, "in the process each counts for itself"


async def test_with_limits_off_nothing_is_said_of_them(app: FastAPI, address: str) -> None:
    async with caller(app, address) as client:
        answers = [await login(client, fresh()) for _ in range(70)]
    assert {refused(answer) for answer in answers} == {WRONG}
    answer = answers[-1]
    assert "ratelimit" not in answer.headers
    assert "ratelimit-policy" not in answer.headers
