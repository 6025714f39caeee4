"""Errors: one shape, a request id, never an exception's text and never the input."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from starlette.types import Message

from app.core.errors import Fault, Invalid, InvalidFields, NotFound
from app.main import create_app
from tests.world import World, ok, refused

pytestmark = pytest.mark.of_http_alone
REGISTER = "/api/v1/auth/register"
JSON = {"Content-Type": "application/json"}


async def sent(client: httpx2.AsyncClient, content: bytes, **headers: str) -> httpx2.Response:
    return await client.post(REGISTER, content=content, headers=JSON | headers)


def shape(response: httpx2.Response) -> dict[str, Any]:
    """The problem, after what every problem has."""
    body: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "request_id"} <= body.keys()
    assert body["type"] == "about:blank"
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["title"]
    assert body["detail"]
    return body


async def test_every_fault_of_the_input_is_told_with_its_place(client: httpx2.AsyncClient) -> None:
    body = {"email": "x", "password": "short", "full_name": 5, "a/b~c": 1}
    response = await client.post(REGISTER, json=body)
    problem = shape(response)
    assert (problem["title"], problem["code"]) == ("Unprocessable Content", "invalid")
    faults = {fault["pointer"]: fault for fault in problem["errors"]}
    assert faults.keys() == {
        "/body/email",
        "/body/password",
        "/body/full_name",
        "/body/a~1b~0c",
    }
    assert all(fault.keys() == {"pointer", "message", "code"} for fault in faults.values())
    assert faults["/body/email"]["message"].endswith(
        "must be an e-mail address such as ada@example.org"
    )


async def test_the_input_is_never_repeated(client: httpx2.AsyncClient) -> None:
    canary = "canary-7d1f"
    for body in (
        {"email": canary, "password": canary[:9], "full_name": canary * 50},
        {"email": [canary], "password": {"x": canary}},
        [canary],
        canary,
    ):
        response = await client.post(REGISTER, json=body)
        assert refused(response) == (422, "invalid")
        assert canary not in response.text


async def test_a_name_without_end_is_cut_and_faults_without_number_are_too(
    client: httpx2.AsyncClient,
) -> None:
    body = {f"{'x' * 5000}{number}": 1 for number in range(150)}
    response = await client.post(REGISTER, json=body)
    assert len(shape(response)["errors"]) == 100
    assert len(response.content) < 50_000


async def test_a_name_that_is_no_text_is_told_all_the_same(client: httpx2.AsyncClient) -> None:
    response = await sent(client, b'{"\\ud800": 1, "email": "a@b.example", "password": "x"}')
    assert refused(response) == (422, "invalid")
    assert shape(response)["errors"][0]["pointer"].startswith("/body")


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/nowhere", "GET", 404, "not_found"),
        ("/api/v1/nowhere", "GET", 404, "not_found"),
        ("/api/v1/%00", "GET", 404, "not_found"),
        ("/static/nowhere.css", "GET", 404, "not_found"),
        ("/static/../main.py", "GET", 404, "not_found"),
        ("/health", "POST", 405, "method_not_allowed"),
        (REGISTER, "GET", 405, "method_not_allowed"),
        ("/api/v1/users/me", "PUT", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_served_is_a_problem_too(
    client: httpx2.AsyncClient, path: str, method: str, status: int, code: str
) -> None:
    response = await client.request(method, path)
    assert refused(response) == (status, code)
    shape(response)
    assert (response.headers.get("allow") is not None) is (status == 405)


@pytest.mark.parametrize(
    ("content", "statuses"),
    [
        (b"{", {422}),
        (b"", {422}),
        (b"null", {422}),
        (b'{"email": }', {422}),
        (b"NaN", {422}),
        (b'"x"', {422}),
        (b"\xff\xfe{}", {400, 422}),
        (b'{"email": "\xff"}', {400}),
        (b"[" * 100_000, {400}),
        (b'{"a":' * 100_000, {400}),
        (b'{"email": ' + b"[" * 400 + b"]" * 400 + b"}", {422}),
        (b'{"email": "\\ud800@example.org", "password": "correct horse"}', {422}),
        (b'{"email": 1' + b"0" * 5000 + b"}", {400, 422}),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_plain_4xx(
    client: httpx2.AsyncClient, content: bytes, statuses: set[int]
) -> None:
    response = await sent(client, content)
    assert response.status_code in statuses
    assert shape(response)["code"] in {"invalid", "malformed"}


async def test_a_body_of_another_kind_is_refused(client: httpx2.AsyncClient) -> None:
    for kind in ("text/plain", "application/xml", "multipart/form-data", "nonsense"):
        response = await client.post(
            REGISTER, content=b'{"email": "a@b.example"}', headers={"Content-Type": kind}
        )
        assert refused(response) == (422, "invalid")


@pytest.fixture
def small_app(app: FastAPI) -> FastAPI:
    """The application with a limit that a test can reach."""
    settings = app.state.settings.model_copy(update={"max_body_bytes": 2000})
    return create_app(settings, app.state.database)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large_is_a_413_whether_declared_or_not(
    small_app: FastAPI, chunked: bool
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 100

    content = pieces() if chunked else b"x" * 3000
    transport = httpx2.ASGITransport(small_app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post(REGISTER, content=content, headers=JSON)
        assert refused(response) == (413, "body_too_large")
        assert shape(response)["title"] == "Content Too Large"
        assert "2000 bytes" in response.json()["detail"]
        form = {"username": "x" * 3000, "password": "x"}
        assert (await client.post("/api/v1/auth/token", data=form)).status_code == 413
        assert (await client.post(REGISTER, content=b"x" * 1900, headers=JSON)).status_code == 422


async def test_a_defect_is_a_500_that_tells_nothing_and_has_all_headers(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/broken")
    problem = shape(response)
    assert (response.status_code, problem["code"]) == (500, "internal")
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in response.headers
    assert "ZeroDivisionError" in caplog.text


async def test_a_defect_after_the_answer_began_is_not_answered_twice(app: FastAPI) -> None:
    sent: list[Message] = []

    async def half(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    app.mount("/half", half)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/half/",
        "root_path": "",
        "headers": [],
        "query_string": b"",
    }
    with pytest.raises(ZeroDivisionError):
        await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start"]


def test_errors_of_the_domain_carry_what_the_problem_needs() -> None:
    assert str(NotFound()) == "There is no such thing here."
    at = Invalid("Too much.", at="/body/quantity", limit="5")
    fault = {"pointer": "/body/quantity", "message": "Too much.", "code": "invalid"}
    assert at.more == {"limit": "5", "errors": [fault]}
    assert Invalid("Too much.").more == {}
    several = InvalidFields([Fault("/body/a", "x"), Fault("/body/b", "y", "odd")])
    assert [fault["code"] for fault in several.more["errors"]] == ["invalid", "odd"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("01900000-0000-7000-8000-00000000abcd", True),
        ("01900000-0000-7000-8000-00000000ABCD", True),
        ("not-a-uuid", False),
        ("01900000\n", False),
        ("caf\u00e9", False),
        ("x" * 5000, False),
        ("", False),
    ],
)
async def test_a_request_id_of_the_caller_is_kept_if_it_is_one(
    client: httpx2.AsyncClient, given: str, kept: bool
) -> None:
    response = await client.get("/nowhere", headers=[(b"X-Request-ID", given.encode("latin-1"))])
    answered = shape(response)["request_id"]
    assert (answered == given.lower()) is kept
    assert UUID(answered)


async def test_each_request_has_an_id_of_its_own(client: httpx2.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get("/health/live") for _ in range(5)))
    assert len({answer.headers["x-request-id"] for answer in answers}) == 5


async def test_a_request_is_one_line_in_the_log_without_query_or_token(
    org: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "quartermaster.access"):
        ok(await org.call("GET", "/members", params={"limit": "7"}))
    lines = [record for record in caplog.records if record.name == "quartermaster.access"]
    assert len(lines) == 1
    line = json.dumps(lines[0].msg, default=str)
    assert f"{org.path}/members" in line
    assert "limit" not in line
    assert "Bearer" not in line
