"""Access tokens: exactly ours, live, and of a session that has not ended. Anything else is a 401."""

import base64
import json
from datetime import timedelta
from time import time
from typing import Any
from warnings import catch_warnings, simplefilter

import httpx2
import jwt
import pytest
from fastapi import FastAPI

from app.core.clock import now
from app.core.config import Settings
from app.core.errors import Unauthorized
from app.core.ids import new_id
from app.core.keys import Keys, SigningKey
from app.domains.identity import tokens
from tests.settings import settings_for
from tests.world import World, ok, refused, sign_up

ME = "/api/v1/users/me"


def payload(world: World, **other: Any) -> dict[str, Any]:
    at = now()
    claims = {
        "iss": "quartermaster",
        "aud": "quartermaster-api",
        "sub": str(world.owner.user_id),
        "sid": str(world.owner.session_id),
        "iat": at,
        "exp": at + timedelta(minutes=5),
        "jti": str(new_id()),
    } | other
    return {name: value for name, value in claims.items() if value is not None}


def signed(
    world: World,
    claims: dict[str, Any] | None = None,
    key: SigningKey | None = None,
    algorithm: str = "HS256",
    **header: Any,
) -> str:
    keys: Keys = world.app.state.keys
    key = key or keys.access[0]
    headers = {"typ": "at+jwt", "kid": keys.access[0].kid} | header
    secret: str | bytes = "" if algorithm == "none" else key.key
    with catch_warnings():
        simplefilter("ignore")  # of a key that is short for HS512
        return jwt.encode(claims or payload(world), secret, algorithm, headers=headers)


async def asked(world: World, token: str | bytes) -> httpx2.Response:
    value = token if isinstance(token, bytes) else token.encode()
    return await world.client.get(ME, headers=[(b"Authorization", b"Bearer " + value)])


async def test_a_token_as_we_make_it_is_let_in(org: World) -> None:
    me = ok(await asked(org, signed(org)))
    assert me["id"] == str(org.owner.user_id)


async def test_a_token_carries_neither_role_nor_address(app: FastAPI, org: World) -> None:
    token = org.owner.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert set(claims) == {"iss", "aud", "sub", "sid", "iat", "exp", "jti"}
    assert claims["exp"] - claims["iat"] == 15 * 60
    assert jwt.get_unverified_header(token) == {
        "alg": "HS256",
        "typ": "at+jwt",
        "kid": app.state.keys.access[0].kid,
    }


@pytest.mark.parametrize("claim", tokens.CLAIMS)
async def test_each_claim_is_needed(org: World, claim: str) -> None:
    assert refused(await asked(org, signed(org, payload(org, **{claim: None})))) == (
        401,
        "unauthorized",
    )


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"iss": "somebody"},
    {"aud": "something"},
    {"aud": ["something"]},
    {"aud": ["quartermaster-api"]},
    {"sub": "me"},
    {"sub": 5},
    {"sub": ""},
    {"sid": "none"},
    {"sid": 5},
    {"sid": None, "x": 1},
    {"sid": ["a"]},
    {"exp": 1},
    {"exp": "soon"},
    {"exp": 99999999999.5},
    {"exp": True},
    {"iat": True},
    {"iat": "then"},
    {"iat": 99999999999},
    {"sub": "01900000-0000-7000-8000-000000000000"},
    {"sid": "01900000-0000-7000-8000-000000000000"},
]


@pytest.mark.parametrize("claims", WRONG_CLAIMS, ids=json.dumps)
async def test_a_wrong_claim_is_a_401(org: World, claims: dict[str, Any]) -> None:
    assert refused(await asked(org, signed(org, payload(org, **claims)))) == (401, "unauthorized")


async def test_a_claim_of_a_later_version_is_passed_over(org: World) -> None:
    """Old and new servers serve together while one replaces the other."""
    assert (await asked(org, signed(org, payload(org, more="than ours have")))).is_success


async def test_a_session_of_somebody_else_does_not_fit(org: World, other_org: World) -> None:
    claims = payload(org, sid=str(other_org.owner.session_id))
    assert refused(await asked(org, signed(org, claims))) == (401, "unauthorized")


async def test_another_algorithm_type_or_key_is_a_401(org: World) -> None:
    stranger = SigningKey(b"k" * 32)
    for token in (
        signed(org, algorithm="none"),
        signed(org, algorithm="HS512"),
        signed(org, algorithm="HS384"),
        signed(org, key=stranger),
        signed(org, key=stranger, kid=stranger.kid),
        signed(org, typ="JWT"),
        signed(org, typ=None),
        signed(org, kid=""),
        signed(org, kid="x"),
    ):
        response = await asked(org, token)
        assert refused(response) == (401, "unauthorized")
        assert response.headers["www-authenticate"] == "Bearer"


def encoded(text: bytes) -> bytes:
    return base64.urlsafe_b64encode(text).rstrip(b"=")


GARBAGE: dict[str, bytes] = {
    "nothing": b"",
    "a word": b"x",
    "dots": b"..",
    "more dots": b"a.b.c.d",
    "not ASCII": "caf\u00e9".encode("latin-1"),
    "UTF-8": "caf\u00e9.\u00fc.\u00e4".encode(),
    "huge": b"a" * 1_000_000,
    "a header that is a list": encoded(b"[]") + b".e30.x",
    "a header that is a number": encoded(b"5") + b".e30.x",
    "a header of nothing but nesting": encoded(b"[" * 100_000) + b".e30.x",
    "a header with a strange kid": encoded(b'{"alg":"HS256","typ":"at+jwt","kid":{}}') + b".e30.x",
    "a header with bytes": encoded(b"\xff\xfe") + b".e30.x",
    "percent": b"%00",
}


@pytest.mark.parametrize("name", GARBAGE)
async def test_garbage_is_a_401(org: World, name: str) -> None:
    assert refused(await asked(org, GARBAGE[name])) == (401, "unauthorized")


async def test_a_signed_body_that_is_no_object_is_a_401(org: World) -> None:
    key = org.app.state.keys.access[0]
    for body in (b"[]", b"5", b"[" * 100_000, b"\xff", b""):
        token = jwt.api_jws.encode(
            body, key.key, "HS256", headers={"typ": "at+jwt", "kid": key.kid}
        )
        assert refused(await asked(org, token)) == (401, "unauthorized")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic YTpi", "Token x", "bearer"])
async def test_without_a_bearer_token_it_is_a_401(org: World, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = await org.client.get(ME, headers=headers)
    assert refused(response) == (401, "unauthorized")
    assert "Bearer" in response.json()["detail"]


async def test_after_a_rotation_the_previous_secret_still_verifies(org: World) -> None:
    before: Settings = org.app.state.settings
    after = settings_for(
        before.data_dir, secret_key="c4" * 16 + "8b" * 16, secret_key_previous=before.secret
    )
    keys = Keys.of(after)
    token = signed(org)
    assert tokens.read(keys, token).user_id == org.owner.user_id
    fresh = tokens.issue(keys, org.owner.user_id, org.owner.session_id, 5)
    assert jwt.get_unverified_header(fresh)["kid"] == keys.access[0].kid
    with pytest.raises(Unauthorized):
        tokens.read(org.app.state.keys, fresh)
    without = settings_for(before.data_dir, secret_key="c4" * 16 + "8b" * 16)
    with pytest.raises(Unauthorized):
        tokens.read(Keys.of(without), token)


async def test_a_token_expires(app: FastAPI) -> None:
    person = await sign_up(app)
    token = tokens.issue(app.state.keys, person.user_id, person.session_id, -1)
    with pytest.raises(Unauthorized):
        tokens.read(app.state.keys, token)


async def test_one_that_was_proven_before_expires_all_the_same(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await sign_up(app)
    token = tokens.issue(app.state.keys, person.user_id, person.session_id, 15)
    assert tokens.read(app.state.keys, token).user_id == person.user_id
    monkeypatch.setattr(tokens, "time", lambda: time() + 15 * 60)
    with pytest.raises(Unauthorized):
        tokens.read(app.state.keys, token)


async def test_of_too_many_that_were_proven_some_are_proven_again(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED", 2)
    person = await sign_up(app)
    of = [tokens.issue(app.state.keys, person.user_id, person.session_id, 15) for _ in range(5)]
    assert {tokens.read(app.state.keys, token).user_id for token in of * 2} == {person.user_id}
    assert len(tokens._known) <= 2
