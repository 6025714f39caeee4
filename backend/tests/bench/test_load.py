"""The load generator: it counts what a server really answered, over connections that stay open."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.load import FRESH, Order, Work
from bench.slices import Side, begun, in_turn
from rig.wire import Call
from tests.commands import free_port


class Answering:
    """A small HTTP server that remembers what it was asked."""

    def __init__(self) -> None:
        self.connections = 0
        self.bodies: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while head := await _head(reader):
            length = next((int(h.split(":")[1]) for h in head if h.startswith("Content-Length")), 0)
            self.bodies[(await reader.readexactly(length)).decode()] += 1
            status = "500 Oh" if " /fail " in head[0] else "200 OK"
            self.statuses[status] += 1
            # in two pieces, as large answers come
            writer.write(f"HTTP/1.1 {status}\r\ncontent-length: 5\r\n\r\nhe".encode())
            await writer.drain()
            await asyncio.sleep(0)
            writer.write(b"llo")
        writer.close()


async def _head(reader: asyncio.StreamReader) -> list[str]:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    except asyncio.IncompleteReadError:
        return []


@asynccontextmanager
async def answering() -> AsyncIterator[tuple[Answering, int]]:
    answers = Answering()
    server = await asyncio.start_server(answers, "127.0.0.1", 0)
    async with server:
        yield answers, server.sockets[0].getsockname()[1]


async def test_every_answer_is_counted_once() -> None:
    async with answering() as (server, port):
        outcome = await Work(Order(port, [Call("GET", "/")], connections=3, seconds=0.2)).run()
    assert server.connections == 3
    assert outcome.answers == server.statuses.total() > 3
    assert outcome.errors == 0
    assert 0 < outcome.p50 <= outcome.p99


async def test_what_is_no_success_is_an_error() -> None:
    calls = [Call("GET", "/"), Call("GET", "/fail")]
    async with answering() as (server, port):
        outcome = await Work(Order(port, calls, connections=1, seconds=0.1)).run()
    assert outcome.answers == server.statuses["200 OK"] > 0
    assert outcome.errors == server.statuses["500 Oh"] > 0


async def test_what_shall_be_fresh_is_never_sent_twice() -> None:
    async with answering() as (server, port):
        order = Order(port, [Call("POST", "/", f"x{FRESH}")], connections=2, seconds=0.1)
        await Work(order).run()
    assert max(server.bodies.values()) == 1


async def test_a_server_that_is_not_there_is_all_errors() -> None:
    order = Order(free_port(), [Call("GET", "/")], connections=2, seconds=0.1)
    outcome = await asyncio.wait_for(Work(order).run(), 10)
    assert (outcome.answers, outcome.errors) == (0, 2)


async def test_who_rests_sends_nothing_and_its_clock_stands_still() -> None:
    rests = asyncio.Queue[None]()
    async with answering() as (server, port):
        order = Order(port, [Call("GET", "/")], connections=3, seconds=0.2, rests=60)
        work = Work(order, lambda: rests.put_nowait(None))
        running = asyncio.create_task(work.run())
        await asyncio.wait_for(rests.get(), 10)
        opened = server.statuses.total()
        work.go_on()
        await asyncio.sleep(0.05)
        work.rest()
        await asyncio.wait_for(rests.get(), 10)
        before = server.statuses.total()
        await asyncio.sleep(0.3)
        assert server.statuses.total() == before > opened == 3
        work.go_on()
        outcome = await asyncio.wait_for(running, 10)
    assert (server.connections, outcome.errors) == (3, 0)
    assert outcome.answers == server.statuses.total() - opened > before
    assert 0.2 <= outcome.seconds < 0.4


async def test_a_process_that_rests_is_told_when_to_go_on() -> None:
    async with answering() as (server, port):
        order = Order(port, [Call("GET", "/")], connections=2, seconds=0.1)
        load = await asyncio.to_thread(begun, order)
        side = Side([load], [os.getpid()])
        await asyncio.to_thread(in_turn, [side], 0.02)
        outcome = await asyncio.to_thread(load.outcome)
    assert outcome.answers == server.statuses.total() - 2 > 0
    assert (server.connections, outcome.errors) == (2, 0)
    assert side.used[0] > 0


async def test_a_process_that_was_killed_is_waited_for_no_more() -> None:
    async with answering() as (_, port):
        load = await asyncio.to_thread(begun, Order(port, [Call("GET", "/")], 1, seconds=0.1))
        os.kill(load.pid, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="ended with -9"):
            await asyncio.to_thread(in_turn, [Side([load], [])], 0.02)
