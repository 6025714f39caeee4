"""Logs to standard error: one line an event, JSON wherever a machine reads them."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from pydantic_core import to_json

from app.core.config import Settings

ACCESS = "quartermaster.access"
TOKEN_IN_PATH = re.compile(r"^(/api/v1/invitations/)[^/]+")
# without the values of variables: passwords and tokens are among them
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


class Lines(structlog.stdlib.ProcessorFormatter):
    """Writes what is a line's fields already as they are, and prepares everything else."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name != ACCESS or not isinstance(record.msg, dict):
            return super().format(record)
        at = datetime.fromtimestamp(record.created, UTC)
        more = {"event": "request", "logger": ACCESS, "level": "info", "timestamp": at}
        line = to_json(record.msg | more).decode()
        # beyond ASCII there are more ends of a line, and escapes that a terminal obeys
        return line if line.isascii() else json.dumps(json.loads(line))


def _tame(_logger: Any, _method: str, told: structlog.typing.EventDict) -> Any:
    """What somebody else said, as one line that moves no cursor; values are written as literals."""
    told["event"] = _visible(str(told["event"]))
    return told


def _visible(text: str, kept: str = "") -> str:
    """`text` with what is no letter, digit, sign or blank escaped, but for what is `kept`."""
    return "".join(
        letter
        if letter.isprintable() or letter in kept
        else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _traceback(sio: TextIO, error: structlog.typing.ExcInfo) -> None:
    """Plain, and nothing in its messages is obeyed by a terminal."""
    written = io.StringIO()
    structlog.dev.plain_traceback(written, error)
    sio.write(_visible(written.getvalue(), kept="\n"))


def tellable(path: str) -> str:
    """`path` as a log may have it: without the token of a link, which opens a door."""
    return TOKEN_IN_PATH.sub(r"\1…", path)


def access_log(settings: Settings) -> Callable[..., None]:
    """What writes the line of a request. As JSON without a detour: that took a tenth of a request."""
    if not settings.exposed:
        tell: Callable[..., None] = structlog.get_logger(ACCESS).info
        return lambda **fields: tell("request", **fields)
    logger = logging.getLogger(ACCESS)

    def write(**fields: Any) -> None:
        if logger.isEnabledFor(logging.INFO):
            logger.handle(logging.LogRecord(ACCESS, logging.INFO, "", 0, fields, None, None))

    return write


def configure(settings: Settings) -> None:
    """Make structlog and the standard library write the same lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[structlog.typing.Processor] = (
        [_TRACEBACKS, structlog.processors.JSONRenderer()]
        if settings.exposed
        else [
            _tame,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=_traceback
            ),
        ]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        Lines(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("uvicorn.access").disabled = True  # our own line has the request id
    logging.getLogger("alembic.runtime").setLevel(logging.WARNING)  # a demo migrates at each start
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # it tells the values of each statement
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
