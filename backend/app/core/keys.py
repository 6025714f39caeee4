"""Keys per purpose, derived from the secrets of the settings; and what is made with them."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING
from uuid import UUID

from app.core.config import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def derived(secret: str, purpose: str) -> bytes:
    """A key for one purpose alone: HMAC-SHA256 of the purpose under the secret."""
    return hmac.digest(secret.encode(), f"quartermaster/{purpose}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of access tokens or seals, and the name by which these say that it was used."""

    key: bytes

    @property
    def kid(self) -> str:
        return sha256(b"kid" + self.key).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of the process. The first of several is the present one, the others verify."""

    access: tuple[SigningKey, ...]
    refresh: bytes
    at_rest: tuple[bytes, ...]
    pepper: tuple[bytes, ...]
    link: tuple[bytes, ...]
    sealing: tuple[bytes, ...]
    seal: tuple[SigningKey, ...]

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        secrets = [settings.secret, *filter(None, [settings.secret_key_previous])]
        given = settings.jwt_access_secret or settings.jwt_secret
        access = [derived(secret, "access") for secret in secrets]
        refresh = settings.jwt_refresh_secret
        return cls(
            access=tuple(map(SigningKey, [given.encode(), *access] if given else access)),
            refresh=refresh.encode() if refresh else derived(settings.secret, "refresh"),
            at_rest=tuple(derived(secret, "at rest") for secret in secrets),
            pepper=tuple(derived(secret, "pepper") for secret in secrets),
            link=tuple(derived(secret, "link") for secret in secrets),
            sealing=tuple(derived(secret, "sealing") for secret in secrets),
            seal=tuple(SigningKey(derived(secret, "seal")) for secret in secrets),
        )

    def successor(self, token: str) -> str:
        """The refresh token that follows `token`: derived, so that a retry gets the same one."""
        mac = hmac.digest(self.refresh, f"{token}next".encode(), "sha256")
        return "rt_" + urlsafe_b64encode(mac).decode().rstrip("=")

    def stored(self, token: str) -> str:
        """What the database keeps of a token."""
        return self.stored_forms(token)[0]

    def stored_forms(self, token: str) -> list[str]:
        """The same under every live key, to look a token up by."""
        return [hmac.new(key, token.encode(), sha256).hexdigest() for key in self.at_rest]

    def sealed(self, secret: str, about: UUID) -> str:
        """`secret` so that the database can keep what has to be read again (AES-256-GCM).

        It opens `about` the same row alone: copied to another one it is worthless.
        """
        nonce = token_bytes(12)
        text = _cipher(self.sealing[0]).encrypt(nonce, secret.encode(), about.bytes)
        return urlsafe_b64encode(nonce + text).decode()

    def unsealed(self, sealed: str, about: UUID) -> str:
        """What was sealed, under any live key. Raises `InvalidTag` for anything else."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (10 MB, for second factors alone)

        raw = urlsafe_b64decode(sealed)
        for key in self.sealing:
            with suppress(InvalidTag):
                return _cipher(key).decrypt(raw[:12], raw[12:], about.bytes).decode()
        raise InvalidTag

    def proofs_of_link(self, purpose: str, id: UUID, nonce: str) -> list[bytes]:
        """What the token of a link has to carry, under every live key; the first is to be sent."""
        said = b"\0".join((purpose.encode(), id.bytes, nonce.encode()))
        return [hmac.digest(key, said, "sha256") for key in self.link]

    def checksums(self, text: str) -> list[str]:
        """A short sum that none but us can make, under every live key; the first is the present."""
        purpose = f"checksum {text}".encode()
        macs = (hmac.digest(key, purpose, "sha256") for key in self.at_rest)
        return [urlsafe_b64encode(mac).decode()[:6] for mac in macs]


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 (10 MB, for second factors alone)
        AESGCM,
    )

    return AESGCM(key)
