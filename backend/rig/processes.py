"""Servers beside us, and what they take of the machine, as /proc tells it.

Where there is no /proc, what it would tell is not a number.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import NoReturn

PROC = Path("/proc")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """Something that answers HTTP on loopback."""

    name: str
    port: int
    pid: int

    def memory(self) -> float:
        """Resident megabytes (10^6)."""
        try:
            status = (PROC / str(self.pid) / "status").read_text()
        except OSError:
            return nan
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6


def leave_nothing_behind() -> None:
    """From now on SIGTERM ends this program as an error does: by way of all that it has to stop."""

    def ended(*_: object) -> NoReturn:
        sys.exit(1)

    signal.signal(signal.SIGTERM, ended)


@contextmanager
def served(
    name: str, command: Sequence[str], port: int, environment: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """A server until the end of the block, from the moment on that it answers."""
    process = launched(command, environment, log)
    try:
        await_answer(process, port, log)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def launched(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    """A program of ours, whose words are added to `log`, in a group of its own."""
    with log.open("ab") as file:
        return subprocess.Popen(  # noqa: S603 (our own programs)
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end what we started
        )


def await_answer(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return once the server answers, whatever it says; RuntimeError if it ends or never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"no answer on {port}:\n{log.read_text()[-2000:]}")


def cpu_seconds(pid: int) -> float:
    """What this process and its children have used, those that ended included."""
    try:
        ended = sum(_stat(pid)[13:15]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return nan
    return ended + _own_seconds(pid) + sum(map(_own_seconds, _children(pid)))


def workers(pid: int) -> list[int]:
    """The processes that a server's supervisor has started to serve."""
    found = []
    for child in _children(pid):
        with suppress(OSError):  # it has just ended
            if b"spawn_main" in (PROC / str(child) / "cmdline").read_bytes():
                found.append(child)
    return found


def _children(pid: int) -> Iterator[int]:
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                parent = _stat(int(entry.name))[1]
            except OSError:
                continue  # it has just ended
            if parent == pid:
                yield int(entry.name)


def _own_seconds(pid: int) -> float:
    """By the scheduler's account of each thread: in ns, where /proc/pid/stat counts hundredths."""
    try:
        threads = [*(PROC / str(pid) / "task").glob("*/schedstat")]
        if not threads:  # a kernel that keeps none
            return sum(_stat(pid)[11:13]) / os.sysconf("SC_CLK_TCK")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    except OSError:
        return 0.0


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/pid/stat behind the name, the state as 0: index 1 is the parent."""
    state, *numbers = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return [0 * len(state), *map(int, numbers)]


@contextmanager
def on_core(first: bool) -> Iterator[None]:
    """What is started in the block runs on the first core, or on all others; where one can say so."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    move_to_core(0, first)  # this thread, beside which another may start something else
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


def move_to_core(pid: int, first: bool) -> None:
    """Let what runs already run there: of a process its first thread, and for 0 the one that asks."""
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        return
    all_cores = os.sched_getaffinity(0)
    one = {min(all_cores)}
    os.sched_setaffinity(pid, one if first else all_cores - one)


@contextmanager
def halted(pid: int) -> Iterator[None]:
    """A process that stands still in the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
