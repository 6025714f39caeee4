"""F20: a flood of sign-ins, from one address and from thousands; everybody else hardly notices."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, at_most, none
from rig.product import API
from rig.wire import Call, Line

RATE = 200  # sign-ins a second: every second one from an address of its own
MOST_LINES = 400  # connections of the flood: some wait for their hash
PATIENCE = 120.0  # seconds for one sign-in: in the line for a hash
PROBES = 40  # other requests a second
TIMES_IDLE = 3.0


@dataclass(slots=True)
class Flood:
    stand: Stand
    idle: list[Line] = field(default_factory=list)
    opened: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    bare: int = 0  # refusals without Retry-After
    numbers: Iterator[int] = field(default_factory=count)

    async def one(self) -> None:
        number = next(self.numbers)
        line = self._line()
        if line is None:
            return
        body = {"email": f"flood-{number % 997}@example.test", "password": f"wrong {number}"}
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        call = Call("POST", f"{API}/auth/login", json.dumps(body))
        answer = await line.send(call, X_Forwarded_For="192.0.2.1" if number % 2 else address)
        self.statuses[answer.status] += 1
        self.bare += answer.status in {429, 503} and "retry-after" not in answer.headers
        self.idle.append(line)

    def _line(self) -> Line | None:
        if self.idle:
            return self.idle.pop()
        if self.opened == MOST_LINES:
            return None
        self.opened += 1
        line = Line(self.stand.port, patience=PATIENCE)
        self.stand.lines.append(line)
        return line


async def prove(stand: Stand, quick: bool) -> Finding:
    rounds, seconds = (1, 3) if quick else (3, 10)
    lines = [stand.line() for _ in range(4)]
    calls = [Call("GET", f"{stand.inside}/items"), Call("GET", f"{API}/users/me")]
    await _probed(lines, calls, 1)  # the first of each kind are dear
    flood, statuses = Flood(stand), Counter[int]()
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(rounds):  # in turn, so that what else the machine does slows both
        idle += (await _probed(lines, calls, seconds))[0]
        flooding = asyncio.create_task(_paced(flood, seconds))
        taken, answered = await _probed(lines, calls, seconds)
        busy += taken
        statuses += answered
        await flooding
    p99 = {name: _p99(some) for name, some in (("idle", idle), ("flooded", busy))}
    sent = sum(flood.statuses.values())
    expected = {401, 429, 503}
    return Finding(
        f"{RATE} sign-ins a second, {rounds} times for {seconds} s, half of them from one address, half from one each",
        [
            at_most("p99 of other routes, times idle", p99["flooded"] / p99["idle"], TIMES_IDLE),
            at_least("sign-ins answered, of those meant", sent / (RATE * seconds * rounds), 0.9),
            none("sign-ins answered but by 401, 429, 503", _others(flood.statuses, expected)),
            none("refusals without Retry-After", flood.bare),
            none("other routes answered but by 200", _others(statuses, {200})),
        ],
        {f"p99 {name}, ms": 1000 * value for name, value in p99.items()}
        | {f"sign-ins answered {status}": n for status, n in sorted(flood.statuses.items())},
    )


async def _paced(flood: Flood, seconds: float) -> None:
    started, tasks = perf_counter(), []
    for turn in range(int(RATE * seconds)):
        tasks.append(asyncio.create_task(flood.one()))
        await asyncio.sleep(max(0, started + (turn + 1) / RATE - perf_counter()))
    await asyncio.gather(*tasks)


async def _probed(
    lines: list[Line], calls: list[Call], seconds: float
) -> tuple[list[float], Counter[int]]:
    """How long each of so many requests at an even pace took, in seconds."""
    taken: list[float] = []
    statuses: Counter[int] = Counter()
    started = perf_counter()
    for turn in range(int(PROBES * seconds)):
        sent = perf_counter()
        answer = await lines[turn % len(lines)].send(calls[turn % len(calls)])
        taken.append(perf_counter() - sent)
        statuses[answer.status] += 1
        await asyncio.sleep(max(0, started + (turn + 1) / PROBES - perf_counter()))
    return taken, statuses


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)]


def _others(statuses: Counter[int], expected: set[int]) -> int:
    return sum(n for status, n in statuses.items() if status not in expected)


FIGURE = Figure(
    "F20",
    "a flood of sign-ins does not slow down everybody else",
    prove,
    {"postgresql": 1, "sqlite": 1},
    {"RATE_LIMITS": "on", "TRUSTED_PROXIES": "127.0.0.1"},
    alone=True,
)
