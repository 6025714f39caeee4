"""How a server ends: in order when it is told to, and with its supervisor when that one dies."""

import http.client
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rig import processes
from tests.commands import PATIENCE, Checkout, Running, free_port


def asked(port: int, path: str) -> tuple[int, bytes, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.status, answer.read(), answer.headers["connection"]
    connection.close()
    return said


def told_to_end(server: Running, port: int) -> tuple[int, bytes, str | None]:
    """What readiness says once the server has heard of it."""
    server.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while (ready := asked(port, "/health/ready"))[0] == 200:
        assert time.monotonic() < deadline
    return ready


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_says_that_it_drains_serves_on_and_closes(
    checkout: Checkout, tmp_path: Path, workers: str
) -> None:
    port = free_port()
    settings = {"PORT": port, "DATA_DIR": tmp_path, "DRAIN_SECONDS": 2}
    with checkout.started("quartermaster", "serve", "--workers", workers, **settings) as server:
        server.get(f"http://127.0.0.1:{port}/health/ready")
        ready = told_to_end(server, port)
        assert (ready[0], ready[2]) == (503, "close")
        assert b'"status":"draining"' in ready[1]
        assert asked(port, "/docs")[0] == 200
        assert server.process.wait(PATIENCE) == 0
        assert "Traceback" not in server.log.read_text()


def test_told_twice_it_does_not_wait(checkout: Checkout, tmp_path: Path) -> None:
    port = free_port()
    settings = {"PORT": port, "DATA_DIR": tmp_path, "DRAIN_SECONDS": 10 * PATIENCE}
    with checkout.started("quartermaster", "serve", **settings) as server:
        server.get(f"http://127.0.0.1:{port}/health/live")
        told_to_end(server, port)
        assert server.end() == 0


@pytest.mark.skipif(not processes.PROC.exists(), reason="this system has no /proc")
def test_workers_do_not_outlive_their_supervisor(checkout: Checkout, tmp_path: Path) -> None:
    port = free_port()
    settings = {"PORT": port, "DATA_DIR": tmp_path}
    with checkout.started("quartermaster", "serve", "--workers", "2", **settings) as server:
        server.get(f"http://127.0.0.1:{port}/health/live")
        workers = processes.workers(server.process.pid)
        assert len(workers) == 2
        server.process.kill()
        try:
            deadline = time.monotonic() + PATIENCE
            while any((processes.PROC / str(pid) / "cmdline").exists() for pid in workers):
                assert time.monotonic() < deadline, "the workers are still there"
                time.sleep(0.05)
        finally:
            for pid in workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
