"""What is to be reached: `docs/explanation/performance.md` tells why."""

from dataclasses import dataclass
from math import isnan


@dataclass(frozen=True, slots=True)
class Goal:
    """One row of the goals: a figure that must be reached, and one that we aim at.

    Where `at_most`, less is better.
    """

    name: str
    unit: str
    must: float
    aim: float
    at_most: bool = False

    def verdict(self, figure: float) -> str:
        if isnan(figure):
            return "not measured"
        if self._reached(figure, self.aim):
            return "aim"
        return "must" if self._reached(figure, self.must) else "MISSED"

    def _reached(self, figure: float, wanted: float) -> bool:
        return figure <= wanted if self.at_most else figure >= wanted


def _least(name: str, must: float, aim: float, unit: str = "of the floor") -> Goal:
    return Goal(name, unit, must, aim)


def _most(name: str, must: float, aim: float, unit: str) -> Goal:
    return Goal(name, unit, must, aim, at_most=True)


# What the floor's list took of the processor, application and database, where the goals are from. A time
# that was waited is told at that machine's pace: docs/adr/0023.
REFERENCE_MS = 0.39
PACED = "ms at the reference's pace"

LIST = _least("list 50 items", 0.45, 0.70)
STOCK = _least("list 50 of the stock", 0.45, 0.70)
GET = _least("get one item", 0.28, 0.40)
CREATE = _least("create an item, with its activity", 0.30, 0.45)
ME = _least("/users/me", 0.26, 0.40, "of the floor's get")
LIST_P99 = _most("p99 of list 50 items", 2.5, 1.5, "times the floor's")
ERRORS = _most("errors at 16, 64 and 256 connections", 0, 0, "")
AT_64 = _least("rate at 64 connections", 0.90, 0.90, "of its own at 16")
P99_AT_64 = _most("p99 at 64 connections", 60, 40, PACED)
AT_256 = _least("rate at 256 connections", 0.80, 0.90, "of its own at 16")
P99_AT_256 = _most("p99 at 256 connections", 200, 140, PACED)
DEEP = _most("the dearest page nine tenths down", 1.1, 1.0, "times page 1")
SEARCH = _most("search, newest 50 of all items, p99", 25, 25, "ms in the database")
SEARCH_P50 = _most("search, newest 50 of all items, p50", 4, 4, "ms in the database")
HOT = _least("movements, 64 clients, one row", 1.2, 2.0, "times pgbench's lock transaction")
SPREAD = _least("movements, 64 clients, 1,000 rows", 0.2, 0.35, "of pgbench's one statement")
LOGINS = _least("list while four log in without pause", 0.85, 0.95, "of its own alone")
MEMORY = _most("memory, serving", 130, 100, "MB")
MEMORY_LOGINS = _most("memory, after 16 parallel logins", 160, 120, "MB")
PROCESSES = _least("two processes: list, by processor time", 1.8, 2.0, "times one process")
SQLITE_LIST = _least("SQLite: list 50 items", 0.15, 0.30)
SQLITE_CREATE = _least("SQLite: create an item", 0.08, 0.15)

LEFT_OUT = {
    "import of 100,000 rows as a service": "not measured yet",
}
