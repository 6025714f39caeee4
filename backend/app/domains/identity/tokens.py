"""Access tokens: short-lived JWTs that name a session, which every request looks up."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import time
from typing import Any, TypeVar, cast
from uuid import UUID

from app.core import jws
from app.core.clock import now
from app.core.errors import Unauthorized
from app.core.ids import new_id
from app.core.keys import Keys, SigningKey

ISSUER, AUDIENCE, TYPE = "quartermaster", "quartermaster-api", "at+jwt"
REMEMBERED = 5000  # tokens; about 2 MB
T = TypeVar("T")
CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: UUID
    session_id: UUID
    expires_at: int  # seconds since 1970


# what was proven once: a signature stays true, so only the clock is asked again, and the database
_known: dict[tuple[tuple[SigningKey, ...], bytes], Claims] = {}


def issue(keys: Keys, user_id: UUID, session_id: UUID, minutes: int) -> str:
    """A token of one session; it carries neither role nor e-mail, which may change meanwhile."""
    at = int(now().timestamp())
    claims: dict[str, str | int] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "iat": at,
        "exp": at + minutes * 60,
        "jti": str(new_id()),
    }
    return jws.signed(keys.access[0], TYPE, claims)


def read(keys: Keys, token: str) -> Claims:
    """Who `token` is for. Raises `Unauthorized` for anything but a live token of ours."""
    name = keys.access, sha256(token.encode()).digest()
    claims = _known.get(name)
    if claims is None:
        claims = proven(keys, token)
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[name] = claims
    if claims.expires_at <= time():
        raise Unauthorized
    return claims


def proven(keys: Keys, token: str) -> Claims:
    """What `token` says, once its signature and all its claims have been judged."""
    try:
        said = jws.opened(keys.access, TYPE, token)
        texts = _of_kind(str, said, "iss", "aud", "sub", "sid", "jti")
        issued, expires = _of_kind(int, said, "iat", "exp")
        claims = Claims(UUID(texts[2]), UUID(texts[3]), expires)
    except ValueError as error:
        raise Unauthorized from error
    if texts[:2] != [ISSUER, AUDIENCE]:
        raise Unauthorized
    if not issued <= time() < expires:
        raise Unauthorized
    return claims


def _of_kind(kind: type[T], said: Mapping[str, Any], *names: str) -> list[T]:
    """Some claims, each of exactly this kind: True is no number here."""
    found = [said.get(name) for name in names]
    if any(type(claim) is not kind for claim in found):
        raise ValueError(names)
    return cast("list[T]", found)
