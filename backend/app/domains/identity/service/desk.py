"""The front desk: what it takes to serve somebody who has not signed in yet.

Hashing takes a quarter of a second and must hold no connection meanwhile, so these use cases open
their units of work themselves, between the hashes.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from app.core.config import Settings
from app.core.context import Actor, Origin
from app.core.engine import Database
from app.core.keys import Keys
from app.core.limits.attempts import Attempts
from app.core.limits.rules import Limit
from app.core.passwords import Passwords
from app.core.unit_of_work import UnitOfWork, unit_of_work


@dataclass(frozen=True, slots=True)
class Desk:
    database: Database
    settings: Settings
    keys: Keys
    passwords: Passwords
    origin: Origin
    attempts: Attempts

    def work(self, *, write: bool) -> AbstractAsyncContextManager[UnitOfWork]:
        return unit_of_work(self.database, write=write, origin=self.origin)

    async def admit(self, limits: Sequence[Limit], account: str = "") -> None:
        """Count an attempt that is about `account`. Raises `TooManyAttempts`; or `Busy`, uncounted."""
        counted = self.attempts.of(limits, self.origin.ip, account)
        self.passwords.refuse_if_full()
        if counted:
            async with self.attempts.turn:
                self.attempts.refuse_known(counted)  # the one before may have been the last
                async with self.work(write=True) as unit:
                    await self.attempts.count(unit, counted)


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """The desk, for somebody who is signed in."""

    desk: Desk
    actor: Actor
    is_stepped_up: bool

    @property
    def user_id(self) -> UUID:
        assert self.actor.user_id is not None
        return self.actor.user_id
