"""What no well-behaved client sends, as bytes to a server as it is started: refused, and it serves on."""

import json
import socket
from collections.abc import Iterator

import pytest

from tests.commands import Checkout, free_port

HEAD = b"POST /api/v1/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
WRONG = json.dumps({"email": "nobody@example.test", "password": "wrong"}).encode()


@pytest.fixture(scope="module")
def port(checkout: Checkout) -> Iterator[int]:
    port = free_port()
    assert checkout.run("quartermaster", "migrate", "apply").status == 0
    with checkout.started("quartermaster", "serve", PORT=port, MAX_BODY_BYTES=2000) as running:
        running.get(f"http://127.0.0.1:{port}/health/live")
        yield port


@pytest.fixture
def port_of_uvicorn(checkout: Checkout, port: int) -> Iterator[int]:  # noqa: ARG001 (it migrates)
    """Started as any ASGI application, not by our own command."""
    other = free_port()
    with checkout.started("uvicorn", "app.main:app", "--port", str(other)) as running:
        running.get(f"http://127.0.0.1:{other}/health/live")
        yield other


def told(port: int, sent: bytes, *, ends: bool = True) -> bytes:
    """Everything that the server answers before it closes; it does when we end, or are to wait."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def chunked(size: int, count: int) -> bytes:
    chunk = b"%x\r\n%s\r\n" % (size, b"x" * size)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * count + b"0\r\n\r\n"


SENT = {
    "a length that is no number": (HEAD + b"Content-Length: abc\r\n\r\n{}", {400}),
    "a length below zero": (HEAD + b"Content-Length: -5\r\n\r\n{}", {400}),
    "two lengths": (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", {400}),
    "a length and chunks": (
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        {400, 422},
    ),
    "a declared body that is too large": (
        HEAD + b"Content-Length: 3000\r\n\r\n" + b"x" * 3000,
        {413},
    ),
    "chunks that are too much": (chunked(100, 30), {413}),
    "a chunk whose size is no number": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        {400},
    ),
    "more than declared": (HEAD + b"Content-Length: 2\r\n\r\n{}" + b"x" * 5000, {422, 400}),
    "a head without end": (HEAD + b"X: " + b"x" * 200_000 + b"\r\n\r\n", {431, 400}),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01" * 10 + b"\r\n\r\n", {400}),
}


@pytest.mark.parametrize("what", SENT)
def test_it_is_a_4xx_and_the_next_request_is_served(port: int, what: str) -> None:
    sent, statuses = SENT[what]
    assert status(told(port, sent)) in statuses
    live = told(port, b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status(live) == 200


@pytest.mark.parametrize("server", ["port", "port_of_uvicorn"])
def test_from_loopback_nobody_is_believed_to_be_somebody_else(
    request: pytest.FixtureRequest, server: str
) -> None:
    """uvicorn by itself believes `X-Forwarded-For` of whoever connects from loopback."""
    port, answers = request.getfixturevalue(server), []
    wrong = WRONG.replace(b"nobody", server.encode())
    for number in range(12):
        forged = b"X-Forwarded-For: 203.0.113.%d:4711\r\nConnection: close\r\n" % number
        head = HEAD.replace(b"register", b"login") + forged
        sent = head + b"Content-Length: %d\r\n\r\n%s" % (len(wrong), wrong)
        answers.append(status(told(port, sent, ends=False)))
    assert answers == [401] * 10 + [429] * 2
