"""Access tokens: short-lived JWTs that name a session, which every request looks up."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from time import time
from uuid import UUID

import jwt

from app.core.clock import now
from app.core.errors import Unauthorized
from app.core.ids import new_id
from app.core.keys import Keys, SigningKey

ISSUER, AUDIENCE, TYPE, ALGORITHM = "quartermaster", "quartermaster-api", "at+jwt", "HS256"
REMEMBERED = 5000  # tokens; about 2 MB
REQUIRED = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: UUID
    session_id: UUID
    expires_at: int  # seconds since 1970


# what was proven once: a signature stays true, so only the clock is asked again, and the database
_known: dict[tuple[tuple[SigningKey, ...], bytes], Claims] = {}


def issue(keys: Keys, user_id: UUID, session_id: UUID, minutes: int) -> str:
    """A token of one session; it carries neither role nor e-mail, which may change meanwhile."""
    at = now()
    payload = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "iat": at,
        "exp": at + timedelta(minutes=minutes),
        "jti": str(new_id()),
    }
    key = keys.access[0]
    return jwt.encode(payload, key.key, ALGORITHM, headers={"typ": TYPE, "kid": key.kid})


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
        key = _key(keys, token)
        whole = jwt.decode_complete(
            token,
            key.key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": REQUIRED},
        )
        header, payload = whole["header"], whole["payload"]
        if header.get("typ") != TYPE or header.get("kid") != key.kid:
            raise Unauthorized
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]), int(payload["exp"]))
    except (jwt.InvalidTokenError, ValueError, AttributeError) as error:
        raise Unauthorized from error


def _key(keys: Keys, token: str) -> SigningKey:
    """The key that `token` says it was signed with; where there is one, it need not be asked."""
    if len(keys.access) == 1:
        return keys.access[0]
    kid = jwt.get_unverified_header(token).get("kid")
    key = next((key for key in keys.access if key.kid == kid), None)
    if key is None:
        raise Unauthorized
    return key
