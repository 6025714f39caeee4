"""What must hold before the first request, and how it is said when it does not."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_exponential

from app.core.config import Settings
from app.core.database_url import without_password
from app.core.engine import Database
from app.core.errors import Busy
from app.core.logging import Log
from app.core.refusals import may_pass, reason
from app.core.revisions import before, head, present_revision

log = Log(__name__)


class StartupRefused(RuntimeError):
    """The application must not start; the text is one plain sentence."""


def unusable(settings: Settings, error: BaseException) -> str:
    """The plain sentence for a database that does not do what it was asked."""
    return f"The database {without_password(settings.database)} cannot be used: {reason(error)}."


async def wait_for(database: Database) -> None:
    """Return once the database answers, or raise `StartupRefused`: then, or when it never will."""
    seconds = database.settings.db_wait_seconds
    waiting = AsyncRetrying(
        retry=retry_if_exception(lambda error: may_pass(error.__cause__)),
        wait=wait_exponential(multiplier=0.2, max=5),
        stop=stop_after_delay(seconds),
        before_sleep=lambda _: log.warning("waiting for the database", seconds=seconds),
        sleep=asyncio.sleep,
        reraise=True,
    )
    try:
        async for attempt in waiting:
            with attempt:
                await present_revision(database)
    except (Busy, SQLAlchemyError) as error:
        raise StartupRefused(unusable(database.settings, error)) from error


async def refuse_if_behind(database: Database) -> None:
    """Raise `StartupRefused` unless the database is at the revision that the code needs."""
    present, needed = await present_revision(database), head()
    if present == needed:
        return
    if present is not None and present not in before():
        raise StartupRefused(
            f"The database is at revision {present}, which this version does not know: "
            "it was migrated by a newer one; run that one."
        )
    raise StartupRefused(
        f"The database is at revision {present or 'none'}, this version needs {needed}: "
        "run `quartermaster migrate apply`."
    )
