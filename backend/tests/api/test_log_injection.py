"""Nothing that a stranger sends becomes a line of the log, or moves the cursor of who reads it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from app.core.config import Environment
from app.core.logging import Log
from app.main import create_app
from tests.contract.wire import send
from tests.world import World

FORGED = '\r\n{"event":"audit head","level":"info"}\x1b[2J\x1b]0;x\x07\x7f\x9b31m\x85\u2028\u2029[info] ok'
CONTROLS = set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x2028, 0x2029]))


@pytest.fixture(params=[Environment.PRODUCTION, Environment.DEVELOPMENT])
def kind(request: pytest.FixtureRequest) -> Environment:
    return Environment(request.param)


@contextmanager
def logging_as(kind: Environment, own_app: FastAPI) -> Iterator[FastAPI]:
    """An application that logs to standard error as it does there."""
    root = logging.getLogger()
    before = root.handlers, root.level
    settings = own_app.state.settings.model_copy(update={"environment": kind, "log_level": "INFO"})
    try:
        yield create_app(settings, own_app.state.database)
    finally:
        root.handlers, _ = before
        root.setLevel(before[1])


def lines(capsys: pytest.CaptureFixture[str], app: FastAPI) -> list[str]:
    """What was logged; each line is one that we wrote."""
    written = capsys.readouterr().err
    assert not CONTROLS & set(written), repr(written)
    found = [line for line in written.split("\n") if line]
    if app.state.settings.exposed:
        assert [json.loads(line)["logger"] for line in found]
    return found


async def test_a_path_and_headers_forge_no_line(
    kind: Environment, own_app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"/api/v1/{quote(FORGED)}".encode()
    raw = FORGED.encode("utf-8")
    names = (
        b"user-agent",
        b"x-request-id",
        b"referer",
        b"host",
        b"authorization",
        b"x-forwarded-for",
    )
    with logging_as(kind, own_app) as app:
        answer = await send(app, "GET", target, [(name, raw) for name in names])
    assert answer.status == 404
    (line,) = lines(capsys, app)
    assert "audit head" in line
    assert ('"status":404' in line.replace(" ", "")) or "404" in line


async def test_a_name_and_a_user_agent_forge_no_line(
    kind: Environment, own_app: FastAPI, org: World, capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.dumps({"name": FORGED}).encode()
    headers = [(name.lower().encode(), value.encode()) for name, value in org.owner.headers.items()]
    headers += [(b"content-type", b"application/json"), (b"user-agent", FORGED.encode())]
    with logging_as(kind, own_app) as app:
        answer = await send(app, "POST", f"{org.path}/items".encode(), headers, body)
    assert answer.status == 201
    (line,) = lines(capsys, app)
    assert "audit head" not in line


def test_messages_of_others_and_exceptions_are_written_visibly(
    kind: Environment, own_app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as(kind, own_app) as app:
        logging.getLogger("somebody").warning("odd request: %s", FORGED)
        Log("here").warning("said", value=FORGED)
        assert len(lines(capsys, app)) == 2
        try:
            raise ValueError(FORGED)
        except ValueError:
            logging.getLogger("somebody").exception("failed")
    written = capsys.readouterr().err
    assert not CONTROLS & set(written), repr(written)
    if app.state.settings.exposed:
        (line,) = written.splitlines()
        assert json.loads(line)["exception"]
