"""When a session or a key was last used: written seldom, and after the answer.

Else every read would be a write.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.core.clock import now
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.identity.queries.authority import Authority
from app.domains.identity.queries.tables import api_keys, sessions

SELDOM = timedelta(minutes=5)
REMEMBERED = 10_000


class Usage:
    """What this process has written of late; one a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written: dict[UUID, datetime] = {}

    def is_due(self, me: Authority) -> bool:
        """Whether it was last written long enough ago; of many at once, one is told so."""
        at = now()
        if me.last_used_at is not None and at - me.last_used_at < SELDOM:
            return False
        id = me.key_id or me.session_id
        if id is None or at - self._written.get(id, at - SELDOM) < SELDOM:
            return False
        if len(self._written) >= REMEMBERED:
            self._written.clear()
        self._written[id] = at
        return True

    async def write(self, me: Authority) -> None:
        """Raises `Busy` where the database has no time for it; then it is not due for a while."""
        table, id = (api_keys, me.key_id) if me.key_id else (sessions, me.session_id)
        async with unit_of_work(self._database, write=True) as unit:
            used = update(table).where(table.c.id == id).values(last_used_at=now())
            await unit.connection.execute(used)
