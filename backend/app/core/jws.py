"""Signed tokens: compact JWS (RFC 7515) with HMAC-SHA256, and no other algorithm.

What a header says is never read. For each key there is one header that a token of its kind can
have, and a token begins with exactly that or is none of ours.
"""

import binascii
import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.core.keys import SigningKey

LONGEST = 2048  # ours have a quarter of that


class NotOurs(ValueError):
    """What was given is no token of this kind, signed with one of the keys."""


def signed(key: SigningKey, kind: str, claims: Mapping[str, str | int]) -> str:
    said = f"{_header(key, kind)}.{_encoded(_json(claims))}"
    return f"{said}.{_signature(key, said)}"


def opened(keys: Sequence[SigningKey], kind: str, token: str) -> dict[str, Any]:
    """The claims of `token`, which are for the caller to judge. Raises `NotOurs`."""
    if len(token) > LONGEST or not token.isascii():
        raise NotOurs
    said, _, signature = token.rpartition(".")
    header, _, body = said.partition(".")
    key = next((key for key in keys if _header(key, kind) == header), None)
    # as text: of the forms in which base64 can write the same bytes one alone is right
    if key is None or not hmac.compare_digest(_signature(key, said), signature):
        raise NotOurs
    try:
        claims = json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise NotOurs from error
    if not isinstance(claims, dict):
        raise NotOurs
    return claims


@lru_cache
def _header(key: SigningKey, kind: str) -> str:
    return _encoded(_json({"alg": "HS256", "kid": key.kid, "typ": kind}))


def _signature(key: SigningKey, said: str) -> str:
    return _encoded(hmac.digest(key.key, said.encode(), "sha256"))


def _json(said: Mapping[str, str | int]) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode()


def _encoded(said: bytes) -> str:
    return urlsafe_b64encode(said).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        said = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise NotOurs from error
    if _encoded(said) != text:  # padding of its own, or bits behind the last letter
        raise NotOurs
    return said
