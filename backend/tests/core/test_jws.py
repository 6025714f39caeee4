"""Signed tokens, held against a library that others use: each reads what the other wrote, and we read nothing else."""

import base64
import json
from string import ascii_letters, digits
from typing import Any

import jwt
import pytest

from app.core.jws import NotOurs, opened, signed
from app.core.keys import SigningKey

KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
KIND = "at+jwt"
CLAIMS: dict[str, str | int] = {"sub": "somebody", "exp": 4_000_000_000, "name": "Zoë"}


def by_library(header: dict[str, Any] | None = None, key: SigningKey = KEY) -> str:
    return jwt.encode(CLAIMS, key.key, "HS256", headers=header or {"typ": KIND, "kid": key.kid})


def encoded(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def test_the_library_reads_what_we_sign() -> None:
    token = signed(KEY, KIND, CLAIMS)
    assert jwt.decode(token, KEY.key, algorithms=["HS256"]) == CLAIMS
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": KIND, "kid": KEY.kid}


def test_we_read_what_the_library_signs_under_any_live_key() -> None:
    assert opened([OTHER, KEY], KIND, by_library()) == CLAIMS
    assert opened([OTHER, KEY], KIND, by_library(key=OTHER)) == CLAIMS
    with pytest.raises(NotOurs):
        opened([OTHER], KIND, by_library())


def test_one_way_to_write_a_token_is_right() -> None:
    """Of one token there is one text: nothing may be added, and no other letters say the same."""
    token = signed(KEY, KIND, CLAIMS)
    said, _, signature = token.rpartition(".")
    header, _, body = said.partition(".")
    letters = ascii_letters + digits + "-_"
    last = letters.index("A")  # any other last letter; some have the same bits in what counts
    changed = {f"{token[:-1]}{letter}" for letter in letters[last:] + letters[:last]} - {token}
    changed |= {f"{token}=", f" {token}", f"{token}\n", f"{token}.", f".{token}", f"{said}.."}
    changed |= {f"{header}.{body}=.{signature}", f"{header}..{signature}", f"{said}.", "..", ""}
    changed |= {f"{said}.{signature.upper()}", token + "\u00e9", f"{said}.{signature}\u0661"}
    for wrong in changed:
        with pytest.raises(NotOurs):
            opened([KEY], KIND, wrong)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": KEY.kid, "typ": KIND},
        {"alg": "hs256", "kid": KEY.kid, "typ": KIND},
        {"alg": "RS256", "kid": KEY.kid, "typ": KIND},
        {"alg": "HS256", "kid": OTHER.kid, "typ": KIND},
        {"alg": "HS256", "kid": KEY.kid, "typ": "JWT"},
        {"alg": "HS256", "kid": KEY.kid},
        {"alg": "HS256", "kid": KEY.kid, "typ": KIND, "crit": ["x"]},
        {"alg": "HS256", "kid": KEY.kid, "typ": KIND, "jwk": {"kty": "oct", "k": "a2s"}},
        {"typ": KIND, "kid": KEY.kid, "alg": "HS256"},
    ],
    ids=json.dumps,
)
def test_a_header_is_the_one_of_its_key_or_the_token_is_not_ours(header: dict[str, Any]) -> None:
    _, body, _ = signed(KEY, KIND, CLAIMS).split(".")
    said = f"{encoded(json.dumps(header, separators=(',', ':')).encode())}.{body}"
    signature = jwt.get_algorithm_by_name("HS256").sign(said.encode(), KEY.key)
    with pytest.raises(NotOurs):
        opened([KEY], KIND, f"{said}.{encoded(signature)}")


@pytest.mark.parametrize("body", [b"[]", b"5", b"", b"\xff", b"{", b"[" * 1200])
def test_a_body_that_is_no_object_is_refused_whoever_signed_it(body: bytes) -> None:
    token = jwt.api_jws.encode(body, KEY.key, "HS256", headers={"typ": KIND, "kid": KEY.kid})
    with pytest.raises(NotOurs):
        opened([KEY], KIND, token)


@pytest.mark.parametrize("body", ["e30=", "e31", "e3 0", "e3\n0", "e", "e30.e30", "\u00e93030"])
def test_a_body_that_is_not_written_as_base64url_is_refused(body: str) -> None:
    header, _, _ = signed(KEY, KIND, CLAIMS).split(".")
    said = f"{header}.{body}"
    signature = jwt.get_algorithm_by_name("HS256").sign(said.encode(), KEY.key)
    with pytest.raises(NotOurs):
        opened([KEY], KIND, f"{said}.{encoded(signature)}")


def test_what_is_longer_than_any_of_ours_is_refused_unread() -> None:
    with pytest.raises(NotOurs):
        opened([KEY], KIND, signed(KEY, KIND, CLAIMS | {"name": "x" * 2000}))
