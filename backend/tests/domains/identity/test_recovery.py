"""Who forgot the password gets in by their mail alone, once."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.core.clock import now
from app.core.kept_mails import MailKind
from app.core.links import Link
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import User
from tests.accounts import Account, Hashes, address
from tests.authenticators import turned_on
from tests.domains.identity.conftest import SetUp
from tests.statements import Statements
from tests.world import PASSWORD, ok, refused

ASK, RESET = "/auth/password-recovery", "/auth/password-reset"
OTHER = "another " + PASSWORD
REFUSED = (404, "link_refused")


async def asked(account: Account) -> str:
    """The token that is mailed to who forgot the password."""
    ok(await account.post(ASK, {"email": account.email}))
    return await account.token(MailKind.RESET_PASSWORD)


async def test_the_answer_tells_nothing_and_the_mail_goes_to_who_has_an_account(
    account: Account, hashes: Hashes
) -> None:
    unknown = address()
    answers = [
        await account.post(ASK, {"email": email})
        for email in (account.email, account.email.upper(), unknown, "no address at all")
    ]
    assert {(one.status_code, one.content, *sorted(one.headers)) for one in answers} == {
        (204, b"", *sorted(answers[0].headers))
    }
    assert hashes.since() == 0
    assert [kind for kind, _ in await account.mails()][1:] == [MailKind.RESET_PASSWORD] * 2
    assert await account.mails(unknown) == []


@pytest.mark.parametrize("path", [ASK, "/auth/verify-email/resend"])
async def test_when_the_answer_leaves_nobody_has_looked_for_an_account(
    account: Account, path: str
) -> None:
    """So its time tells nothing either."""
    said: list[list[str]] = []
    for email in (account.email, address()):
        with Statements(account.app.state.database) as asked_for:

            async def watched(scope: Any, receive: Any, send: Any) -> None:
                async def sent(message: Any) -> None:
                    if message["type"] == "http.response.start":
                        said.append(list(asked_for.sent))
                    await send(message)

                await account.app(scope, receive, sent)

            transport = httpx2.ASGITransport(watched)
            async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
                ok(await client.post(f"/api/v1{path}", json={"email": email}))
        assert [one for one in asked_for.sent if "users" in one]  # it is looked for, later
    known, unknown = said
    assert known == unknown
    assert not [one for one in known if "users" in one]


async def test_the_new_password_opens_and_nothing_else_does(account: Account) -> None:
    old, token = account.headers, await asked(account)
    assert (await account.post(RESET, {"token": token, "password": OTHER})).status_code == 204
    assert refused(await account.login()) == (401, "wrong_credentials")
    assert not await account.is_in(old)
    account.password = OTHER
    await account.sign_in()
    assert ok(await account.call("GET", "/users/me"))["email_verified"] is True
    assert (await account.mails())[-1][0] is MailKind.PASSWORD_CHANGED
    assert "user.password_reset" in await account.verbs()


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_64_who_reset_at_once_one_does(account: Account) -> None:
    token = await asked(account)
    bodies = [{"token": token, "password": f"{n} {OTHER}"} for n in range(64)]
    answers = await asyncio.gather(*(account.post(RESET, body) for body in bodies))
    won = [n for n, answer in enumerate(answers) if answer.status_code == 204]
    assert len(won) == 1
    assert {refused(answer) for n, answer in enumerate(answers) if n != won[0]} == {REFUSED}
    account.password = f"{won[0]} {OTHER}"
    await account.sign_in()


async def test_a_link_that_came_back_is_remembered_and_changes_nothing(account: Account) -> None:
    token = await asked(account)
    ok(await account.post(RESET, {"token": token, "password": OTHER}))
    again = await account.post(RESET, {"token": token, "password": "a third " + PASSWORD})
    assert refused(again) == REFUSED
    assert (await account.verbs()).count("link.reused") == 1
    account.password = OTHER
    await account.sign_in()


async def test_a_reset_makes_every_other_link_void(account: Account) -> None:
    verifying = await account.token(MailKind.VERIFY_EMAIL)
    first, second = await asked(account), await asked(account)
    assert first != second
    ok(await account.post(RESET, {"token": second, "password": OTHER}))
    assert refused(await account.post(RESET, {"token": first, "password": OTHER})) == REFUSED
    assert refused(await account.post("/auth/verify-email", {"token": verifying})) == REFUSED


async def test_after_half_an_hour_it_is_too_late(account: Account) -> None:
    token = await asked(account)
    async with unit_of_work(account.app.state.database, write=True) as unit:
        mine = update(Link).where(Link.user_id == account.user_id)
        past = now() - timedelta(seconds=1)
        await unit.connection.execute(mine.values(expires_at=past))
    assert refused(await account.post(RESET, {"token": token, "password": OTHER})) == REFUSED
    await account.sign_in()


async def test_a_link_for_another_purpose_resets_nothing(account: Account) -> None:
    token = await account.token(MailKind.VERIFY_EMAIL)
    assert refused(await account.post(RESET, {"token": token, "password": OTHER})) == REFUSED
    await account.sign_in()


async def test_a_weak_password_leaves_the_link_good(account: Account, hashes: Hashes) -> None:
    token = await asked(account)
    for weak in ("Password1234!", account.email):
        response = await account.post(RESET, {"token": token, "password": weak})
        assert refused(response) == (422, "password_weak")
        assert response.json()["errors"][0]["pointer"] == "/body/password"
    assert hashes.since() == 0
    ok(await account.post(RESET, {"token": token, "password": OTHER}))


async def test_an_account_that_is_shut_gets_no_mail_and_is_not_opened(account: Account) -> None:
    token = await asked(account)
    before = await account.mails()
    async with unit_of_work(account.app.state.database, write=True) as unit:
        mine = update(User).where(User.id == account.user_id)
        await unit.connection.execute(mine.values(is_active=False))
    assert (await account.post(ASK, {"email": account.email})).status_code == 204
    assert await account.mails() == before
    assert refused(await account.post(RESET, {"token": token, "password": OTHER})) == REFUSED


async def test_a_second_factor_stays_on(account: Account, app: FastAPI) -> None:
    await turned_on(app, account.user_id)
    ok(await account.post(RESET, {"token": await asked(account), "password": OTHER}))
    assert refused(await account.login(password=OTHER)) == (401, "mfa_required")


async def test_a_public_password_is_no_longer_one(account: Account, set_up: SetUp) -> None:
    async with unit_of_work(account.app.state.database, write=True) as unit:
        mine = update(User).where(User.id == account.user_id)
        await unit.connection.execute(mine.values(password_is_public=True))
    async with set_up(environment="production") as abroad:
        abroad.email = account.email
        assert refused(await abroad.login()) == (401, "wrong_credentials")
        ok(await abroad.post(RESET, {"token": await asked(account), "password": OTHER}))
        assert (await abroad.login(password=OTHER)).status_code == 200
