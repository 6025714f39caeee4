"""Files of tests lie in memory, where the machine has enough of it.

Databases are made and thrown away by the hundred. Where a new file on a disk costs the processor ten times what one in
memory does, as on some virtual machines, they took a tenth of the run. `TMPDIR` names another place.
"""

import os
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 (no file of a known name is opened in it: pytest and `tempfile` make folders of their owner's alone)
ROOM = 3 * 2**30  # bytes: some six times what a run has taken at once


@pytest.hookimpl(tryfirst=True)  # before anybody asks for a temporary file
def pytest_configure() -> None:
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)  # for workers and all that tests start, too
        tempfile.tempdir = None  # whoever asked before got the disk


def has_room(folder: Path, room: int = ROOM) -> bool:
    """Whether programs may be run from `folder`, and both it and the memory have more than `room` bytes."""
    if not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    free = min(there.f_bavail * there.f_frsize, available())
    return not there.f_flag & os.ST_NOEXEC and free > room


def available() -> int:
    """Bytes of memory that nobody needs, as Linux reckons it; 0 elsewhere."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    told = dict(line.split(":") for line in lines)
    return int(told["MemAvailable"].split()[0]) * 1024
