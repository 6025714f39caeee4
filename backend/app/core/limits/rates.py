"""How often one caller may ask for anything: counted in Redis where there is one, else here.

A process takes what it grants in shares of a hundredth, so that most requests cost a look into a
dictionary. Never more is granted than the limit says; what processes leave of their shares is lost.
While Redis is away each process counts for itself: neither open nor shut.
"""

from asyncio import Lock
from collections import OrderedDict
from dataclasses import dataclass, field
from time import monotonic, time
from typing import TYPE_CHECKING, Optional

from app.core.config import Settings
from app.core.limits.rules import Limit, RateLimited
from app.core.limits.windows import Away, Windows
from app.core.logging import Log

if TYPE_CHECKING:
    from app.core.limits.in_redis import InRedis

SHARES = 100
AWAY = 2.0  # seconds until Redis is asked again
REMEMBERED = 50_000  # callers
log = Log(__name__)


@dataclass(slots=True)
class Share:
    """What this process may still grant to one caller, and what others may beyond it."""

    left: int = 0
    beyond: int = 0
    ends: float = 0.0
    spent: bool = False  # the whole limit, until it ends
    turn: Lock = field(default_factory=Lock)  # one asks, the others of this caller wait


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer says of the limit that it was counted by."""

    limit: Limit
    left: int
    seconds: float

    def headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"ratelimit-policy", self.limit.policy.encode()),
            (b"ratelimit", self.limit.standing(self.left, self.seconds).encode()),
        ]


class Rates:
    """One a process."""

    def __init__(self, settings: Settings) -> None:
        self._on = settings.rate_limits
        self._here = Windows()
        self._there = _in_redis(settings.redis_url)
        self._asked_again = 0.0  # when Redis, which was away, is asked again
        self._shares: OrderedDict[tuple[str, str], Share] = OrderedDict()

    async def admit(self, limit: Limit, subject: str) -> Standing | None:
        """Count one request. Raises `RateLimited`; None where nothing is limited."""
        if not self._on:
            return None
        share = self._shares.get((limit.name, subject)) or self._new(limit, subject)
        at = time()
        if share.ends <= at or not (share.left or share.spent):
            async with share.turn:
                if share.ends <= at or not (share.left or share.spent):
                    await self._refill(share, limit, subject)
        if not share.left:
            raise RateLimited(limit, share.ends - at)
        share.left -= 1
        return Standing(limit, share.left + share.beyond, max(share.ends - at, 0))

    @property
    def is_away(self) -> bool:
        """Whether there is a Redis that did not answer when it was asked last."""
        return self._asked_again > 0

    async def answers(self) -> bool:
        """Whether there is a Redis, and it counts."""
        return self._there is not None and await self._there.answers()

    async def close(self) -> None:
        if self._there is not None:
            await self._there.close()

    def _new(self, limit: Limit, subject: str) -> Share:
        if len(self._shares) >= REMEMBERED:
            self._shares.popitem(last=False)  # its next request asks anew
        share = self._shares[limit.name, subject] = Share()
        return share

    async def _refill(self, share: Share, limit: Limit, subject: str) -> None:
        amount = max(1, limit.times // SHARES)
        granted, ends, beyond = await self._taken(limit, subject, amount)
        share.left, share.beyond = amount if granted else 0, max(0, beyond)
        share.ends, share.spent = min(ends, time() + limit.seconds), not granted

    async def _taken(self, limit: Limit, subject: str, amount: int) -> tuple[bool, float, int]:
        """Whether so much could be had; when the window ends; what is left in it."""
        if self._there is not None and monotonic() >= self._asked_again:
            was_away = self._asked_again > 0
            if was_away:  # one asks, the others go on meanwhile
                self._asked_again = monotonic() + AWAY
            try:
                taken = await self._there.take(limit, subject, amount)
            except Away as error:
                self._asked_again = monotonic() + AWAY
                if not was_away:
                    log.warning("Redis is away; limits are counted here", reason=str(error))
            else:
                self._asked_again = 0.0
                if was_away:
                    log.info("Redis is back; limits are counted there")
                return taken
        return await self._here.take(limit, subject, amount)


def _in_redis(url: str | None) -> Optional["InRedis"]:
    if url is None:
        return None
    from app.core.limits.in_redis import InRedis  # noqa: PLC0415 (7 MB that most need not load)

    return InRedis(url)
