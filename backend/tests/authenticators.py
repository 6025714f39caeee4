"""An authenticator as people carry one, and the way to have it counted without the ceremony."""

import time
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import FastAPI
from pyotp import TOTP, random_base32
from sqlalchemy import update

from app.core.clock import now
from app.core.engine import Database
from app.core.keys import Keys
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import SecondFactor
from app.domains.identity.service import codes

SOON = 2  # seconds


@dataclass
class Authenticator:
    """Shows codes that were not shown before; its clock runs a little ahead for that."""

    secret: str = field(default_factory=random_base32)
    shown: int = 0

    def code(self) -> str:
        """The next one that counts; three of them can be had in half a minute."""
        left = codes.STEP - now().timestamp() % codes.STEP
        if left < SOON:  # the oldest that counts must still count when it has been sent
            time.sleep(left)
        present = int(now().timestamp()) // codes.STEP
        self.shown = max(self.shown + 1, present - codes.DRIFT)
        assert self.shown <= present + codes.DRIFT, "no code is left for this half minute"
        return self.at(self.shown)

    def lasting(self) -> str:
        """One that counts for half a minute more, whenever it is shown."""
        return self.at(int(now().timestamp()) // codes.STEP)

    def at(self, step: int) -> str:
        return TOTP(self.secret).generate_otp(step)

    def wrong(self) -> str:
        """Six digits that are no code about now."""
        present = int(now().timestamp()) // codes.STEP
        right = {self.at(step) for step in range(present - 3, present + 4)}
        return next(code for code in map("{:06}".format, range(20)) if code not in right)


async def turned_on(app: FastAPI, user_id: UUID, *, confirmed: bool = True) -> Authenticator:
    """A second factor of this person, which counts if it is `confirmed`."""
    authenticator, keys = Authenticator(), app.state.keys
    assert isinstance(keys, Keys)
    async with unit_of_work(app.state.database, write=True) as unit:
        unit.account().session.add(
            SecondFactor(
                user_id=user_id,
                sealed_secret=keys.sealed(authenticator.secret, user_id),
                confirmed_at=now() if confirmed else None,
                last_step=0,
                wrong_codes=0,
                locked_until=None,
            )
        )
    return authenticator


async def forgotten_steps(database: Database, user_id: UUID) -> None:
    """As after a minute: every step can be used."""
    async with unit_of_work(database, write=True) as unit:
        mine = update(SecondFactor).where(SecondFactor.user_id == user_id)
        await unit.connection.execute(mine.values(last_step=0))
