"""A program that outlives a test run to clear up after it: `python guard.py FOLDER`, then wait for the end of its input.

Whoever started it holds the other end, and lets go by closing it or by dying, by whatever death. What is then left of
the PostgreSQL or Valkey in FOLDER is shut down and removed. Only the standard library, so that it is up in no time.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

ROUNDS, PAUSE = 200, 0.05
VALKEY_PID = "valkey.pid"


def clear_up(folder: Path) -> None:
    """Again until nothing is left: an orphaned initdb may still be writing."""
    # PostgreSQL's own and Valkey's: they go with the server
    pid_file = folder / "data/postmaster.pid"
    if (folder / VALKEY_PID).exists():
        pid_file = folder / VALKEY_PID
    for _ in range(ROUNDS):
        try:
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
        except (OSError, ValueError, IndexError):  # none, none any more, or initdb's (negative)
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                return
        time.sleep(PAUSE)
    # A server that would not end does so by itself once it finds its pid file gone.
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    directory = Path(sys.argv[1])
    sys.stdin.read()
    with suppress(FileNotFoundError), (directory / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a worker may just be starting the server: let it finish
        clear_up(directory)
