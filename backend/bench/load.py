"""The load: a process of its own that keeps connections busy, each with one request after the other.

It reads its `Order` from standard input as a line of JSON and writes what it found there too. Where it may rest it reads a
`Word` after that for each time that it shall or shall go on, and writes an empty line each time that it does rest. It is
plain and quick (about 15 µs a request), since it shares the machine with what it measures.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from math import nan
from time import perf_counter, time_ns
from typing import cast

from uvicorn.loops.auto import auto_loop_factory

from rig.wire import HEAD_ENDS, Call, content_length, encoded

FRESH = "@fresh@"  # in a body: replaced by something that was never sent before
PATIENCE = 15.0  # seconds beyond the end, for answers that are under way


@dataclass(frozen=True, slots=True)
class Order:
    """Which calls to make in turn, over how many connections, for how many seconds.

    One that rests begins with that, when each connection has had its first answer; `Underway` says when it goes on.
    """

    port: int
    calls: Sequence[Call]
    connections: int
    seconds: float  # without those of its rests
    headers: dict[str, str] = field(default_factory=dict)
    rests: float = 0.0  # seconds, at most


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order: milliseconds of the answers but the first of each connection, of all
    and the median of each call, and how many were no success.
    """

    answers: int
    errors: int
    seconds: float
    p50: float
    p99: float
    medians: Sequence[float] = ()

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def carry_out(order: Order) -> Outcome:
    """Let a process of its own do it."""
    return Underway(order).outcome()


class Word(StrEnum):
    """What an order under way is told."""

    REST = "r"
    GO_ON = "g"


class Underway:
    """An order that a process of its own carries out."""

    def __init__(self, order: Order) -> None:
        self._patience = order.seconds + order.rests + 4 * PATIENCE
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self._said = ""
        self._tell(json.dumps(asdict(order)) + "\n")

    @property
    def over(self) -> bool:
        return bool(self._said)

    def rest(self) -> None:
        """Ask it to send nothing more for now."""
        self._tell(Word.REST)

    def rested(self) -> None:
        """Wait until all that it sent is answered, or it is over; RuntimeError if it was killed."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            self._process.communicate(timeout=PATIENCE)
            raise RuntimeError(f"the load ended with {self._process.returncode} and said nothing")
        self._said = line.strip()

    def go_on(self) -> None:
        self._tell(Word.GO_ON)

    def _tell(self, what: str) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it is over
            self._process.stdin.write(what)
            self._process.stdin.flush()

    def outcome(self) -> Outcome:
        """Wait for the end."""
        said, _ = self._process.communicate(timeout=self._patience)
        return Outcome(**json.loads(self._said or said))


class Connection(asyncio.Protocol):
    """Sends the next request when the answer to the last one is complete."""

    def __init__(self, work: "Work") -> None:
        self.work, self.buffer, self.sent, self.call = work, bytearray(), 0.0, 0
        self.first = True  # waits until so many new connections are taken, one a turn of the loop
        self.transport: asyncio.Transport | None = None
        self.missing = -1  # bytes of the answer; -1 until its head is there

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self.send()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.missing < 0:
            end = self.buffer.find(HEAD_ENDS)
            if end < 0:
                return
            self.missing = end + 4 + content_length(bytes(self.buffer[:end]))
        if len(self.buffer) < self.missing:
            return
        well, seconds = self.buffer[9:10] == b"2", perf_counter() - self.sent
        self.work.answered(well, self.call, None if self.first else seconds)
        self.first = False
        self.buffer.clear()
        self.missing = -1
        if not self.work.waits(self):
            self.send()

    def connection_lost(self, _error: Exception | None) -> None:
        self.work.lost(self)

    def send(self) -> None:
        assert self.transport
        self.sent = perf_counter()
        self.call, request = next(self.work.requests)
        self.transport.write(request)


class Work:
    """One order under way. `say` is called each time that it begins to rest."""

    def __init__(self, order: Order, say: Callable[[], None] = lambda: None) -> None:
        self.order, self.requests, self.say = order, _requests(order), say
        self.times: list[list[float]] = [[] for _ in order.calls]
        self.counts: Counter[str] = Counter()
        self.connections: set[Connection] = set()
        self.waiting: set[Connection] = set()  # of these, for what comes next
        self.made = self.quiet = False  # all connections; all of them wait
        self.opening = self.resting = order.rests > 0
        self.seconds = self.since = self.deadline = 0.0
        self.over = asyncio.Event()

    async def run(self) -> Outcome:
        loop, order = asyncio.get_running_loop(), self.order
        if not order.rests:
            self.go_on()
        for number in range(order.connections):
            made = Connection(self)
            self.connections.add(made)
            try:
                await loop.create_connection(lambda made=made: made, "127.0.0.1", order.port)  # type: ignore[misc]
            except OSError:
                self.lost(made)
            if number % 64 == 63:  # a burst beyond the server's backlog would measure that
                await asyncio.sleep(0.01)
        self.made = True
        self._settle()
        try:
            await asyncio.wait_for(self.over.wait(), order.seconds + order.rests + PATIENCE)
        except TimeoutError:
            self.counts["errors"] += len(self.connections - self.waiting)
            self.seconds += 0 if self.quiet else perf_counter() - self.since
            self.over.set()
        for connection in self.connections:
            if connection.transport:
                connection.transport.close()
        times = [1000 * one for of_call in self.times for one in of_call]
        return Outcome(
            answers=self.counts["answers"],
            errors=self.counts["errors"],
            seconds=self.seconds,
            p50=_at(0.5, times),
            p99=_at(0.99, times),
            medians=[1000 * _at(0.5, of_call) for of_call in self.times],
        )

    def answered(self, well: bool, call: int, seconds: float | None) -> None:
        if not (self.opening and well):
            self.counts["answers" if well else "errors"] += 1
        if seconds is not None:
            self.times[call].append(seconds)

    def waits(self, connection: Connection) -> bool:
        """Whether a connection has to send nothing more, for now or for good."""
        if not self.resting and perf_counter() < self.deadline:
            return False
        self.waiting.add(connection)
        self._settle()
        return True

    def lost(self, connection: Connection) -> None:
        if not self.over.is_set():
            self.counts["errors"] += 1
            self.connections.discard(connection)
            self.waiting.discard(connection)
            self._settle()

    def rest(self) -> None:
        self.resting = True

    def go_on(self) -> None:
        self.opening = self.resting = self.quiet = False
        self.since = perf_counter()
        self.deadline = self.since + self.order.seconds - self.seconds
        waiting, self.waiting = self.waiting, set()
        for connection in waiting:
            connection.send()
        self._settle()  # all may have been lost meanwhile

    def _settle(self) -> None:
        """Once nothing is under way any more: rest, or be over."""
        if not self.made or self.quiet or len(self.waiting) < len(self.connections):
            return
        self.quiet = True
        if not self.opening:
            self.seconds += perf_counter() - self.since
        if self.connections and self.seconds < self.order.seconds:
            self.say()
        else:
            self.over.set()


def _at(part: float, times: list[float]) -> float:
    """The time within which that part of them lies; not a number where there are none."""
    return sorted(times)[int(len(times) * part)] if times else nan


def _requests(order: Order) -> Iterator[tuple[int, bytes]]:
    """The calls in turn, numbered and as bytes; those with something fresh in them are made as they go."""
    begin, number = time_ns(), itertools.count()
    plain = [
        None if FRESH in call.body else encoded(order.port, call, order.headers)
        for call in order.calls
    ]
    for at, (call, ready) in itertools.cycle(enumerate(zip(order.calls, plain, strict=True))):
        if ready is not None:
            yield at, ready
        else:
            body = call.body.replace(FRESH, f"{begin:x}-{next(number)}")
            yield at, encoded(order.port, Call(call.method, call.path, body), order.headers)


def main() -> None:
    given = json.loads(sys.stdin.readline())
    given["calls"] = [Call(**call) for call in given["calls"]]
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        outcome = runner.run(_work(Order(**given)))
    json.dump(asdict(outcome), sys.stdout)


async def _work(order: Order) -> Outcome:
    work = Work(order, _say)
    if order.rests:
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), _listen, work)
    return await work.run()


def _say() -> None:
    sys.stdout.write("\n")
    sys.stdout.flush()


def _listen(work: Work) -> None:
    match os.read(sys.stdin.fileno(), 1).decode():
        case Word.REST:
            work.rest()
        case Word.GO_ON:
            work.go_on()
        case _:  # who began it is gone
            work.over.set()


if __name__ == "__main__":
    main()
