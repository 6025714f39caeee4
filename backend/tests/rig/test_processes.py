"""What the bench reads from /proc, where there is one."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from math import isnan
from pathlib import Path
from threading import Event

import pytest

from rig.processes import Server, cpu_seconds, halted, move_to_core, on_core

# one thread and one child work, the parent says when
BUSY = """
import subprocess, sys
work = "sum(i * i for i in range(2_000_000))"
child = subprocess.Popen([sys.executable, "-c", f"{work}; print('.', flush=True); input()"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
eval(work)
child.stdout.read(1)
print("done", flush=True)
sys.stdin.readline()
child.communicate(b"\\n")
print("ended", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")
def test_processor_time_is_that_of_a_process_and_of_its_children() -> None:
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "done\n"
        with_child = cpu_seconds(process.pid)
        assert with_child > 0
        assert Server("busy", 0, process.pid).memory() > 1
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ended\n"
        # what the child did is not forgotten (it is counted in hundredths from now on)
        assert cpu_seconds(process.pid) > with_child - 0.03
        process.communicate("\n")
    assert isnan(cpu_seconds(process.pid))


def test_the_core_is_given_back() -> None:
    before = _cores()
    with on_core(first=True):
        assert _cores() <= before
    assert _cores() == before


def test_a_thread_chooses_for_itself() -> None:
    before, inside, done = _cores(), Event(), Event()

    def beside() -> None:
        with on_core(first=True):
            inside.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(beside)
        assert inside.wait(10)
        meanwhile = _cores()
        done.set()
    assert meanwhile == before


def test_what_runs_already_can_be_moved() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        for first in (True, False):
            move_to_core(process.pid, first=first)
            if len(_cores()) > 1:  # else there is no choice
                assert (min(_cores()) in os.sched_getaffinity(process.pid)) is first
        process.communicate(b"\n")


def test_who_is_halted_goes_on_afterwards() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(input())"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        with halted(process.pid):
            assert process.stdin
            process.stdin.write(b"x\n")
            process.stdin.flush()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.1)
        assert process.communicate()[0] == b"x\n"


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
