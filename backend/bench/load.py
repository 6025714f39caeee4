"""The load: a process of its own that keeps connections busy, each with one request after the other.

It reads its `Order` from standard input as JSON and writes what it found there too. It is plain and quick (about
15 µs a request), since it shares the machine with what it measures.
"""

import asyncio
import itertools
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from math import nan
from time import perf_counter, time_ns
from typing import cast

from uvicorn.loops.auto import auto_loop_factory

from rig.wire import HEAD_ENDS, Call, content_length, encoded

FRESH = "@fresh@"  # in a body: replaced by something that was never sent before
PATIENCE = 15.0  # seconds beyond the end, for answers that are under way


@dataclass(frozen=True, slots=True)
class Order:
    """Which calls to make in turn, over how many connections, for how many seconds."""

    port: int
    calls: Sequence[Call]
    connections: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)


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


class Underway:
    """An order that a process of its own carries out, and that may rest in between."""

    def __init__(self, order: Order) -> None:
        self._patience = order.seconds + 4 * PATIENCE
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(order)))
        self._process.stdin.close()
        self._process.stdin = None

    @property
    def over(self) -> bool:
        return self._process.poll() is not None

    def rest(self) -> None:
        """Send nothing more, read no answer; the order's seconds go on."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def outcome(self) -> Outcome:
        """Wait for the end."""
        said, _ = self._process.communicate(timeout=self._patience)
        return Outcome(**json.loads(said))


class Connection(asyncio.Protocol):
    """Sends the next request when the answer to the last one is complete."""

    def __init__(self, work: "Work") -> None:
        self.work, self.buffer, self.sent, self.call = work, bytearray(), 0.0, 0
        self.first = True  # waits until so many new connections are taken, one a turn of the loop
        self.transport: asyncio.Transport | None = None
        self.missing = -1  # bytes of the answer; -1 until its head is there

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._send()

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
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        self.work.lost(self)

    def _send(self) -> None:
        assert self.transport
        self.sent = perf_counter()
        if self.sent >= self.work.deadline:
            self.work.done(self)
            self.transport.close()
        else:
            self.call, request = next(self.work.requests)
            self.transport.write(request)


class Work:
    """One order under way."""

    def __init__(self, order: Order) -> None:
        self.order, self.requests = order, _requests(order)
        self.times: list[list[float]] = [[] for _ in order.calls]
        self.counts: Counter[str] = Counter()
        self.deadline = self.ended = 0.0
        self.at_work: set[int] = set()
        self.over = asyncio.Event()

    async def run(self) -> Outcome:
        loop, order = asyncio.get_running_loop(), self.order
        started = perf_counter()
        self.deadline = started + order.seconds
        for number in range(order.connections):
            made = Connection(self)
            self.at_work.add(id(made))
            try:
                await loop.create_connection(lambda made=made: made, "127.0.0.1", order.port)  # type: ignore[misc]
            except OSError:
                self.counts["errors"] += 1
                self.at_work.discard(id(made))
            if number % 64 == 63:  # a burst beyond the server's backlog would measure that
                await asyncio.sleep(0.01)
        if not self.at_work:
            self.over.set()
        try:
            await asyncio.wait_for(self.over.wait(), order.seconds + PATIENCE)
        except TimeoutError:
            self.counts["errors"] += len(self.at_work)
        seconds = perf_counter() - started
        times = [1000 * one for of_call in self.times for one in of_call]
        return Outcome(
            answers=self.counts["answers"],
            errors=self.counts["errors"],
            seconds=seconds,
            p50=_at(0.5, times),
            p99=_at(0.99, times),
            medians=[1000 * _at(0.5, of_call) for of_call in self.times],
        )

    def answered(self, well: bool, call: int, seconds: float | None) -> None:
        self.counts["answers" if well else "errors"] += 1
        if seconds is not None:
            self.times[call].append(seconds)

    def done(self, connection: Connection) -> None:
        self.at_work.discard(id(connection))
        if not self.at_work:
            self.over.set()

    def lost(self, connection: Connection) -> None:
        if id(connection) in self.at_work:  # in the midst of a request
            self.counts["errors"] += 1
            self.done(connection)


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
    given = json.load(sys.stdin)
    given["calls"] = [Call(**call) for call in given["calls"]]
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        outcome = runner.run(_work(Order(**given)))
    json.dump(asdict(outcome), sys.stdout)


async def _work(order: Order) -> Outcome:
    return await Work(order).run()


if __name__ == "__main__":
    main()
