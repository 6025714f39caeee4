"""Changing one's address: confirmed by the new one, told to the old one."""

import asyncio

from app.core.kept_mails import MailKind
from tests.accounts import Account, address, users_at
from tests.world import PASSWORD, ok, refused

ASK, CONFIRM = "/users/me/email", "/auth/change-email"


async def test_the_new_address_confirms_and_the_old_one_is_told(account: Account) -> None:
    old, new, session = account.email, address(), account.headers
    assert (await account.post(ASK, {"email": new})).status_code == 204
    assert (await account.mails())[-1][0] is MailKind.EMAIL_CHANGED
    assert ok(await account.call("GET", "/users/me"))["email"] == old  # nothing has changed yet
    token = await account.token(MailKind.CONFIRM_EMAIL, new)
    assert (await account.post(CONFIRM, {"token": token})).status_code == 204
    assert not await account.is_in(session)
    assert refused(await account.login()) == (401, "wrong_credentials")
    account.email = new
    await account.sign_in()
    me = ok(await account.call("GET", "/users/me"))
    assert (me["email"], me["email_verified"]) == (new, True)
    assert refused(await account.post(CONFIRM, {"token": token})) == (404, "link_refused")
    assert "user.email_changed" in await account.verbs()


async def test_it_needs_a_step_up(account: Account) -> None:
    await account.sign_in()
    answer = await account.post(ASK, {"email": address()})
    assert refused(answer) == (403, "step_up_required")


async def test_an_address_that_has_an_account_gets_the_same_answer_and_no_link(
    account: Account,
) -> None:
    other = Account(account.app, account.client)
    ok(await other.register())
    free = await account.post(ASK, {"email": address()})
    taken = await account.post(ASK, {"email": other.email.upper()})
    assert (free.status_code, free.content) == (taken.status_code, taken.content)
    assert (await other.mails())[-1][0] is MailKind.ADDRESS_KNOWN


async def test_what_is_taken_meanwhile_stays_with_who_took_it(account: Account) -> None:
    new, session = address(), account.headers
    ok(await account.post(ASK, {"email": new}))
    token = await account.token(MailKind.CONFIRM_EMAIL, new)
    other = Account(account.app, account.client, email=new)
    ok(await other.register())
    assert refused(await account.post(CONFIRM, {"token": token})) == (409, "email_taken")
    assert await users_at(account.app, new) == 1
    assert await account.is_in(session)  # all of it or nothing
    await other.sign_in()


async def test_of_two_who_want_it_at_once_one_gets_it(account: Account) -> None:
    other, new = await Account.opened(account.app, account.client), address()
    tokens = []
    for one in (account, other):
        ok(await one.post(ASK, {"email": new}))
        tokens.append(await one.token(MailKind.CONFIRM_EMAIL, new))
    answers = await asyncio.gather(
        *(account.client.post(f"/api/v1{CONFIRM}", json={"token": token}) for token in tokens)
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert await users_at(account.app, new) == 1


async def test_a_link_to_the_old_address_opens_nothing_any_more(account: Account) -> None:
    """Whoever still reads the old one's mail is a stranger now."""
    ok(await account.post("/auth/password-recovery", {"email": account.email}))
    recovery = await account.token(MailKind.RESET_PASSWORD)
    new = address()
    ok(await account.post(ASK, {"email": new}))
    token = await account.token(MailKind.CONFIRM_EMAIL, new)
    ok(await account.post(CONFIRM, {"token": token}))
    body = {"token": recovery, "password": "another " + PASSWORD}
    assert refused(await account.post("/auth/password-reset", body)) == (404, "link_refused")
