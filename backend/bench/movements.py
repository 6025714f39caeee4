"""Stock movements as service calls, many at once in one process; an order on standard input, as `bench.load` takes one.

What is measured is the use case with its idempotency row and its activity, in one commit: no HTTP.
"""

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from time import perf_counter
from uuid import UUID

from fastapi import Response
from uvicorn.loops.auto import auto_loop_factory

from app import models as _models  # noqa: F401 (every table is known)
from app import subscribers as _subscribers  # noqa: F401 (every fact is heard)
from app.core.clock import now
from app.core.config import get_settings
from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.idempotency import Claim
from app.core.idempotency_keys import IdempotencyKey
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.stock.schemas import Receive
from app.domains.stock.service import sheets
from bench.dataset import ITEM, Premises, id_of, place_of
from bench.load import Outcome


@dataclass(frozen=True, slots=True)
class Posting:
    """Receipts into the first `rows` levels by so many clients at once."""

    premises: Premises
    rows: int
    clients: int
    seconds: float


def carry_out(posting: Posting, environment: dict[str, str]) -> Outcome:
    """Let a process of its own do it."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.movements"],
        input=json.dumps(asdict(posting), default=str),
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Outcome(**json.loads(done.stdout))


async def _post(posting: Posting) -> Outcome:
    database = Database(get_settings())
    lines = itertools.cycle(_lines(posting.rows))
    times: list[float] = []
    await _receive(database, posting.premises, next(lines))  # connections and caches are there
    started = perf_counter()
    deadline = started + posting.seconds

    async def client() -> None:
        while (began := perf_counter()) < deadline:
            await _receive(database, posting.premises, next(lines))
            times.append(perf_counter() - began)

    await asyncio.gather(*(client() for _ in range(posting.clients)))
    seconds = perf_counter() - started
    await database.dispose()
    times.sort()
    middle, late = times[len(times) // 2], times[len(times) * 99 // 100]
    return Outcome(len(times), 0, seconds, 1000 * middle, 1000 * late)


def _lines(rows: int) -> Iterator[Receive]:
    for n in range(rows):
        item, place = id_of(ITEM, n), place_of(n)
        yield Receive(item_id=item, location_id=place, quantity=Decimal(1))


async def _receive(database: Database, premises: Premises, line: Receive) -> None:
    async with unit_of_work(database, write=True) as unit:
        tenant = Tenant(premises.organization_id, "bench", "EUR")
        ctx = unit.context(tenant, Actor(premises.user_id))
        claim = Claim(ctx, new_id())
        await ctx.insert_new(
            IdempotencyKey,
            {
                "id": claim.id,
                "created_at": now(),
                "actor_id": premises.user_id,
                "path": "/bench",
                "key": str(claim.id),
                "body_hash": "0" * 64,
            },
        )
        posting_id = await sheets.post_line(ctx, line)
        await claim.keep(Response(str(posting_id), 201))


def main() -> None:
    given = json.load(sys.stdin)
    ids = {name: UUID(value) for name, value in given["premises"].items()}
    posting = Posting(**given | {"premises": Premises(**ids)})
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        outcome = runner.run(_post(posting))
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
