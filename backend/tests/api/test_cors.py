from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from app.main import create_app
from tests.settings import settings_for

OURS, STRANGE = "https://stock.example.org", "https://evil.example.org"


@pytest.fixture
async def from_elsewhere(tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(settings_for(tmp_path, cors_origins=[OURS]))
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def asked(
    client: httpx2.AsyncClient, origin: str, method: str, header: str
) -> httpx2.Response:
    asks = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    return await client.options("/api/v1/users/me", headers=asks)


async def test_a_named_origin_may_call_with_named_methods_and_headers(
    from_elsewhere: httpx2.AsyncClient,
) -> None:
    headers = (await asked(from_elsewhere, OURS, "PATCH", "If-Match")).headers
    assert headers["access-control-allow-origin"] == OURS
    assert "*" not in headers["access-control-allow-methods"]
    assert "If-Match" in headers["access-control-allow-headers"]
    assert "X-Session-Mode" in headers["access-control-allow-headers"]
    assert headers["access-control-allow-credentials"] == "true"
    answer = await from_elsewhere.get("/health/live", headers={"Origin": OURS})
    assert "X-Request-ID" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("origin", "method", "header"),
    [
        (STRANGE, "GET", "If-Match"),
        (OURS, "TRACE", "If-Match"),
        (OURS, "PUT", "If-Match"),
        (OURS, "GET", "X-Other"),
    ],
)
async def test_what_is_not_named_is_refused(
    from_elsewhere: httpx2.AsyncClient, origin: str, method: str, header: str
) -> None:
    assert (await asked(from_elsewhere, origin, method, header)).status_code == 400


async def test_a_strange_origin_is_told_nothing(from_elsewhere: httpx2.AsyncClient) -> None:
    answer = await from_elsewhere.get("/health/live", headers={"Origin": STRANGE})
    assert "access-control-allow-origin" not in answer.headers
