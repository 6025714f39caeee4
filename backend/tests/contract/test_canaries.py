"""What is secret stays secret: sent in every place of every operation, it is in no log and no table.

Secrets are what the right requests send and what their answers give (passwords, tokens, keys,
codes), and a mark of our own in every header, query and field where a secret may end up by mistake.
Kept by intent are names and texts, the user agent, and keys of idempotency, which are none.
"""

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from app.core.config import Environment
from app.core.engine import Database
from app.core.ids import new_id
from app.domains.identity.service import sign_in
from app.main import create_app
from app.models import metadata
from tests.contract.calls import Call
from tests.contract.cases import FIXTURES
from tests.contract.operations import JSON, MULTIPART, Operation, operations
from tests.contract.wire import Answer, encoded, request_of
from tests.domains.activity.chained import Chained
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time
SECRET = ("password", "token", "secret", "recovery", "otp")
SECRET_IN_ACCOUNTS = ("code", "codes", "key", "uri")  # elsewhere these are of things
MARK = re.compile("canary[0-9a-f]{32}")
WORDS = ("bearer", "ok", "password")  # values that say what kind of secret it is


@dataclass
class Guarded:
    """An application alone in its database, all that it logs, and all that it must not keep."""

    chained: Chained
    written: io.StringIO
    secrets: dict[str, str] = field(default_factory=dict)  # secret -> where it was

    @property
    def app(self) -> FastAPI:
        return self.org.app

    @property
    def org(self) -> World:
        return self.chained.org

    def mark(self, where: str) -> str:
        mark = f"canary{new_id().hex}"
        self.secrets[mark] = where
        return mark

    def note(self, operation: Operation, value: Any, where: str, name: str = "") -> None:
        """Whatever is a secret in a body or an answer."""
        match value:
            case dict():
                for key, inner in value.items():
                    self.note(operation, inner, where, str(key))
            case list():
                for inner in value:
                    self.note(operation, inner, where, name)
            case str() if len(value) >= 6 and value not in WORDS and is_secret(operation, name):
                self.secrets[value] = f"{operation.id} {where} {name}"

    async def leaks(self) -> list[str]:
        """Where any of them is."""
        found = {f"log: {where}" for where in self._found_in(self.written.getvalue())}
        async with self.org.database.engine.connect() as connection:
            for table in metadata.sorted_tables:
                rows = (await connection.execute(select(table))).mappings().all()
                for column in table.c:
                    text = "\n".join(_text(row[column.name]) for row in rows)
                    found |= {f"{column}: {where}" for where in self._found_in(text)}
        return sorted(found)

    def _found_in(self, text: str) -> Iterator[str]:
        """Marks are thousands, and looked for all at once."""
        for mark in {*MARK.findall(text)}:
            yield self.secrets[mark]
        for secret, where in self.secrets.items():
            if not MARK.fullmatch(secret) and _is_in(secret, text):
                yield where


def _is_in(secret: str, text: str) -> bool:
    """Six digits are met by chance within an id and behind the point of a second; a code stands alone."""
    if not secret.isdigit():
        return secret in text
    return re.search(rf"(?<![0-9a-f.]){secret}(?![0-9a-f])", text) is not None


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def is_secret(operation: Operation, name: str) -> bool:
    of_accounts = not operation.of_organization or "key" in operation.path
    words = SECRET + (SECRET_IN_ACCOUNTS if of_accounts else ())
    return any(word in name.lower().split("_") or word == name.lower() for word in words)


@contextmanager
def log_of(app: FastAPI) -> Iterator[io.StringIO]:
    """Everything that is said, as production writes it; `DEBUG`, so that libraries speak, too."""
    root = logging.getLogger()
    before = root.handlers, root.level
    written = io.StringIO()
    try:
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
        assert app.state.settings.exposed
        yield written
    finally:
        root.handlers, _ = before
        root.setLevel(before[1])


@pytest.fixture
async def guarded(own_database: Database) -> AsyncIterator[Guarded]:
    root = logging.getLogger()
    handlers = root.handlers
    values = {"environment": Environment.PRODUCTION, "log_level": "DEBUG"}
    app = create_app(own_database.settings.model_copy(update=values), own_database)
    transport = httpx2.ASGITransport(app)
    with log_of(app) as written:
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            org = await World.founded(app, client)
            yield Guarded(Chained(org, client), written)
    root.handlers = handlers


async def sent(guarded: Guarded, operation: Operation, call: Call, **other: Any) -> Answer:
    return await request_of(operation, call, guarded.org).send(guarded.app, **other)


async def done_right(guarded: Guarded, operation: Operation) -> None:
    """The request of the operation's case, whose secrets and whose answer's are noted."""
    call = await FIXTURES[operation.id](guarded.org)
    guarded.note(operation, call.body, "body")
    bearer = (call.by or guarded.org.owner).headers["Authorization"]
    guarded.secrets[bearer.removeprefix("Bearer ")] = f"{operation.id} access token"
    headers = {b"idempotency-key": new_id().hex.encode()} if operation.method == "POST" else {}
    answer = await sent(guarded, operation, call, headers=headers)
    if answer.content and answer.headers.get("content-type") == JSON:
        guarded.note(operation, answer.json(), "answer")
    for name, value in answer.headers.items():
        if name == "set-cookie":
            guarded.secrets[value.partition("=")[2].partition(";")[0]] = f"{operation.id} cookie"


async def marked_headers(guarded: Guarded, operation: Operation) -> None:
    """A mark in each header that carries, or may be thought to carry, a secret."""
    call = await FIXTURES[operation.id](guarded.org)
    for name, scheme in (
        *(
            ("authorization", "Bearer "),
            ("authorization", "Bearer rt_"),
            ("authorization", "Basic "),
        ),
        *(("authorization", "Bearer qk_"), ("authorization", ""), ("cookie", "qm_refresh=")),
        *(("cookie", "__Host-qm_refresh="), ("x-api-key", ""), ("x-session-mode", "")),
        *(("if-match", ""), ("x-forwarded-for", ""), ("host", ""), ("referer", "http://x/?token=")),
        *(("origin", "http://"), ("accept", ""), ("x-request-id", ""), ("x-auth-token", "")),
    ):
        mark = guarded.mark(f"{operation.id} header {name} {scheme}")
        await sent(guarded, operation, call, headers={name.encode(): f"{scheme}{mark}".encode()})


async def marked_query(guarded: Guarded, operation: Operation) -> None:
    call = await FIXTURES[operation.id](guarded.org)
    for name in (*operation.named("query"), "token", "api_key", "password"):
        mark = guarded.mark(f"{operation.id} query {name}")
        await sent(guarded, operation, call, query=f"{name}={mark}".encode())


async def marked_body(guarded: Guarded, operation: Operation) -> None:
    """In a field too many, in each field in another shape than it has, and as the whole."""
    if operation.media is None:
        return
    call = await FIXTURES[operation.id](guarded.org)
    mark = guarded.mark(f"{operation.id} whole body")
    await sent(guarded, operation, call, content=json.dumps(mark).encode())
    await sent(guarded, operation, call, content=f'{{"password": "{mark}'.encode())
    for name in (*(call.body or {}), "password"):
        mark = guarded.mark(f"{operation.id} field {name}")
        value = {"too": {"deep": [mark] * 2}} if operation.media == JSON else mark
        if operation.media == MULTIPART and name in (call.body or {}):
            continue  # how a file is to be read: kept
        if is_secret(operation, name) and name in (call.body or {}):
            await _sent_with(guarded, operation, call, name, mark)
        if operation.media == JSON or name not in (call.body or {}):
            await _sent_with(guarded, operation, call, name, value)


async def _sent_with(
    guarded: Guarded, operation: Operation, call: Call, name: str, value: Any
) -> None:
    spoilt = replace(call, body=(call.body or {}) | {name: value})
    kind, content = encoded(str(operation.media), spoilt)
    await sent(guarded, operation, call, content=content, headers={b"content-type": kind})


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_no_secret_is_logged_or_kept(guarded: Guarded) -> None:
    every = 1 if guarded.org.database.is_sqlite else 3  # `make prove ARGS=F22` does all on both
    of = operations(guarded.app)[::every]
    for operation in of:
        for part in (done_right, marked_headers, marked_query, marked_body):
            await part(guarded, operation)
    await guarded.chained.seal_all()
    assert len(guarded.secrets) > 20 * len(of)
    assert guarded.written.getvalue().count('"logger":"quartermaster.access"') > 20 * len(of)
    assert await guarded.leaks() == []


async def test_a_leak_would_be_seen(guarded: Guarded) -> None:
    """What has to find nothing must be able to find something."""
    name = guarded.mark("a name")
    await guarded.org.item(name)
    logging.getLogger("somebody").warning(guarded.mark("a line"))
    found = await guarded.leaks()
    assert {"log: a line", "items.name: a name", "activity.payload: a name"} <= {*found}


async def test_a_defect_tells_no_values(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback says where, not with which password."""
    mark = guarded.mark("a local variable")

    async def broken(*_: object, **__: object) -> None:
        password = mark
        raise ZeroDivisionError(len(password))

    monkeypatch.setattr(sign_in, "by_password", broken)  # why: no defect known
    credentials = {"email": "ada@example.test", "password": guarded.mark("a password")}
    (login,) = (op for op in operations(guarded.app) if op.id == "login")
    answer = await sent(guarded, login, Call(body=credentials))
    assert answer.status == 500
    assert "ZeroDivisionError" in guarded.written.getvalue()
    assert await guarded.leaks() == []


async def test_an_error_of_the_database_tells_no_values(guarded: Guarded) -> None:
    mark = guarded.mark("a value")
    with pytest.raises(DBAPIError) as refusal:
        async with guarded.org.database.engine.begin() as connection:
            await connection.execute(
                insert(metadata.tables["users"]).values(id=new_id(), email=mark)
            )
    assert mark not in str(refusal.value)


def test_no_path_takes_a_secret(app: FastAPI) -> None:
    """Paths are logged; without the token of an invitation (see `core.logging.tellable`)."""
    for operation in operations(app):
        if operation.path.startswith("/api/v1/invitations/"):
            continue
        for name in operation.named("path"):
            assert not any(word in name for word in SECRET), (operation.id, name)
