"""Who may open an account, what they are told, and confirming the address."""

import asyncio

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.core.kept_mails import MailKind
from app.core.links import Link
from app.core.unit_of_work import NOWHERE, unit_of_work
from app.domains.identity.models import User
from app.domains.identity.permissions import Role
from tests.accounts import BASE, Account, Hashes, address, users_at
from tests.domains.identity.conftest import SetUp
from tests.statements import Statements
from tests.world import PASSWORD, World, faults, ok, refused

VERIFY, RESEND = "/auth/verify-email", "/auth/verify-email/resend"


async def kinds(account: Account, to: str | None = None) -> list[MailKind]:
    return [kind for kind, _ in await account.mails(to)]


async def test_a_new_address_is_asked_to_confirm_and_a_known_one_is_told(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    account = Account(app, client)
    first = await account.register()
    assert await kinds(account) == [MailKind.VERIFY_EMAIL]
    again = await account.register(password="another " + PASSWORD)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert await kinds(account) == [MailKind.VERIFY_EMAIL, MailKind.ADDRESS_KNOWN]


async def test_a_new_and_a_known_address_take_one_hash_each(
    app: FastAPI, client: httpx2.AsyncClient, hashes: Hashes
) -> None:
    account = Account(app, client)
    ok(await account.register())
    assert hashes.since() == 1
    ok(await account.register())
    assert hashes.since() == 1


async def test_signing_in_takes_one_hash_whoever_it_is(account: Account, hashes: Hashes) -> None:
    for body in ({}, {"password": "wrong " + PASSWORD}, {"email": address()}):
        await account.login(**body)
        assert hashes.since() == 1


async def test_nothing_done_for_one_address_is_left_out_for_another(account: Account) -> None:
    """As many statements, so that no watch tells them apart; those of an account are kept."""

    async def statements(body: dict[str, str], path: str) -> int:
        with Statements(account.app.state.database) as asked:
            await account.post(path, body)
        return len(asked)

    known, new = {"email": account.email, "password": PASSWORD}, {"password": PASSWORD}
    one = await statements(new | {"email": address()}, "/auth/register")
    other = await statements(known, "/auth/register")
    assert 0 <= other - one <= 4
    wrong = {"password": "wrong " + PASSWORD}
    one = await statements(wrong | {"email": address()}, "/auth/login")
    other = await statements(wrong | {"email": account.email}, "/auth/login")
    assert 0 <= other - one <= 1


async def test_what_was_done_for_its_duration_leaves_nothing(account: Account) -> None:
    await account.register()
    async with unit_of_work(account.app.state.database, write=False) as unit:
        made = select(User.id).where(User.email.endswith("@rehearsal.invalid"))
        assert list(await unit.account().session.scalars(made)) == []


@pytest.mark.parametrize(
    "password", ["Password1234!", "qwertyuiop123", "quartermaster1", "123456789012", "AdaLovelace1"]
)
async def test_a_password_that_others_would_try_is_refused_before_a_hash(
    app: FastAPI, client: httpx2.AsyncClient, hashes: Hashes, password: str
) -> None:
    account = Account(app, client)
    response = await account.register(password=password, full_name="Ada Lovelace")
    assert refused(response) == (422, "password_weak")
    assert faults(response) == {"/body/password": "password_weak"}
    assert password not in response.text
    assert await users_at(app, account.email) == 0
    assert hashes.since() == 0


async def test_where_registration_is_closed_nobody_opens_an_account(set_up: SetUp) -> None:
    async with set_up(registration="closed") as account:
        assert refused(await account.register()) == (403, "registration_closed")
        assert await users_at(account.app, account.email) == 0


async def test_where_only_the_invited_may_it_takes_an_invitation_for_that_address(
    set_up: SetUp, org: World
) -> None:
    async with set_up(registration="invitation") as account:
        assert refused(await account.register()) == (403, "invitation_needed")
        revoked = await org.post("/invitations")
        ok(await org.call("DELETE", f"/invitations/{revoked['id']}"))
        for token in ("", "x", revoked["token"]):
            refusal = await account.register(invitation=token)
            assert refused(refusal) == (404, "link_refused")
            assert faults(refusal) == {"/body/invitation": "link_refused"}
        foreign = await org.post("/invitations", {"email": address()})
        refusal = await account.register(invitation=foreign["token"])
        assert refused(refusal) == (403, "invitation_needed")
        assert await users_at(account.app, account.email) == 0
        local, _, domain = account.email.partition("@")
        mine = await org.post("/invitations", {"email": f"{local.upper()}@{domain}"})
        ok(await account.register(invitation=mine["token"]))
        assert await users_at(account.app, account.email) == 1
        ok(await account.register(invitation=mine["token"]))  # as for a new address
        await account.sign_in()
        ok(await account.post(f"/invitations/{mine['token']}/accept"))
        assert ok(await account.call("GET", f"/organizations/{org.id}"))["role"] == "member"


async def test_an_invitation_opens_no_account_where_it_lets_nobody_in(
    set_up: SetUp, org: World
) -> None:
    """It is as good as the inviter here, too."""
    admin = await org.person(Role.ADMIN)
    token = ok(await org.call("POST", "/invitations", by=admin, json={}))["token"]
    ok(await org.call("DELETE", f"/members/{admin.membership_id}"))
    async with set_up(registration="invitation") as account:
        assert refused(await account.register(invitation=token)) == (404, "link_refused")
        assert await users_at(account.app, account.email) == 0


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_64_who_register_at_once_by_one_link_one_opens_an_account(
    set_up: SetUp, org: World
) -> None:
    token = (await org.post("/invitations"))["token"]
    async with set_up(registration="invitation") as account:
        crowd = [Account(account.app, account.client) for _ in range(64)]
        answers = await asyncio.gather(*(one.register(invitation=token) for one in crowd))
        opened = [one for one in crowd if await users_at(account.app, one.email)]
        (winner,) = opened
        lost = {refused(answer) for answer in answers if not answer.is_success}
        assert lost == {(403, "invitation_needed")}
        assert sum(answer.is_success for answer in answers) == 1
        ok(await winner.register(invitation=token))  # as often as they like
        await winner.sign_in()
        ok(await winner.post(f"/invitations/{token}/accept"))
        assert refused(await winner.register(invitation=token)) == (404, "link_refused")


async def test_a_link_does_not_tell_who_had_an_account_before(
    set_up: SetUp, org: World, account: Account
) -> None:
    """Whoever holds links must not try addresses with them."""
    async with set_up(registration="invitation") as door:
        seen = []
        for email in (account.email, address()):
            token = (await org.post("/invitations"))["token"]
            one, other = Account(door.app, door.client, email), Account(door.app, door.client)
            answer = ok(await one.register(invitation=token))
            shown = ok(await door.client.get(f"/api/v1/invitations/{token}"))
            later = refused(await other.register(invitation=token))
            seen.append((answer | {"email": ""}, shown | {"expires_at": ""}, later))
        assert seen[0] == seen[1]


async def test_who_is_forgotten_leaves_no_address_with_the_link(set_up: SetUp, org: World) -> None:
    token = (await org.post("/invitations"))["token"]
    async with set_up(registration="invitation") as account:
        ok(await account.register(invitation=token))
        await account.sign_in()
        ok(await account.post("/auth/step-up", {"password": PASSWORD}))
        ok(await account.call("DELETE", "/users/me"))
        async with unit_of_work(account.app.state.database, write=False) as unit:
            named = select(Link.id).where(Link.email == account.email)
            assert list(await unit.account().session.scalars(named)) == []
        other = Account(account.app, account.client)
        assert refused(await other.register(invitation=token)) == (404, "link_refused")


async def test_before_confirming_one_signs_in_unless_the_settings_demand_it(
    account: Account, set_up: SetUp
) -> None:
    me = ok(await account.call("GET", "/users/me"))
    assert me["email_verified"] is False
    async with set_up(verification_required=True) as strict:
        registered = ok(await strict.register())
        assert registered["status"] == "verification_required"
        assert ok(await strict.register()) == registered
        assert refused(await strict.login()) == (403, "email_unverified")
        assert refused(await strict.login(password="wrong " + PASSWORD)) == (
            401,
            "wrong_credentials",
        )
        ok(await strict.post(VERIFY, {"token": await strict.token(MailKind.VERIFY_EMAIL)}))
        await strict.sign_in()
        assert ok(await strict.call("GET", "/users/me"))["email_verified"] is True
        assert "user.email_verified" in await strict.verbs()


async def test_the_link_confirms_once(account: Account) -> None:
    token = await account.token(MailKind.VERIFY_EMAIL)
    assert (await account.post(VERIFY, {"token": token})).status_code == 204
    assert refused(await account.post(VERIFY, {"token": token})) == (404, "link_refused")
    assert "link.reused" in await account.verbs()


async def test_the_link_is_sent_again_to_who_needs_it_alone(account: Account) -> None:
    strangers = address()
    answers = [await account.post(RESEND, {"email": to}) for to in (account.email, strangers)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert await kinds(account) == [MailKind.VERIFY_EMAIL] * 2
    assert await kinds(account, strangers) == []
    ok(await account.post(VERIFY, {"token": await account.token(MailKind.VERIFY_EMAIL)}))
    assert (await account.post(RESEND, {"email": account.email})).status_code == 204
    assert await kinds(account) == [MailKind.VERIFY_EMAIL] * 2


@pytest.mark.parametrize("name", ["host", "x-forwarded-host", "forwarded", "origin", "referer"])
async def test_links_come_from_the_settings_whatever_a_request_says_of_its_host(
    app: FastAPI, client: httpx2.AsyncClient, name: str
) -> None:
    account = Account(app, client, headers={name: "evil.example"})
    ok(await account.register())
    ok(await account.post("/auth/password-recovery", {"email": account.email}))
    letters = [letter for _, letter in await account.mails()]
    assert len(letters) == 2
    for letter in letters:
        assert "evil.example" not in letter.text
        assert f"{BASE}/" in letter.text


async def test_a_mail_is_in_the_language_of_the_request_or_in_the_one_that_was_chosen(
    account: Account,
) -> None:
    german = {"Accept-Language": "de-DE,de;q=0.9"}
    ok(await account.post(RESEND, {"email": account.email}, headers=german))
    chosen = {"language": "ko"}
    ok(await account.call("PATCH", "/users/me/preferences", json=chosen))
    ok(await account.post(RESEND, {"email": account.email}, headers=german))
    subjects = [letter.subject for _, letter in await account.mails()]
    assert subjects[1:] == ["Bestätige deine E-Mail-Adresse", "이메일 주소를 확인해 주세요"]


BAD_TOKENS = ["", "x", "x" * 64, "é" * 64, "A" * 100_000, str(NOWHERE)]


@pytest.mark.parametrize("token", BAD_TOKENS, ids=lambda token: token[:8])
@pytest.mark.parametrize(
    ("path", "more"),
    [
        (VERIFY, {}),
        ("/auth/change-email", {}),
        ("/auth/password-reset", {"password": "another " + PASSWORD}),
    ],
)
async def test_a_forged_link_is_one_404_everywhere(
    account: Account, hashes: Hashes, path: str, more: dict[str, str], token: str
) -> None:
    hashes.since()
    response = await account.post(path, {"token": token} | more)
    assert refused(response) == (404, "link_refused")
    assert len(response.content) < 1000
    assert hashes.since() == 0


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_000])
@pytest.mark.parametrize("field", ["email", "password", "full_name"])
async def test_what_cannot_be_stored_or_is_far_too_long_is_a_4xx_and_leaves_nothing(
    app: FastAPI, client: httpx2.AsyncClient, hashes: Hashes, field: str, text: str
) -> None:
    account = Account(app, client)
    body = f'{{"email": "{account.email}", "password": "{PASSWORD}", "{field}": '
    escaped = text.encode("ascii", "backslashreplace").decode().replace("\0", "\\u0000")
    headers = {"Content-Type": "application/json"}
    content = f'{body}"{escaped}"}}'.encode()
    for path in ("/auth/register", "/auth/login"):
        response = await client.post(f"/api/v1{path}", content=content, headers=headers)
        assert refused(response) == (422, "invalid")
    assert await users_at(app, account.email) == 0
    assert hashes.since() == 0
