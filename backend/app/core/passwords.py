"""Password hashes: bcrypt over a peppered HMAC, so that nothing is cut at 72 bytes.

A hash takes about a quarter of a second of a core by design. It is made in a thread of its own that
steps back for everybody else, never on the event loop and never while a database connection is held.
"""

import asyncio
import hmac
import os
import sys
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id
from typing import TypeVar
from unicodedata import normalize

import bcrypt
from pwdlib.hashers import HasherProtocol
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from app.core.config import Settings
from app.core.errors import Busy
from app.core.keys import Keys

PREFIX = "$qm1$"
NICE = 15  # a thirtieth of a core that others want too; all of one that nobody wants
WAITING = 64  # more than this many hashes in line, and a caller had better come back
T = TypeVar("T")


class LineTooLong(Busy):
    code, detail = "too_many_sign_ins", "Too many sign-ins at once; try again in a moment."
    headers = {"Retry-After": "5"}


class PepperedBcrypt:
    """`$qm1$` + bcrypt(base64(HMAC-SHA256(pepper, NFKC(password)))), on pwdlib's protocol."""

    def __init__(self, pepper: tuple[bytes, ...], cost: int) -> None:
        self.pepper, self.cost = pepper, cost

    @classmethod
    def identify(cls, hash: str | bytes) -> bool:
        text = hash.decode() if isinstance(hash, bytes) else hash
        return text.startswith(PREFIX)

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        salt = salt or bcrypt.gensalt(self.cost)
        return PREFIX + bcrypt.hashpw(_digest(password, self.pepper[0]), salt).decode()

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        return any(self._matches(password, hash, pepper) for pepper in self.pepper)

    def of_nobody(self) -> str:
        """A hash that no password has, and that costs as much to check: nothing to wait for."""
        return f"{PREFIX}$2b${self.cost:02}${'.' * 53}"

    def check_needs_rehash(self, hash: str | bytes) -> bool:
        return int(_bcrypt_part(hash)[4:6]) < self.cost

    @staticmethod
    def _matches(password: str | bytes, hash: str | bytes, pepper: bytes) -> bool:
        return bcrypt.checkpw(_digest(password, pepper), _bcrypt_part(hash))


class PlainBcrypt(BcryptHasher):
    """As other programs made it: they cut at 72 bytes, which bcrypt itself now refuses to do."""

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        text = password.encode() if isinstance(password, str) else password
        return super().verify(text[:72], hash)


def _digest(password: str | bytes, pepper: bytes) -> bytes:
    text = password.decode() if isinstance(password, bytes) else password
    return b64encode(hmac.digest(pepper, normalize("NFKC", text).encode(), "sha256"))


def _bcrypt_part(hash: str | bytes) -> bytes:
    text = hash.decode() if isinstance(hash, bytes) else hash
    return text.removeprefix(PREFIX).encode()


def _step_back() -> None:
    """Lower the priority of this thread, which Linux has for each; elsewhere it is the process's."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)


class Passwords:
    """Hashes and verifies off the event loop, one at a time, in a line of bounded length."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._own = PepperedBcrypt(keys.pepper, settings.password_hash_cost)
        self._argon2 = Argon2Hasher()
        self._plain_bcrypt = PlainBcrypt(rounds=settings.password_hash_cost)
        self._known: list[HasherProtocol] = [self._own, self._argon2, self._plain_bcrypt]
        argon2 = settings.password_hash_scheme == "argon2id"  # noqa: S105 (a scheme's name)
        self._present: HasherProtocol = self._argon2 if argon2 else self._own
        self._executor = ThreadPoolExecutor(
            1, thread_name_prefix="passwords", initializer=_step_back
        )
        self._waiting = 0
        # of no account: whoever asks for one that does not exist waits just as long
        self._dummy = self._argon2.hash("no such account") if argon2 else self._own.of_nobody()

    def refuse_if_full(self) -> None:
        """Raise `Busy` where one more would have to wait behind too many."""
        if self._waiting >= WAITING:
            raise LineTooLong

    async def hash(self, password: str) -> str:
        return await self._run(self._present.hash, password)

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Whether `password` is the one of `stored`, and a stronger hash to store if it is weak."""
        return await self._run(self._verify, password, stored)

    def _verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        hasher = next((known for known in self._known if known.identify(stored or "")), None)
        if stored is None or hasher is None:  # no account, or one without a password
            self._present.verify(password, self._dummy)
            return False, None
        if not hasher.verify(password, stored):
            return False, None
        return True, self._present.hash(password) if self._is_weak(
            hasher, password, stored
        ) else None

    def _is_weak(self, hasher: HasherProtocol, password: str, stored: str) -> bool:
        if hasher is self._own:
            return self._own.check_needs_rehash(stored) or (
                len(self._own.pepper) > 1
                and not self._own._matches(password, stored, self._own.pepper[0])
            )
        if hasher is self._argon2:  # never made weaker
            return self._present is self._argon2 and hasher.check_needs_rehash(stored)
        return True

    async def _run(self, work: Callable[..., T], *arguments: str | None) -> T:
        self.refuse_if_full()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._executor, work, *arguments
            )
        finally:
            self._waiting -= 1
