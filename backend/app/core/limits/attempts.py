"""What guards accounts, counted in the database: exact over all processes, and through a restart.

A refusal holds until its window ends, whatever comes; so the process that saw it refuses by itself
until then, and a flood reaches the database only as often as the limits let it through.
"""

from asyncio import Lock
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast

from sqlalchemy import Table, bindparam, case, delete, select, tuple_

from app.core.clock import now
from app.core.config import Settings
from app.core.keys import Keys
from app.core.limits.counters import LimitCounter
from app.core.limits.rules import Limit, TooManyAttempts, subjects
from app.core.reading import read_shape
from app.core.unit_of_work import UnitOfWork

Counted: TypeAlias = tuple[Limit, str]
REMEMBERED = 10_000  # refusals that a process keeps in mind
SWEPT = 20  # counters that have ended, deleted with each attempt
KEY = ("limit", "subject")
counters = cast("Table", LimitCounter.__table__)


class Attempts:
    """The door in front of what guards accounts; one a process."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._keys, self._on = keys, settings.rate_limits
        self._refused: dict[tuple[str, str], datetime] = {}
        # they wait for each other's rows anyway: better here, where they hold no connection
        self.turn = Lock()

    def of(self, limits: Sequence[Limit], address: str | None, account: str = "") -> list[Counted]:
        """What an attempt counts as. Raises `TooManyAttempts` where that is known already."""
        counted = list(self._of(tuple(limits), address, account))
        self.refuse_known(counted)
        return counted

    def refuse_known(self, counted: Sequence[Counted]) -> None:
        """Raise `TooManyAttempts` where the database has said so before, and would again."""
        at = now()
        for limit, subject in counted:
            if (ends := self._refused.get((limit.key, subject), at)) > at:
                raise TooManyAttempts(limit, (ends - at).total_seconds())

    def _of(
        self, limits: tuple[Limit, ...], address: str | None, account: str
    ) -> Iterator[Counted]:
        if self._on:
            for limit, subject in subjects(limits, address, account):
                yield limit, self._keys.stored(f"{limit.key}\n{subject}")

    async def count(self, unit: UnitOfWork, counted: Sequence[Counted]) -> None:
        """Count an attempt, one limit after the other, up to the first that is used up.

        That one raises `TooManyAttempts`; those behind it are not charged, so that nobody locks
        another's account by being refused for their own.
        """
        unit.must_write()
        begun = False
        for limit, subject in counted:
            at = now()
            ends, count = await _counted(unit, limit, subject, at)
            if count > limit.times:
                self._remember(limit, subject, ends, at)
                raise TooManyAttempts(limit, (ends - at).total_seconds())
            begun |= count == 1
        if begun:  # whoever adds a row takes away some
            await _sweep(unit)

    def _remember(self, limit: Limit, subject: str, ends: datetime, at: datetime) -> None:
        if len(self._refused) >= REMEMBERED:
            self._refused = {key: end for key, end in self._refused.items() if end > at}
        if len(self._refused) < REMEMBERED:
            self._refused[limit.key, subject] = ends


async def _counted(
    unit: UnitOfWork, limit: Limit, subject: str, at: datetime
) -> tuple[datetime, int]:
    """The end of the window, and how many there were in it; one more than allowed says enough."""
    values: dict[str, Any] = {"limit": limit.key, "subject": subject, "most": limit.times}
    values |= {"count": 1, "at": at, "ends_at": at + timedelta(seconds=limit.seconds)}
    (row,) = await read_shape(unit.connection, "attempt", lambda: _counting(unit), values)
    return row["ends_at"], row["count"]


def _counting(unit: UnitOfWork) -> Any:
    """One statement, so that of many at once each sees those before it."""
    insert: Any = unit.insert_into(counters)
    over = counters.c.ends_at <= bindparam("at", type_=counters.c.ends_at.type)
    most = bindparam("most", type_=counters.c.count.type)
    one_more = case((counters.c.count <= most, counters.c.count + 1), else_=counters.c.count)
    return (
        insert.values({name: bindparam(name) for name in (*KEY, "ends_at", "count")})
        .on_conflict_do_update(
            index_elements=KEY,
            set_={
                "count": case((over, 1), else_=one_more),
                "ends_at": case((over, insert.excluded.ends_at), else_=counters.c.ends_at),
            },
        )
        .returning(counters.c.ends_at, counters.c.count)
    )


async def _sweep(unit: UnitOfWork) -> None:
    """Last of all in the transaction: who holds these rows waits for no others."""
    key = (counters.c.limit, counters.c.subject)
    old = select(*key).where(counters.c.ends_at < now()).limit(SWEPT)
    rows = (await unit.connection.execute(old.with_for_update(skip_locked=True))).all()
    if rows:
        gone = delete(counters).where(tuple_(*key).in_([tuple(row) for row in rows]))
        await unit.connection.execute(gone)
