"""What may wait until the answer has left."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from app.core.errors import AppError
from app.core.logging import Log

Work: TypeAlias = Callable[[], Awaitable[None]]
log = Log(__name__)


def afterwards(state: dict[str, Any], work: Work) -> None:
    """Do `work` once the request of this `state` is answered."""
    state.setdefault("afterwards", []).append(work)


async def settle(state: dict[str, Any]) -> None:
    """Do what was left for now. What cannot be done is not: the answer has left."""
    for work in state.get("afterwards", ()):
        try:
            await work()
        except AppError as refusal:
            log.info("left undone after the answer", code=refusal.code)
