"""Windows that all processes count in: kept by Redis, or by Valkey, which is Redis by another name."""

from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.core.limits.rules import Limit
from app.core.limits.windows import Away

PATIENCE = 0.25  # seconds for one answer of Redis, which is beside us


class InRedis:
    """Raises `Away` where Redis does not answer; it is not asked again by itself."""

    def __init__(self, url: str) -> None:
        # the one client that both Redis and Valkey understand
        self._client = Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        storage = RedisStorage(
            "async+redis://",  # where that is, the pool knows
            implementation="redispy",
            key_prefix="quartermaster:limits",
            connection_pool=self._client.connection_pool,  # type: ignore[arg-type]  # limits passes it on
        )
        self._limiter = FixedWindowRateLimiter(storage)

    async def take(self, limit: Limit, subject: str, amount: int) -> tuple[bool, float, int]:
        """As the windows of a process do."""
        item = RateLimitItemPerSecond(limit.times, limit.seconds)
        try:
            granted = await self._limiter.hit(item, limit.name, subject, cost=amount)
            stats = await self._limiter.get_window_stats(item, limit.name, subject)
        except (RedisError, OSError) as error:
            raise Away(str(error)) from error
        return granted, stats.reset_time, stats.remaining

    async def answers(self) -> bool:
        try:
            return bool(await self._client.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        await self._client.aclose()
