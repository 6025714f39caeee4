"""Logs to standard error: one line an event, JSON wherever a machine reads them."""

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic_core import to_json

from app.core.config import Settings

ACCESS = "quartermaster.access"
TOKEN_IN_PATH = re.compile(r"^(/api/v1/invitations/)[^/]+")


class Lines(structlog.stdlib.ProcessorFormatter):
    """Writes what is a line's fields already as they are, and prepares everything else."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name != ACCESS or not isinstance(record.msg, dict):
            return super().format(record)
        at = datetime.fromtimestamp(record.created, UTC)
        more = {"event": "request", "logger": ACCESS, "level": "info", "timestamp": at}
        return to_json(record.msg | more).decode()


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
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
        if settings.exposed
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
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
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
