"""The sealer of a server: a pass every second, in one of all processes at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.core.engine import Database
from app.core.errors import AppError
from app.core.keys import SigningKey
from app.core.logging import Log
from app.domains.activity.service.sealing import LOOK_BACK, Head, Pass, seal

log = Log(__name__)
SHORT = timedelta(
    seconds=10
)  # most commits are as old at most, and looking further back costs more
FAR_EVERY = 20  # passes
HEADS_EVERY = timedelta(hours=1)


class Sealer:
    """Seals while it runs, and logs the heads of chains that grew: else a cut tail is not seen."""

    def __init__(self, database: Database, key: SigningKey, seconds: float) -> None:
        """`seconds` from one pass to the next; 0 for none at all."""
        self.database, self.key, self.seconds = database, key, seconds
        self.heads: dict[UUID | None, Head] = {}
        self.ended = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From here to the end of the block; a pass that has begun is finished."""
        if not self.seconds:
            yield
            return
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self.ended.set()
            await task

    async def _run(self) -> None:
        passes, well = 0, True
        loop = asyncio.get_running_loop()
        due = loop.time() + HEADS_EVERY.total_seconds()
        while not self.ended.is_set():
            try:
                passed = await self.seal(SHORT if passes % FAR_EVERY else LOOK_BACK)
                passes, well = passes + 1, True
            except (AppError, SQLAlchemyError, OSError) as error:
                if well:  # once, not every second: whoever watches has been told
                    log.warning("the audit log cannot be sealed", error=type(error).__name__)
                passed, well = Pass(0, (), more=False), False
            if loop.time() >= due:
                self.tell_heads()
                due = loop.time() + HEADS_EVERY.total_seconds()
            await self._rest(0 if passed.more else self.seconds)
        self.tell_heads()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.ended.wait()
        except TimeoutError:
            return

    async def seal(self, back: timedelta) -> Pass:
        passed = await seal(self.database, self.key, back)
        self.heads |= {head.owner: head for head in passed.heads}
        return passed

    def tell_heads(self) -> None:
        """Of the chains that have grown by this process since it last told."""
        for head in self.heads.values():
            log.info("audit head", head=str(head))
        self.heads.clear()
