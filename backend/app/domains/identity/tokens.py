"""Access tokens: short-lived JWTs that name a session, which every request looks up."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import jwt

from app.core.clock import now
from app.core.errors import Unauthorized
from app.core.ids import new_id
from app.core.keys import Keys, SigningKey

ISSUER, AUDIENCE, TYPE, ALGORITHM = "quartermaster", "quartermaster-api", "at+jwt", "HS256"
REQUIRED = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: UUID
    session_id: UUID


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
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]))
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
