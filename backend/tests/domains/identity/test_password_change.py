"""Changing one's password."""

import asyncio

import pytest

from app.core.kept_mails import MailKind
from tests.accounts import Account, Hashes, live_sessions
from tests.world import PASSWORD, faults, ok, refused

PATH = "/users/me/password"
OTHER = "another " + PASSWORD


async def test_the_present_password_changes_it_and_this_device_goes_on(account: Account) -> None:
    before = await account.sign_in(device_name="Laptop")  # without a step-up
    body = {"current_password": PASSWORD, "new_password": OTHER}
    fresh = account.take(ok(await account.post(PATH, body)))
    assert await account.is_in(fresh)
    assert not await account.is_in(before)
    (session,) = ok(await account.call("GET", "/users/me/sessions"))["items"]
    assert session["device_name"] == "Laptop"
    assert refused(await account.login()) == (401, "wrong_credentials")
    ok(await account.login(password=OTHER))
    assert (await account.mails())[-1][0] is MailKind.PASSWORD_CHANGED
    assert "user.password_changed" in await account.verbs()


async def test_right_after_a_step_up_the_present_one_may_be_left_out(account: Account) -> None:
    account.take(ok(await account.post(PATH, {"new_password": OTHER})))
    account.password = OTHER
    # the proof goes along to the fresh session
    assert (await account.post("/users/me/email", {"email": account.email})).status_code == 204
    await account.sign_in()
    assert refused(await account.post(PATH, {"new_password": PASSWORD})) == (
        403,
        "step_up_required",
    )


async def test_a_wrong_one_changes_nothing_and_is_remembered(account: Account) -> None:
    body = {"current_password": "wrong " + PASSWORD, "new_password": OTHER}
    assert refused(await account.post(PATH, body)) == (403, "step_up_refused")
    assert "session.step_up_refused" in await account.verbs()
    assert await account.is_in(account.headers)
    await account.sign_in()


@pytest.mark.parametrize("weak", ["Password1234!", "x" * 12, "correcthorsebatterystaple"])
async def test_a_weak_one_is_refused_at_its_place(
    account: Account, hashes: Hashes, weak: str
) -> None:
    response = await account.post(PATH, {"current_password": PASSWORD, "new_password": weak})
    assert faults(response) == {"/body/new_password": "password_weak"}
    assert hashes.since() == 0


async def test_of_many_at_once_one_changes_it(account: Account) -> None:
    bodies = [{"current_password": PASSWORD, "new_password": f"{n} {OTHER}"} for n in range(8)]
    answers = await asyncio.gather(*(account.post(PATH, body) for body in bodies))
    assert [answer.status_code for answer in answers].count(200) == 1
    assert {answer.status_code for answer in answers} <= {200, 401, 403}
    assert await live_sessions(account.app, account.user_id) == 1


async def test_a_sign_in_that_was_checked_before_the_change_comes_too_late(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hash takes a while; meanwhile the password is another one."""
    passwords = account.app.state.passwords
    verify = passwords.verify

    async def slowly(password: str, stored: str | None) -> tuple[bool, str | None]:
        right: tuple[bool, str | None] = await verify(password, stored)
        monkeypatch.setattr(passwords, "verify", verify)
        account.take(ok(await account.post(PATH, {"new_password": OTHER})))
        return right

    monkeypatch.setattr(passwords, "verify", slowly)
    assert refused(await account.login()) == (401, "wrong_credentials")
    assert await live_sessions(account.app, account.user_id) == 1


async def test_in_cookie_mode_the_fresh_token_is_in_the_cookie(account: Account) -> None:
    body = {"current_password": PASSWORD, "new_password": OTHER}
    answer = await account.post(PATH, body, headers={"X-Session-Mode": "cookie"})
    assert ok(answer)["refresh_token"] is None
    assert "qm_refresh=rt_" in answer.headers["set-cookie"]
