"""The second factor: TOTP, recovery codes, and what a wrong code leads to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.exceptions import InvalidTag
from fastapi import FastAPI
from sqlalchemy import select, update

from app.core import links
from app.core.clock import now
from app.core.ids import new_id
from app.core.kept_mails import MailKind
from app.core.keys import Keys
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import RecoveryCode, SecondFactor, User
from app.domains.identity.service import codes
from tests.accounts import Account, Hashes, live_sessions
from tests.authenticators import Authenticator, forgotten_steps, turned_on
from tests.settings import settings_for
from tests.world import PASSWORD, ok, refused

MFA, VERIFY = "/users/me/mfa", "/auth/mfa/verify"
CODE_REFUSED, LOCKED = (401, "code_refused"), (403, "second_factor_locked")


@pytest.fixture
async def phone(account: Account, app: FastAPI) -> Authenticator:
    """The authenticator of `account`, whose second factor is on."""
    return await turned_on(app, account.user_id)


async def first_step(account: Account) -> str:
    """The token that a right password is answered with."""
    answer = await account.login()
    assert refused(answer) == (401, "mfa_required")
    assert "access_token" not in answer.text
    return str(answer.json()["mfa_token"])


async def second_step(account: Account, token: str, code: str) -> Any:
    return await account.post(VERIFY, {"mfa_token": token, "code": code})


async def factor_of(account: Account) -> SecondFactor:
    async with unit_of_work(account.app.state.database, write=False) as unit:
        query = select(SecondFactor).where(SecondFactor.user_id == account.user_id)
        return (await unit.account().session.scalars(query)).one()


async def unlocked(account: Account, *, wrong: int = 0, locked_for: int | None = None) -> None:
    """Put the counter where a test wants it; minutes that the lock has yet to last."""
    until = None if locked_for is None else now() + timedelta(minutes=locked_for)
    async with unit_of_work(account.app.state.database, write=True) as unit:
        mine = update(SecondFactor).where(SecondFactor.user_id == account.user_id)
        await unit.connection.execute(mine.values(wrong_codes=wrong, locked_until=until))


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
async def test_the_codes_are_those_of_rfc_6238(
    account: Account, app: FastAPI, monkeypatch: pytest.MonkeyPatch, second: int, code: str
) -> None:
    """Its appendix B, the last six digits of the vectors for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890" in base32
    await turned_on(app, account.user_id)
    monkeypatch.setattr(codes, "now", lambda: datetime.fromtimestamp(second, UTC))
    async with unit_of_work(app.state.database, write=True) as unit:
        ctx = unit.account()
        factor = await codes.locked(ctx, account.user_id)
        assert factor is not None
        factor.sealed_secret = app.state.keys.sealed(secret, account.user_id)
        assert await codes.spend_step(ctx, app.state.keys, factor, code)
        assert factor.last_step == second // 30


async def test_turning_it_on(account: Account, app: FastAPI) -> None:
    assert ok(await account.call("GET", MFA)) == {"on": False, "recovery_codes_left": 0}
    before = account.headers
    begun = ok(await account.post(MFA))
    uri = urlsplit(begun["otpauth_uri"])
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    said = parse_qs(uri.query)
    assert (said["secret"], said["issuer"]) == ([begun["secret"]], ["Quartermaster"])
    await account.sign_in()  # it does not count before it is confirmed
    account.headers = before
    phone = Authenticator(begun["secret"])
    wrong = await account.post(f"{MFA}/confirm", {"code": phone.wrong()})
    assert refused(wrong) == (422, "code_wrong")
    made = ok(await account.post(f"{MFA}/confirm", {"code": phone.code()}))
    assert len(set(made["recovery_codes"])) == 10
    assert not await account.is_in(before)
    assert await account.is_in(account.take(made["session"]))
    assert await live_sessions(app, account.user_id) == 1
    assert ok(await account.call("GET", MFA)) == {"on": True, "recovery_codes_left": 10}
    assert (await account.mails())[-1][0] is MailKind.SECOND_FACTOR_CHANGED
    assert {"second_factor.begun", "second_factor.on"} <= {*await account.verbs()}
    assert begun["secret"] not in str((await factor_of(account)).sealed_secret)
    ok(await second_step(account, await first_step(account), phone.code()))


async def test_a_first_code_turns_it_on_and_is_not_taken_again(account: Account) -> None:
    phone = Authenticator(ok(await account.post(MFA))["secret"])
    code = phone.code()
    account.take(ok(await account.post(f"{MFA}/confirm", {"code": code}))["session"])
    assert refused(await second_step(account, await first_step(account), code)) == CODE_REFUSED


async def test_what_is_on_is_not_set_up_again_and_what_is_off_not_turned_off(
    account: Account, app: FastAPI
) -> None:
    off = (409, "second_factor_off")
    assert refused(await account.post(f"{MFA}/confirm", {"code": "123456"})) == off
    assert refused(await account.call("DELETE", MFA)) == off
    assert refused(await account.post(f"{MFA}/recovery-codes")) == off
    phone = await turned_on(app, account.user_id)
    on = (409, "second_factor_on")
    assert refused(await account.post(MFA)) == on
    assert refused(await account.post(f"{MFA}/confirm", {"code": phone.code()})) == on


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MFA, None),
        ("POST", f"{MFA}/confirm", {"code": "123456"}),
        ("DELETE", MFA, None),
        ("POST", f"{MFA}/recovery-codes", None),
    ],
)
async def test_each_change_needs_a_step_up(
    account: Account, method: str, path: str, body: object
) -> None:
    await account.sign_in()
    answer = await account.call(method, path, json=body)
    assert refused(answer) == (403, "step_up_required")


async def test_signing_in_takes_both_steps(account: Account, phone: Authenticator) -> None:
    signed_in = ok(await second_step(account, await first_step(account), phone.code()))
    assert await account.is_in(account.take(signed_in))


async def test_without_the_password_nobody_learns_that_there_is_a_factor(
    account: Account, phone: Authenticator
) -> None:
    wrong = await account.login(password="wrong " + PASSWORD)
    assert refused(wrong) == (401, "wrong_credentials")
    form = {"username": account.email, "password": f"wrong {PASSWORD} {phone.code()}"}
    answer = await account.client.post("/api/v1/auth/token", data=form)
    assert refused(answer) == (401, "wrong_credentials")


async def test_a_code_is_taken_once(account: Account, phone: Authenticator) -> None:
    code = phone.code()
    ok(await second_step(account, await first_step(account), code))
    assert refused(await second_step(account, await first_step(account), code)) == CODE_REFUSED
    earlier = phone.at(phone.shown - 1)
    assert refused(await second_step(account, await first_step(account), earlier)) == CODE_REFUSED


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_64_with_one_code_at_once_one_is_let_in(
    account: Account, app: FastAPI, phone: Authenticator
) -> None:
    before = await live_sessions(app, account.user_id)
    token, code = await first_step(account), phone.code()
    answers = await asyncio.gather(*(second_step(account, token, code) for _ in range(64)))
    assert [answer.status_code for answer in answers].count(200) == 1
    assert await live_sessions(app, account.user_id) == before + 1


async def test_the_token_of_the_first_step_lets_in_once(
    account: Account, phone: Authenticator
) -> None:
    token = await first_step(account)
    assert refused(await second_step(account, token, phone.wrong())) == CODE_REFUSED
    ok(await second_step(account, token, phone.code()))  # a slip is no reason to begin anew
    assert refused(await second_step(account, token, phone.code())) == CODE_REFUSED


async def test_the_token_of_the_first_step_ends_after_five_minutes_and_with_every_session(
    account: Account, phone: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = await first_step(account)
    with monkeypatch.context() as later:
        later.setattr(links, "now", lambda: now() + timedelta(minutes=5, seconds=1))
        assert refused(await second_step(account, late, phone.code())) == CODE_REFUSED
    token = await first_step(account)
    account.take(ok(await account.post("/users/me/password", {"new_password": "my " + PASSWORD})))
    assert refused(await second_step(account, token, phone.code())) == CODE_REFUSED


async def test_an_account_that_is_shut_meanwhile_is_not_let_in(
    account: Account, phone: Authenticator
) -> None:
    token = await first_step(account)
    async with unit_of_work(account.app.state.database, write=True) as unit:
        mine = update(User).where(User.id == account.user_id)
        await unit.connection.execute(mine.values(is_active=False))
    assert refused(await second_step(account, token, phone.code())) == CODE_REFUSED


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "é" * 64, "A" * 100_000])
async def test_a_forged_token_is_refused_as_a_wrong_code_is(
    account: Account, phone: Authenticator, token: str
) -> None:
    assert refused(await second_step(account, token, phone.code())) == CODE_REFUSED


@pytest.mark.parametrize(
    "code",
    [
        "000",
        "1234567",
        "abcdef",
        "12345é",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "abcde-fghij",
        " ",
        "x" * 64,
    ],
)
async def test_what_is_no_code_is_wrong(account: Account, phone: Authenticator, code: str) -> None:
    token = await first_step(account)
    answer = await second_step(account, token, code)
    assert refused(answer) in {CODE_REFUSED, (422, "invalid")}
    ok(await second_step(account, token, phone.code()))


async def test_in_a_form_the_code_follows_the_password(
    account: Account, phone: Authenticator, hashes: Hashes
) -> None:
    async def by_form(password: str) -> Any:
        form = {"username": account.email, "password": password}
        return await account.client.post("/api/v1/auth/token", data=form)

    assert refused(await by_form(PASSWORD)) == (401, "mfa_required")
    assert refused(await by_form(f"{PASSWORD} {phone.wrong()}")) == CODE_REFUSED
    hashes.since()
    signed_in = ok(await by_form(f"{PASSWORD} {phone.code()}"))
    assert hashes.since() == 1
    assert await account.is_in(account.take(signed_in))


async def test_a_password_that_ends_as_a_code_does_is_one_where_no_factor_is_on(
    app: FastAPI, account: Account
) -> None:
    other = Account(app, account.client, password=f"{PASSWORD} 123456")
    ok(await other.register())
    form = {"username": other.email, "password": other.password}
    ok(await other.client.post("/api/v1/auth/token", data=form))


async def test_ten_wrong_codes_lock_it_for_an_hour(
    account: Account, app: FastAPI, phone: Authenticator
) -> None:
    token = await first_step(account)
    for _ in range(codes.WRONG_IN_A_ROW):
        assert refused(await second_step(account, token, phone.wrong())) == CODE_REFUSED
    assert refused(await second_step(account, token, phone.code())) == LOCKED
    assert refused(await second_step(account, await first_step(account), phone.code())) == LOCKED
    assert (await account.verbs()).count("second_factor.code_refused") == codes.WRONG_IN_A_ROW
    assert "second_factor.locked" in await account.verbs()
    until = (await factor_of(account)).locked_until
    assert until is not None
    assert timedelta(minutes=59) < until - now() <= timedelta(hours=1)
    await forgotten_steps(app.state.database, account.user_id)
    await unlocked(account, locked_for=-1)
    ok(await second_step(account, token, Authenticator(phone.secret).code()))


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_wrong_codes_at_once_are_all_counted(
    account: Account, phone: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a sign-in, and of a step-up."""
    spend_step = codes.spend_step

    async def slowly(*given: Any) -> bool:
        await asyncio.sleep(0.02)  # all who have a connection are under way by then
        return await spend_step(*given)

    monkeypatch.setattr(codes, "spend_step", slowly)
    token, wrong = await first_step(account), phone.wrong()
    tries: dict[tuple[int, str], Callable[[], Awaitable[Any]]] = {
        CODE_REFUSED: lambda: second_step(account, token, wrong),
        (403, "step_up_refused"): lambda: account.post("/auth/step-up", {"code": wrong}),
    }
    for refusal, attempt in tries.items():
        await unlocked(account)
        answers = await asyncio.gather(*(attempt() for _ in range(30)))
        said = [refused(answer) for answer in answers]
        assert (said.count(refusal), said.count(LOCKED)) == (10, 20)


async def test_a_right_code_begins_the_count_anew(account: Account, phone: Authenticator) -> None:
    await unlocked(account, wrong=9)
    ok(await second_step(account, await first_step(account), phone.code()))
    assert (await factor_of(account)).wrong_codes == 0


async def renewed_codes(account: Account) -> list[str]:
    made = ok(await account.post(f"{MFA}/recovery-codes"))
    account.take(made["session"])
    return list(made["recovery_codes"])


async def test_a_recovery_code_stands_for_it_once_and_unlocks_it(
    account: Account, phone: Authenticator
) -> None:
    first, second, *_ = await renewed_codes(account)
    await unlocked(account, locked_for=30)
    assert refused(await second_step(account, await first_step(account), phone.code())) == LOCKED
    typed = first.upper().replace("-", " ")
    account.take(ok(await second_step(account, await first_step(account), typed)))
    assert ok(await account.call("GET", MFA)) == {"on": True, "recovery_codes_left": 9}
    assert refused(await second_step(account, await first_step(account), first)) == CODE_REFUSED
    ok(await second_step(account, await first_step(account), phone.code()))
    form = {"username": account.email, "password": f"{PASSWORD} {second}"}
    ok(await account.client.post("/api/v1/auth/token", data=form))
    assert (await account.verbs()).count("second_factor.recovery_code_spent") == 2


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_64_with_one_recovery_code_at_once_one_is_let_in(
    account: Account, phone: Authenticator
) -> None:
    assert phone.secret
    code = (await renewed_codes(account))[0]
    tokens = [await first_step(account) for _ in range(8)]
    answers = await asyncio.gather(*(second_step(account, tokens[n % 8], code) for n in range(64)))
    assert [answer.status_code for answer in answers].count(200) == 1


async def test_recovery_codes_are_not_stored_as_they_are(
    account: Account, phone: Authenticator
) -> None:
    assert phone.secret
    first = await renewed_codes(account)
    fresh = await renewed_codes(account)
    async with unit_of_work(account.app.state.database, write=False) as unit:
        query = select(RecoveryCode.code_hash).where(RecoveryCode.user_id == account.user_id)
        stored = set(await unit.account().session.scalars(query))
    assert len(stored) == 10
    assert not stored & {*fresh, *(code.replace("-", "") for code in fresh)}
    assert refused(await second_step(account, await first_step(account), first[0])) == CODE_REFUSED


async def test_a_recovery_code_of_somebody_else_is_none(
    account: Account, app: FastAPI, phone: Authenticator
) -> None:
    assert phone.secret
    other = await Account.opened(app, account.client)
    await turned_on(app, other.user_id)
    code = (await renewed_codes(other))[0]
    assert refused(await second_step(account, await first_step(account), code)) == CODE_REFUSED
    ok(await second_step(other, await first_step(other), code))


async def test_turning_it_off(account: Account, app: FastAPI, phone: Authenticator) -> None:
    await renewed_codes(account)
    before = account.headers
    account.take(ok(await account.call("DELETE", MFA)))
    assert not await account.is_in(before)
    assert ok(await account.call("GET", MFA)) == {"on": False, "recovery_codes_left": 0}
    await account.sign_in()
    assert "second_factor.off" in await account.verbs()
    again = await turned_on(app, account.user_id)
    assert again.secret != phone.secret


async def test_where_it_is_on_a_step_up_takes_a_code(
    account: Account, phone: Authenticator
) -> None:
    signed_in = ok(await second_step(account, await first_step(account), phone.code()))
    account.take(signed_in)
    assert refused(await account.post("/auth/step-up", {"password": PASSWORD})) == (
        403,
        "code_needed",
    )
    wrong = await account.post("/auth/step-up", {"code": phone.wrong()})
    assert refused(wrong) == (403, "step_up_refused")
    assert (await factor_of(account)).wrong_codes == 1
    code = phone.code()
    assert (await account.post("/auth/step-up", {"code": code})).status_code == 204
    assert refused(await account.post("/auth/step-up", {"code": code})) == (403, "step_up_refused")
    ok(await account.call("DELETE", MFA))


async def test_where_it_is_off_a_code_proves_nothing(account: Account) -> None:
    answer = await account.post("/auth/step-up", {"code": "123456"})
    assert refused(answer) == (403, "step_up_refused")


def test_a_sealed_secret_opens_for_its_row_and_key_alone(app: FastAPI) -> None:
    keys: Keys = app.state.keys
    mine, other = new_id(), new_id()
    sealed = keys.sealed("SECRET", mine)
    assert keys.unsealed(sealed, mine) == "SECRET"
    assert keys.sealed("SECRET", mine) != sealed
    with pytest.raises(InvalidTag):
        keys.unsealed(sealed, other)
    directory, secret = app.state.settings.data_dir, "9c" * 16 + "b1" * 16
    with pytest.raises(InvalidTag):
        Keys.of(settings_for(directory, secret_key=secret)).unsealed(sealed, mine)
    rotated = settings_for(
        directory, secret_key=secret, secret_key_previous=app.state.settings.secret_key
    )
    assert Keys.of(rotated).unsealed(sealed, mine) == "SECRET"
