"""Fixed windows in which requests are counted; those of this process, and what all have in common."""

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter

from app.core.limits.rules import Limit


class Away(Exception):
    """What counts did not answer."""


class Windows:
    """Kept in one storage: by default that of this process."""

    def __init__(self, storage: Storage | None = None) -> None:
        self._limiter = FixedWindowRateLimiter(storage or MemoryStorage())

    async def take(self, limit: Limit, subject: str, amount: int) -> tuple[bool, float, int]:
        """Whether so much could be had; when the window ends; what is left in it."""
        item = RateLimitItemPerSecond(limit.times, limit.seconds)
        granted = await self._limiter.hit(item, limit.name, subject, cost=amount)
        stats = await self._limiter.get_window_stats(item, limit.name, subject)
        return granted, stats.reset_time, stats.remaining
