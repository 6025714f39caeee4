"""Windows that all processes count in: kept by Redis, or by Valkey, which is Redis by another name."""

from limits.aio.storage import RedisStorage
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.core.limits.rules import Limit
from app.core.limits.windows import Away, Windows

PATIENCE = 0.25  # seconds for one answer of Redis, which is beside us


class InRedis(Windows):
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
        super().__init__(storage)

    async def take(self, limit: Limit, subject: str, amount: int) -> tuple[bool, float, int]:
        try:
            return await super().take(limit, subject, amount)
        except (RedisError, OSError) as error:
            raise Away(str(error)) from error

    async def answers(self) -> bool:
        try:
            return bool(await self._client.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        await self._client.aclose()
