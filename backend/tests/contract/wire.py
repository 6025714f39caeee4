"""Requests as bytes: what no well-behaved client would send reaches the application as it is."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import FastAPI
from starlette.types import Message

from tests.contract.calls import NEW, Call, fresh
from tests.contract.operations import FORM, JSON, MULTIPART, Operation
from tests.world import World

BOUNDARY = "boundary-of-the-contract"
Headers = list[tuple[bytes, bytes]]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)

    def but_request_id(self) -> tuple[int, Any]:
        """What two refusals of the same kind have to have in common."""
        body = self.json()
        return self.status, {key: body[key] for key in body if key != "request_id"}


async def send(
    app: FastAPI, method: str, target: bytes, headers: Headers, content: bytes = b""
) -> Answer:
    """One request, its scope made as the server makes it; a defect inside is an answer of 500."""
    path, _, query = target.partition(b"?")
    sent, said = False, Answer(599, {}, b"")

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": content, "more_body": False}

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            said.status = message["status"]
            said.headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in message["headers"]}
        else:
            said.content += message.get("body", b"")

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("test", 80),
        "state": {},
    }
    try:
        await app(scope, receive, answer)
    except Exception:  # of any kind: the server must have answered 500 to it
        assert said.status >= 500, "an answer was sent, and then something failed"
    return said


@dataclass
class Request:
    """A call as bytes, to be spoilt in one place and sent."""

    operation: Operation
    path: dict[str, bytes]
    query: bytes
    headers: dict[bytes, bytes]
    content: bytes

    async def send(
        self, app: FastAPI, *, path: dict[str, bytes] | None = None, **other: Any
    ) -> Answer:
        """`other`: query, content, headers (added), or `raw` headers (in place of all)."""
        target = self.operation.path.encode()
        for name, value in (self.path | (path or {})).items():
            target = target.replace(f"{{{name}}}".encode(), value)
        if query := other.get("query", self.query):
            target += b"?" + query
        headers = other.get("raw", [*(self.headers | other.get("headers", {})).items()])
        content = _renewed(other.get("content", self.content))
        return await send(app, self.operation.method, target, headers, content)


def _renewed(content: bytes) -> bytes:
    """Codes that must not be taken are drawn anew, so that a request can be sent twice."""
    return re.sub(NEW.encode() + rb"[0-9a-f]{12}", lambda _: fresh().encode(), content)


def request_of(operation: Operation, call: Call, world: World) -> Request:
    """`call` of `operation` as the caller whom it needs, in `world`."""
    person = call.by or world.owner
    headers = {name.lower().encode(): value.encode() for name, value in person.headers.items()}
    if "if-match" in operation.named("header"):
        headers[b"if-match"] = b"*"
    content = b""
    if operation.media is not None:
        headers[b"content-type"], content = encoded(operation.media, call)
    path = {name: quote(id).encode() for name, id in call.ids.items()}
    path["organization"] = str(world.id).encode()
    return Request(operation, path, urlencode(call.query).encode(), headers, content)


def encoded(media: str, call: Call) -> tuple[bytes, bytes]:
    """Content type and content of the call's body."""
    body = call.body or {}
    if media == JSON:
        return JSON.encode(), json.dumps(body).encode()
    if media == FORM:
        return FORM.encode(), urlencode(body).encode()
    parts = [_part(f'name="{name}"', str(value).encode()) for name, value in body.items()]
    parts.append(_part('name="file"; filename="things.csv"', call.file or b""))
    closing = f"--{BOUNDARY}--\r\n".encode()
    return f"{MULTIPART}; boundary={BOUNDARY}".encode(), b"".join(parts) + closing


def _part(disposition: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + content + b"\r\n"
