"""HTTP/1.1 as bytes, over connections that stay open: plain and quick, since it shares the machine."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD_ENDS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    body: str = ""


def encoded(port: int, call: Call, headers: Mapping[str, str]) -> bytes:
    """The request as it is sent."""
    named = {"Host": f"127.0.0.1:{port}"} | dict(headers)
    if call.body:
        named |= {"Content-Type": "application/json", "Content-Length": str(len(call.body))}
    lines = [f"{call.method} {call.path} HTTP/1.1", *(f"{n}: {v}" for n, v in named.items())]
    return "\r\n".join([*lines, "", call.body]).encode()


def content_length(head: bytes) -> int:
    """Bytes of the body that follow the head of an answer."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without content-length")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # by their names in small letters
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """That of a refusal."""
        return None if self.status < 400 else self.json.get("code")


@dataclass(slots=True)
class Line:
    """One connection with one request at a time, opened anew when it was lost."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: float = 30.0
    waiting: bool = False  # for an answer
    _stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, call: Call, **headers: str) -> Answer:
        """Raises ConnectionRefusedError where nobody listens, another OSError where no whole answer comes."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        request = encoded(self.port, call, {**self.headers, **more})
        reader, writer = await self._open()
        try:
            self.waiting = True
            writer.write(request)
            answer = await asyncio.wait_for(_answer(reader), self.patience)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.close()
            raise ConnectionError(f"{call.method} {call.path}: {error!r}") from error
        finally:
            self.waiting = False
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self._stream:
            self._stream[1].close()
            self._stream = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._stream and self._stream[0].at_eof():  # it rested, and the server closed it
            self.close()
        self._stream = self._stream or await asyncio.open_connection("127.0.0.1", self.port)
        return self._stream


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(HEAD_ENDS)
    status, *lines = head.removesuffix(HEAD_ENDS).decode("latin-1").split("\r\n")
    named = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in named}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(status.split(" ")[1]), headers, body)
