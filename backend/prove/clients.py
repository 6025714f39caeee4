"""Those who use the server while it suffers: each asks again, under the same key, until it is told."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from rig.wire import Answer, Call, Line

PAUSE = 0.05  # seconds before the next attempt: less than `Retry-After` asks for
PATIENCE = 60.0  # seconds for one request, however often it is sent


class Unanswered(RuntimeError):
    """A request that was sent again and again and never answered."""


class Refused(RuntimeError):
    """A request that could have been carried out, and was refused for good."""


@dataclass(slots=True)
class Tally:
    """What all clients together were told."""

    statuses: Counter[int] = field(default_factory=Counter)
    cut: int = 0  # requests whose connection was lost before the answer
    replayed: int = 0  # answers that say that the request had been carried out before
    without_retry_after: int = 0  # … of those with 503
    slowest_503: float = 0.0  # seconds
    acknowledged: dict[str, str] = field(default_factory=dict)  # key -> id of what was made
    told: asyncio.Event = field(default_factory=asyncio.Event)  # set when one more is

    def acknowledge(self, key: str, id: str) -> None:
        """The first answer counts: what was lost must not be made good by asking again."""
        self.acknowledged.setdefault(key, id)
        self.told.set()

    def strange(self) -> int:
        """Answers that are neither success nor refusal nor 503."""
        fine = (200 <= status < 500 or status == 503 for status in self.statuses)
        return sum(n for well, n in zip(fine, self.statuses.values(), strict=True) if not well)


@dataclass(slots=True)
class Client:
    line: Line
    tally: Tally
    was_cut: bool = False  # since it was last asked about

    async def told(self, call: Call, key: str) -> Answer:
        """Send `call` under `key` until it is carried out or refused for good."""
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            answer = await self.ask(call, Idempotency_Key=key)
            if answer and answer.status < 500 and answer.code != "idempotency_in_progress":
                self.tally.replayed += "idempotency-replayed" in answer.headers
                return answer
            await asyncio.sleep(PAUSE)
        raise Unanswered(f"{call.method} {call.path} was not answered in {PATIENCE:g} s")

    async def ask(self, call: Call, **headers: str) -> Answer | None:
        """Send it once; None where the connection is lost."""
        tally, sent = self.tally, monotonic()
        try:
            answer = await self.line.send(call, **headers)
        except ConnectionRefusedError:
            return None
        except OSError:
            self.was_cut = True
            tally.cut += 1
            return None
        tally.statuses[answer.status] += 1
        if answer.status == 503:
            tally.without_retry_after += "retry-after" not in answer.headers
            tally.slowest_503 = max(tally.slowest_503, monotonic() - sent)
        return answer


async def acknowledged(tally: Tally, count: int, working: Sequence["asyncio.Task[None]"]) -> None:
    """Return as soon as so many requests are: who was told has done nothing with it yet.

    What goes wrong with those at work is raised here.
    """
    while len(tally.acknowledged) < count:
        pending = [task for task in working if not task.done()]
        for task in set(working) - {*pending}:
            await task
        if not pending:
            raise RuntimeError(f"all clients ended before {count} requests were acknowledged")
        tally.told.clear()
        one_more = asyncio.create_task(tally.told.wait())
        await asyncio.wait([one_more, *pending], return_when=asyncio.FIRST_COMPLETED)
        one_more.cancel()


@asynccontextmanager
async def at_work(
    work: Iterable[Coroutine[Any, Any, None]],
) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """All of it at once; it has ended when the block has, and what went wrong is raised."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield tasks
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was acknowledged against what is stored."""

    lost: int  # the row that somebody was told of is not there, be there another in its place
    doubled: int  # keys that stand there more than once
    untold: int  # there, and nobody was told of it


def compared(acknowledged: dict[str, str], stored: Iterable[tuple[str, str]]) -> Comparison:
    """`acknowledged` says which row each key was first told of; `stored` is each key with its row's id."""
    rows = [*stored]
    times = Counter(key for key, _ in rows)
    told = {(key, id.replace("-", "")) for key, id in acknowledged.items()}
    return Comparison(
        lost=len(told - set(rows)),
        doubled=sum(n > 1 for n in times.values()),
        untold=sum(key not in acknowledged for key in times),
    )
