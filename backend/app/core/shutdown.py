"""How a process ends: told to, it first says that it is not ready, and serves on for a while.

Whoever spreads the load has seen that when the server closes, and sends nobody here any more.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from types import FrameType

from app.core.logging import Log

log = Log(__name__)


class Shutdown:
    """Stands before what the server does at SIGTERM; `draining` once that has come."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.draining = seconds, False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """From the start of serving to its end. The server has set its own handler before."""
        closes = signal.getsignal(signal.SIGTERM)
        if threading.current_thread() is not threading.main_thread() or not callable(closes):
            yield  # nobody sends signals here, or nobody handles them
            return
        loop = asyncio.get_running_loop()

        def drain(signum: int, frame: FrameType | None) -> None:
            wait = 0.0 if self.draining else self.seconds  # told twice it ends at once
            self.draining = True
            loop.call_soon_threadsafe(loop.call_later, wait, closes, signum, frame)

        signal.signal(signal.SIGTERM, drain)
        _follow_parent(loop)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, closes)


def _follow_parent(loop: asyncio.AbstractEventLoop) -> None:
    """A worker whose supervisor has died ends as if told to: nobody else would ever tell it."""
    if (parent := parent_process()) is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        log.warning("the supervisor is gone")
        loop.call_soon_threadsafe(signal.raise_signal, signal.SIGTERM)

    threading.Thread(target=wait, name="follows its parent", daemon=True).start()
