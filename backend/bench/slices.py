"""Loads that are at work in turn, a fraction of a second each, so that a neighbour of the machine touches all alike.

Between two of them nothing is under way.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from bench.load import Order, Underway
from rig.processes import cpu_seconds

RESTS = 9.0  # times as long as it is at work, at most


def begun(order: Order) -> Underway:
    """Its connections are open, have had their first answers, and rest."""
    load = Underway(replace(order, rests=RESTS * order.seconds))
    load.rested()
    return load


class Side:
    """Loads that are at work together, and what each of some processes uses meanwhile, in seconds."""

    def __init__(self, loads: Sequence[Underway], pids: Sequence[int]) -> None:
        self._loads, self._pids = loads, pids
        self.used = [0.0] * len(pids)

    @property
    def over(self) -> bool:
        return all(load.over for load in self._loads)

    def at_work(self, seconds: float) -> None:
        before = [cpu_seconds(pid) for pid in self._pids]
        going = [load for load in self._loads if not load.over]
        for load in going:
            load.go_on()
        time.sleep(seconds)
        for load in going:
            load.rest()
        for load in going:
            load.rested()
        for number, pid in enumerate(self._pids):
            self.used[number] += cpu_seconds(pid) - before[number]


def in_turn(sides: Sequence[Side], seconds: float) -> None:
    """Let one side alone be at work at any time, for so many seconds, until all are over."""
    while not all(side.over for side in sides):
        for side in sides:
            if not side.over:
                side.at_work(seconds)
