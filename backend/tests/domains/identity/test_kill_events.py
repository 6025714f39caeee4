"""What ends every token at once: the next request with any of them is a 401."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from sqlalchemy import select, update

from app.core.clock import now
from app.core.kept_mails import MailKind
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import EndedBecause, RefreshToken, UserSession
from tests.accounts import Account, address
from tests.authenticators import Authenticator, turned_on
from tests.world import PASSWORD, ok, refused

Kill: TypeAlias = Callable[[Account], Awaitable[Any]]
OTHER = "another " + PASSWORD


async def logout_all(account: Account) -> None:
    ok(await account.post("/auth/logout-all"))


async def change_of_password(account: Account) -> None:
    ok(await account.post("/users/me/password", {"new_password": OTHER}))


async def reset_of_password(account: Account) -> None:
    ok(await account.post("/auth/password-recovery", {"email": account.email}))
    token = await account.token(MailKind.RESET_PASSWORD)
    ok(await account.post("/auth/password-reset", {"token": token, "password": OTHER}))


async def change_of_email(account: Account) -> None:
    new = address()
    ok(await account.post("/users/me/email", {"email": new}))
    token = await account.token(MailKind.CONFIRM_EMAIL, new)
    ok(await account.post("/auth/change-email", {"token": token}))


async def second_factor_on(account: Account) -> None:
    phone = Authenticator(ok(await account.post("/users/me/mfa"))["secret"])
    ok(await account.post("/users/me/mfa/confirm", {"code": phone.code()}))


async def second_factor_off(account: Account) -> None:
    await turned_on(account.app, account.user_id)
    ok(await account.call("DELETE", "/users/me/mfa"))


async def new_recovery_codes(account: Account) -> None:
    await turned_on(account.app, account.user_id)
    ok(await account.post("/users/me/mfa/recovery-codes"))


async def deactivation(account: Account) -> None:
    ok(await account.post("/users/me/deactivate"))


async def deletion(account: Account) -> None:
    ok(await account.call("DELETE", "/users/me"))


ALL = {
    logout_all: EndedBecause.LOGOUT_ALL,
    change_of_password: EndedBecause.PASSWORD_CHANGED,
    reset_of_password: EndedBecause.PASSWORD_RESET,
    change_of_email: EndedBecause.EMAIL_CHANGED,
    second_factor_on: EndedBecause.SECOND_FACTOR_CHANGED,
    second_factor_off: EndedBecause.SECOND_FACTOR_CHANGED,
    new_recovery_codes: EndedBecause.SECOND_FACTOR_CHANGED,
    deactivation: EndedBecause.DEACTIVATED,
    deletion: EndedBecause.DEACTIVATED,
}


@pytest.mark.parametrize(
    ("kill", "because"), ALL.items(), ids=lambda one: getattr(one, "__name__", "")
)
async def test_every_session_of_the_account_ends_at_once(
    account: Account, kill: Kill, because: EndedBecause
) -> None:
    here, refresh_here = account.headers, account.refresh_token
    other = Account(account.app, account.client, account.email)
    there = await other.sign_in()
    await kill(account)
    for headers, refresh in ((here, refresh_here), (there, other.refresh_token)):
        assert not await account.is_in(headers)
        answer = await account.client.post("/api/v1/auth/refresh", json={"refresh_token": refresh})
        assert refused(answer) == (401, "refresh_refused")
    async with unit_of_work(account.app.state.database, write=False) as unit:
        ended = (UserSession.user_id == account.user_id, UserSession.ended_at.is_not(None))
        query = select(UserSession.ended_because).where(*ended)
        assert {*await unit.account().session.scalars(query)} == {because}
    assert "session.ended" in await account.verbs()


async def test_nobody_elses_session_ends_with_them(account: Account) -> None:
    bystander = await Account.opened(account.app, account.client)
    for kill in (change_of_password, second_factor_on, logout_all):
        victim = await Account.opened(account.app, account.client)
        await kill(victim)
    assert await bystander.is_in(bystander.headers)


async def test_a_copied_refresh_token_ends_its_session_and_is_told_by_mail(
    account: Account,
) -> None:
    copied, session = account.refresh_token, account.headers
    refreshing = {"refresh_token": copied}
    fresh = ok(await account.post("/auth/refresh", refreshing))
    async with unit_of_work(account.app.state.database, write=True) as unit:
        forms = account.app.state.keys.stored_forms(copied)
        stale = update(RefreshToken).where(RefreshToken.token_hash.in_(forms))
        await unit.connection.execute(stale.values(rotated_at=now() - timedelta(seconds=11)))
    assert refused(await account.post("/auth/refresh", refreshing)) == (401, "refresh_refused")
    assert not await account.is_in(session)
    assert not await account.is_in({"Authorization": f"Bearer {fresh['access_token']}"})
    assert (await account.mails())[-1][0] is MailKind.SESSION_COPIED


async def test_a_session_that_ended_meanwhile_changes_nothing(account: Account) -> None:
    """Between the look at the session and the change somebody else may have ended it."""
    passwords, here = account.app.state.passwords, account.headers
    original = passwords.hash

    async def ended_meanwhile(password: str) -> str:
        async with unit_of_work(account.app.state.database, write=True) as unit:
            mine = update(UserSession).where(UserSession.user_id == account.user_id)
            await unit.connection.execute(mine.values(ended_at=now()))
        return str(await original(password))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hash", ended_meanwhile)
        answer = await account.post("/users/me/password", {"new_password": OTHER})
    assert refused(answer) == (401, "unauthorized")
    account.headers = {}
    await account.sign_in()  # by the password that it has always had
    assert not await account.is_in(here)
