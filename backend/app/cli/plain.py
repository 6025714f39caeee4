"""How the command line speaks: one plain sentence for what goes wrong, never a traceback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from app import models as _models  # noqa: F401 (every table is known)
from app import subscribers as _subscribers  # noqa: F401 (every fact is heard)
from app.core import logging
from app.core.config import SettingsRefused, get_settings
from app.core.context import Origin
from app.core.engine import Database
from app.core.errors import AppError, Busy
from app.core.keys import Keys
from app.core.limits.attempts import Attempts
from app.core.passwords import Passwords
from app.core.startup import StartupRefused, unusable
from app.domains.identity.service.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")


def say(sentence: str) -> None:
    typer.echo(sentence)


def complain(sentence: str) -> None:
    typer.secho(sentence, fg="red", err=True)  # in colour where a person reads it


def refuse(sentence: str, status: int = 2) -> NoReturn:
    """End the command with one sentence."""
    complain(sentence)
    raise typer.Exit(status)


def plainly(command: Callable[P, T]) -> Callable[P, T]:
    """What a command cannot do it says in one sentence: exit 1 for the database, 2 for the rest."""

    @wraps(command)
    def said(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except SettingsRefused as refusal:
            refuse(str(refusal))
        except StartupRefused as refusal:
            refuse(str(refusal), 1)
        except Busy as busy:
            refuse(unusable(get_settings(), busy), 1)
        except AppError as error:
            refuse(str(error))
        except SQLAlchemyError as error:
            refuse(unusable(get_settings(), error), 1)
        except OSError as error:
            refuse(f"{error.filename or 'The system'}: {error.strerror}.", 1)

    return said


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@asynccontextmanager
async def opened() -> AsyncIterator[Database]:
    """The database of the settings, closed again afterwards."""
    settings = get_settings()
    logging.configure(settings)
    database = Database(settings)
    try:
        yield database
    finally:
        await database.dispose()


def desk_of(database: Database) -> Desk:
    """The front desk as the command line stands at it."""
    keys = Keys.of(database.settings)
    settings = database.settings
    attempts = Attempts(settings, keys)
    return Desk(database, settings, keys, Passwords(settings, keys), Origin(), attempts)
