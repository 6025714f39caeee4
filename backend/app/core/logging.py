"""Logs to standard error: one line an event, JSON wherever a machine reads them."""

import json
import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_json

from app.core.config import Settings

ACCESS = "quartermaster.access"
TOKEN_IN_PATH = re.compile(r"^(/api/v1/invitations/)[^/]+")
COLOURS = {"warning": 33, "error": 31, "critical": 31}


class Log:
    """What a module tells: a sentence that is always the same, and fields that are not."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **fields: Any) -> None:
        self._logger.info({"event": event} | fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._logger.warning({"event": event} | fields)

    def error(self, event: str, exc_info: BaseException | None = None, **fields: Any) -> None:
        self._logger.error({"event": event} | fields, exc_info=exc_info)


class Lines(logging.Formatter):
    """A record as JSON: our fields as they are, and whatever anybody else says as an event."""

    def format(self, record: logging.LogRecord) -> str:
        line = _fields(record)
        at = _at(record).isoformat().replace("+00:00", "Z")
        line |= {"logger": record.name, "level": record.levelname.lower(), "timestamp": at}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.name != ACCESS:
            return json.dumps(line, default=str)
        written = to_json(line).decode()
        # beyond ASCII there are more ends of a line, and escapes that a terminal obeys
        return written if written.isascii() else json.dumps(json.loads(written))


class Readable(logging.Formatter):
    """A record for a person. It is one line that moves no cursor; values are written as literals."""

    def __init__(self, *, colours: bool) -> None:
        super().__init__()
        self._colours = COLOURS if colours else {}

    def format(self, record: logging.LogRecord) -> str:
        fields, level = _fields(record), record.levelname.lower()
        told = [f"{name}={value!r}" for name, value in fields.items() if name != "event"]
        said = _visible(" ".join([str(fields["event"]), f"[{record.name}]", *told]))
        if record.exc_info:
            said += "\n" + _visible(self.formatException(record.exc_info), kept="\n")
        shown = f"{level:<8}"
        if colour := self._colours.get(level):
            shown = f"\x1b[{colour}m{shown}\x1b[0m"
        return f"{_at(record):%H:%M:%S} {shown} {said}"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return dict(record.msg) if isinstance(record.msg, dict) else {"event": record.getMessage()}


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _visible(text: str, kept: str = "") -> str:
    """`text` with what is no letter, digit, sign or blank escaped, but for what is `kept`."""
    return "".join(
        letter
        if letter.isprintable() or letter in kept
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


def tellable(path: str) -> str:
    """`path` as a log may have it: without the token of a link, which opens a door."""
    return TOKEN_IN_PATH.sub(r"\1…", path)


def access_log() -> Callable[..., None]:
    """What writes the line of a request. The record is made here: to find the caller takes time."""
    logger = logging.getLogger(ACCESS)

    def write(**fields: Any) -> None:
        if logger.isEnabledFor(logging.INFO):
            said = fields | {"event": "request"}
            logger.handle(logging.LogRecord(ACCESS, logging.INFO, "", 0, said, None, None))

    return write


def configure(settings: Settings) -> None:
    """Make everybody's records lines of ours."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines() if settings.exposed else Readable(colours=sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("uvicorn.access").disabled = True  # our own line has the request id
    logging.getLogger("alembic.runtime").setLevel(logging.WARNING)  # a demo migrates at each start
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # it tells the values of each statement
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
