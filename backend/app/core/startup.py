"""What must hold before the first request, and how it is said when it does not."""

import asyncio
from pathlib import Path

import structlog
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from app.core.context import unit_of_work
from app.core.engine import Database
from app.core.errors import Busy

SCRIPTS = Path(__file__).resolve().parents[1] / "alembic"
FILE_TEMPLATE = "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
WAIT_SECONDS = 60
log = structlog.get_logger(__name__)


class StartupRefused(RuntimeError):
    """The application must not start; the text is one plain sentence."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", FILE_TEMPLATE)
    config.set_main_option("timezone", "UTC")
    return config


def head() -> str | None:
    """The revision that this code needs."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def present_revision(database: Database) -> str | None:
    """The revision that the database is at; None if it was never migrated. Raises `Busy`."""

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with unit_of_work(database, write=False) as unit:
        return await unit.connection.run_sync(read)


async def wait_for(database: Database, seconds: float = WAIT_SECONDS) -> None:
    """Return once the database answers, or raise `StartupRefused` after `seconds`."""
    waiting = AsyncRetrying(
        retry=retry_if_exception_type(Busy),
        wait=wait_exponential(multiplier=0.2, max=5),
        stop=stop_after_delay(seconds),
        before_sleep=lambda _: log.warning("waiting for the database"),
        sleep=asyncio.sleep,
        reraise=True,
    )
    try:
        async for attempt in waiting:
            with attempt:
                await present_revision(database)
    except Busy:
        raise StartupRefused(
            f"The database did not answer within {seconds:.0f} s; check DATABASE_URL."
        ) from None


async def refuse_if_behind(database: Database) -> None:
    """Raise `StartupRefused` unless the database is at the revision that the code needs."""
    present, needed = await present_revision(database), head()
    if present == needed:
        return
    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if present is not None and present not in known:
        raise StartupRefused(
            f"The database is at revision {present}, which this version does not know: "
            "it was migrated by a newer one; run that one."
        )
    raise StartupRefused(
        f"The database is at revision {present or 'none'}, this version needs {needed}: "
        "run `quartermaster migrate apply`."
    )
