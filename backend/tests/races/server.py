"""A real server, `uvicorn app.main:app`, on a free port of loopback; ended by its id, whatever happens."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BACKEND = Path(__file__).parents[2]
PATIENCE = 60.0
COMMAND = "from app.cli import main; main()"


@dataclass
class Server:
    address: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`quartermaster …` with the settings of this server."""
        return command(self.environment, *arguments)

    def end(self) -> int:
        """What the operator does; the status that it exits with."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", COMMAND, *arguments],
        env=environment,
        cwd=BACKEND,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def serving(url: str, folder: Path, workers: int) -> Iterator[Server]:
    """A migrated database behind `workers` processes, all of them ready."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "ENVIRONMENT": "test",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "5f" * 16 + "e7" * 16,
        "PASSWORD_HASH_COST": "4",
        "RATE_LIMITS": "off",
        "PYTHONUNBUFFERED": "1",
    }
    migrated = command(environment, "migrate", "apply")
    assert migrated.returncode == 0, migrated.stderr
    address, log = f"127.0.0.1:{_free_port()}", folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [
                *(sys.executable, "-m", "uvicorn", "app.main:app", "--workers", str(workers)),
                *("--host", "127.0.0.1", "--port", address.rpartition(":")[2]),
                "--timeout-graceful-shutdown=30",
            ],
            env=environment,
            cwd=BACKEND,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches the tests alone
        )
    server = Server(f"http://{address}", environment, process, log)
    try:
        _await_all(server, workers)
        yield server
    finally:
        if process.poll() is None:
            server.end()


def _await_all(server: Server, workers: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        if server.log.read_text().count("Application startup complete") >= workers:
            return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
