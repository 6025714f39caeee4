"""Which revisions of the database this code has, read without Alembic: only who migrates loads that."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.core.engine import Database
from app.core.unit_of_work import unit_of_work

SCRIPTS = Path(__file__).resolve().parents[1] / "alembic"
SAYS = re.compile(r"^(down_)?revision = (?:None|['\"](\w+)['\"])$", re.MULTILINE)


@cache
def before() -> dict[str, str | None]:
    """Each revision, and the one that it follows; None for the first."""
    steps = (dict(SAYS.findall(path.read_text())) for path in (SCRIPTS / "versions").glob("*.py"))
    return {step[""]: step["down_"] or None for step in steps}


def head() -> str:
    """The revision that this code needs."""
    (last,) = before().keys() - before().values()
    return last


async def present_revision(database: Database) -> str | None:
    """The revision that the database is at; None if it was never migrated. Raises `Busy`."""

    def read(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        present: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return present

    async with unit_of_work(database, write=False) as unit:
        return await unit.connection.run_sync(read)
