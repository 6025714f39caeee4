"""What a database refuses, in the domain's words. Nobody else catches its errors."""

import socket

import asyncpg
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from app.core.errors import (
    AppError,
    Busy,
    ChangedMeanwhile,
    Conflict,
    SchemaBehind,
    VersionMismatch,
)

# serialization, deadlock, lock timeout; shutdown, crash, starting; too many connections
BUSY_STATES = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"}
BUSY_CODES = {5, 6, 14}  # SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN
BEHIND_STATES = {"42P01", "42703"}  # undefined table, undefined column
LOST = (ConnectionError, TimeoutError, socket.gaierror)
CANNOT_OPEN = 14  # SQLITE_CANTOPEN


def unreachable(error: Exception) -> AppError | None:
    """The answer when not even a connection could be had."""
    if isinstance(error, exc.SQLAlchemyError | asyncpg.PostgresError | OSError | TimeoutError):
        return Busy("The database cannot be reached; try the same request again.")
    return None


def may_pass(error: BaseException | None) -> bool:
    """Whether waiting helps: a server that starts or a lock, but no wrong password and no bad file."""
    if isinstance(error, exc.DBAPIError):
        return is_busy(error) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != CANNOT_OPEN
    if isinstance(error, asyncpg.PostgresError):
        return error.sqlstate in BUSY_STATES or str(error.sqlstate).startswith("08")
    return isinstance(error, exc.TimeoutError | OSError)


def reason(error: BaseException) -> str:
    """Why the database did not do it, in the driver's words and on one line."""
    error = (error.__cause__ or error) if isinstance(error, AppError) else error
    error = (error.orig or error) if isinstance(error, exc.DBAPIError) else error
    text = getattr(error, "strerror", None) or str(error).rpartition("'>: ")[2]
    return (text.strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def translated(error: Exception, *, version_named: bool) -> AppError | None:
    """The answer `error` stands for; None where it is a defect of ours."""
    match error:
        case StaleDataError():
            return VersionMismatch() if version_named else ChangedMeanwhile()
        case exc.IntegrityError():
            conflict = Conflict.by_constraint.get(_violated(error))
            return conflict() if conflict else None
        case exc.DBAPIError() if _is_behind(error):
            return SchemaBehind()
        case exc.DBAPIError() if not is_busy(error):
            return None
        case exc.DBAPIError() | exc.TimeoutError():
            return Busy()
    return Busy() if isinstance(error, LOST) else None


def is_busy(error: exc.DBAPIError) -> bool:
    return (
        error.connection_invalidated
        or getattr(error.orig, "sqlstate", None) in BUSY_STATES
        or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in BUSY_CODES
        or isinstance(error.orig.__cause__ if error.orig else None, LOST)
    )


def _is_behind(error: exc.DBAPIError) -> bool:
    text = str(error.orig)
    return getattr(error.orig, "sqlstate", None) in BEHIND_STATES or text.startswith(
        ("no such table", "no such column")
    )


def _violated(error: exc.IntegrityError) -> str:
    if getattr(error.orig, "sqlstate", None) == "23503":
        return "FOREIGN KEY"
    if name := getattr(getattr(error.orig, "__cause__", None), "constraint_name", None):
        return str(name)
    kind, _, what = str(error.orig).partition(" constraint failed")
    if kind != "UNIQUE":
        return what.removeprefix(": ") or kind
    # SQLite tells a unique constraint's columns, not its name: the convention gives it back
    columns = [column.split(".") for column in what.removeprefix(": ").split(", ")]
    return "_".join(["uq", columns[0][0], *(column for _, column in columns)])
