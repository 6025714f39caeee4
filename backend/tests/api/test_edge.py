"""What every answer has: headers, documentation of our own, health, one OpenAPI document."""

import json
import logging
import re
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from starlette.types import Message

from app.api.router import PUBLIC, Unguarded, refuse_unguarded
from app.core.config import API_VERSION, Environment
from app.core.logging import Log, configure
from app.domains.identity.deps import AtDesk
from app.main import create_app
from tests.world import World, ok

pytestmark = pytest.mark.of_http_alone
FIXED = {
    "x-api-version": API_VERSION,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def with_settings(app: FastAPI, **values: Any) -> httpx2.AsyncClient:
    settings = app.state.settings.model_copy(update=values)
    transport = httpx2.ASGITransport(create_app(settings, app.state.database))
    return httpx2.AsyncClient(transport=transport, base_url="http://test")


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/health", "/openapi.json", "/nowhere"])
async def test_every_answer_has_the_headers_that_protect(
    client: httpx2.AsyncClient, path: str
) -> None:
    response = await client.get(path)
    for name, value in FIXED.items():
        assert response.headers[name] == value
    assert "camera=(self)" in response.headers["permissions-policy"]
    assert "strict-transport-security" not in response.headers
    assert len(response.headers.get_list("content-security-policy")) == 1


async def test_answers_of_the_api_are_for_nobody_elses_cache(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/api/v1/users/me")).headers["cache-control"] == "private, no-store"
    assert "cache-control" not in (await client.get("/health/live")).headers


@pytest.mark.parametrize(
    ("mode", "has", "lacks"),
    [
        ("strict", "style-src 'self';", "unsafe"),
        ("relaxed", "style-src 'self' 'unsafe-inline';", "unsafe-eval"),
    ],
)
async def test_the_content_policy_has_its_modes(
    app: FastAPI, mode: str, has: str, lacks: str
) -> None:
    async with with_settings(app, csp_mode=mode) as client:
        policy = (await client.get("/")).headers["content-security-policy"]
    assert has in policy
    assert lacks not in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


async def test_the_content_policy_can_be_switched_off(app: FastAPI) -> None:
    async with with_settings(app, csp_mode="disabled") as client:
        assert "content-security-policy" not in (await client.get("/")).headers


async def test_browsers_are_told_to_stay_with_https_as_long_as_is_set(app: FastAPI) -> None:
    async with with_settings(app, hsts_seconds=31_536_000) as client:
        header = (await client.get("/")).headers["strict-transport-security"]
    assert header == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc"])
@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_a_page_needs_nothing_but_files_of_our_own(
    client: httpx2.AsyncClient, path: str
) -> None:
    page = await client.get(path)
    assert page.status_code == 200
    links = re.findall(r"(?:src|href|spec-url)=\"([^\"]+)\"", page.text)
    assert links
    for link in links:
        assert link.startswith("/")
        assert not link.startswith("//")
        answer = await client.get(link)
        assert answer.status_code == 200, link
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert "<style" not in page.text
    assert not re.search(r"\son\w+=", page.text)


async def test_the_home_page_says_what_this_is_and_leads_on(client: httpx2.AsyncClient) -> None:
    page = await client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Quartermaster</h1>" in page.text
    for link in ("/docs", "/redoc", "/openapi.json", "/health"):
        assert f'href="{link}"' in page.text
    assert "Authorize" in page.text


async def test_swagger_asks_our_own_server_for_the_document(client: httpx2.AsyncClient) -> None:
    script = (await client.get("/static/swagger-init.js")).text
    assert 'url: "openapi.json"' in script
    assert not re.search(r"https?://", script)


async def test_the_document_is_the_same_at_both_addresses(client: httpx2.AsyncClient) -> None:
    one, other = await client.get("/openapi.json"), await client.get("/api/v1/openapi.json")
    assert one.json() == other.json()
    assert one.json()["openapi"].startswith("3.")
    flow = one.json()["components"]["securitySchemes"]["OAuth2PasswordBearer"]["flows"]["password"]
    assert flow["tokenUrl"] == "/api/v1/auth/token"


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_head_is_get_without_a_body(org: World) -> None:
    for path in ("/", "/health", "/health/live", "/static/home.css", "/openapi.json"):
        head, get = await org.client.head(path), await org.client.get(path)
        assert head.status_code == get.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == get.headers["content-type"]
    head = await org.client.head(org.path, headers=org.owner.headers)
    assert (head.status_code, head.headers["etag"]) == (200, '"v1"')
    assert (await org.client.head("/api/v1/auth/login")).status_code == 405
    assert (await org.client.head("/nowhere")).status_code == 404


async def test_health_tells_version_environment_and_database(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    app.state.revision = None  # the tables of the tests are made without migrations
    for path in ("/health", "/health/ready"):
        answer = ok(await client.get(path))
        assert answer.pop("timestamp").endswith("Z")
        assert answer == {
            "status": "ok",
            "version": API_VERSION,
            "environment": "test",
            "database": "connected",
        }
    assert ok(await client.get("/health/live")) == {"status": "ok"}


async def test_a_database_that_is_behind_is_said_to_be_and_is_not_ready(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    app.state.revision = "a later one"
    health = await client.get("/health")
    assert (health.status_code, health.json()["database"]) == (200, "behind")
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["database"]) == (503, "behind")
    assert (await client.get("/health/live")).status_code == 200


async def test_an_operation_that_does_not_say_who_may_call_it_stops_the_start(
    app: FastAPI,
) -> None:
    refuse_unguarded(app)
    router = APIRouter(prefix="/api/v1")

    @router.get("/open/{secret}")
    async def forgotten(secret: str) -> str:
        return secret

    app.include_router(router)
    with pytest.raises(Unguarded, match=r"/api/v1/open/\{secret\}"):
        refuse_unguarded(app)
    with pytest.raises(Unguarded):
        async with app.router.lifespan_context(app):
            raise AssertionError


async def test_it_stops_the_start_within_an_included_router_too(app: FastAPI) -> None:
    inner, outer = APIRouter(), APIRouter(prefix="/api/v1")

    @inner.post("/deep")
    async def forgotten(_desk: AtDesk) -> None:  # what it depends on guards nothing either
        return None

    outer.include_router(inner, prefix="/very")
    app.include_router(outer)
    with pytest.raises(Unguarded, match="/api/v1/very/deep"):
        refuse_unguarded(app)


def test_few_operations_are_for_anyone() -> None:
    assert len(PUBLIC) <= 12


async def test_what_is_neither_http_nor_start_goes_through_untouched(app: FastAPI) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/nowhere",
        "root_path": "",
        "headers": [],
        "query_string": b"",
    }
    await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize("exposed", [False, True])
def test_logs_are_json_where_a_machine_reads_them(
    app: FastAPI, capsys: pytest.CaptureFixture[str], exposed: bool
) -> None:
    root = logging.getLogger()
    before = root.handlers, root.level
    kind = Environment.PRODUCTION if exposed else Environment.TEST
    configure(app.state.settings.model_copy(update={"environment": kind, "log_level": "INFO"}))
    try:
        Log("here").info("said", number=5)
        logging.getLogger("there").warning("said too")
        first, second = capsys.readouterr().err.splitlines()[-2:]
    finally:
        root.handlers, _ = before
        root.setLevel(before[1])
    if exposed:
        assert json.loads(first)["event"] == "said"
        assert json.loads(first)["number"] == 5
        assert json.loads(second)["logger"] == "there"
        assert json.loads(second)["level"] == "warning"
    else:
        assert "said" in first
        assert "number" in first
        assert "said too" in second
