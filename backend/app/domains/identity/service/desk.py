"""The front desk: what it takes to serve somebody who has not signed in yet.

Hashing takes a quarter of a second and must hold no connection meanwhile, so these use cases open
their units of work themselves, between the hashes.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from app.core.config import Settings
from app.core.context import Actor, Origin, UnitOfWork, unit_of_work
from app.core.engine import Database
from app.core.keys import Keys
from app.core.passwords import Passwords


@dataclass(frozen=True, slots=True)
class Desk:
    database: Database
    settings: Settings
    keys: Keys
    passwords: Passwords
    origin: Origin

    def work(self, *, write: bool) -> AbstractAsyncContextManager[UnitOfWork]:
        return unit_of_work(self.database, write=write, origin=self.origin)


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
