"""Browsers: the refresh token in a cookie that scripts cannot read and other sites cannot use."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.core.clock import now
from app.core.config import Environment
from app.core.engine import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import RefreshToken
from app.main import create_app
from tests.world import PASSWORD, faults, ok, refused

AUTH = "/api/v1/auth"
COOKIE, ORIGIN = {"X-Session-Mode": "cookie"}, {"Origin": "http://test"}
OURS = "https://app.example.org"
DEVELOPMENT, PRODUCTION = "qm_refresh", "__Host-qm_refresh"


class Browser:
    """Keeps its cookie as browsers do, and says from which page it sends."""

    def __init__(self, client: httpx2.AsyncClient, name: str = DEVELOPMENT) -> None:
        self.client, self.name = client, name
        self.credentials = {"email": f"{new_id().hex}@example.test", "password": PASSWORD}

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get(self.name)

    async def login(self, **headers: str) -> httpx2.Response:
        ok(await self.client.post(f"{AUTH}/register", json=self.credentials))
        return await self.client.post(
            f"{AUTH}/login", json=self.credentials, headers=COOKIE | headers
        )

    async def post(
        self, path: str, token: str | None = None, headers: dict[str, str] = ORIGIN, **more: Any
    ) -> httpx2.Response:
        """A request in cookie mode; with another cookie than its own where `token` says so."""
        if token is not None:
            self.client.cookies.clear()
            self.client.cookies.set(self.name, token)
        return await self.client.post(f"{AUTH}{path}", headers=COOKIE | headers, **more)


@pytest.fixture
def browser(client: httpx2.AsyncClient) -> Browser:
    return Browser(client)


@pytest.fixture
async def abroad(app: FastAPI) -> AsyncIterator[Browser]:
    """In production, over https, with an application on another origin."""
    changed = {"environment": Environment.PRODUCTION, "cors_origins": [OURS]}
    settings = app.state.settings.model_copy(update=changed)
    transport = httpx2.ASGITransport(create_app(settings, app.state.database))
    async with httpx2.AsyncClient(transport=transport, base_url="https://test") as client:
        yield Browser(client, PRODUCTION)


def bearer(answer: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer['access_token']}"}


async def is_in(browser: Browser, signed_in: Any) -> bool:
    me = await browser.client.get("/api/v1/users/me", headers=bearer(signed_in))
    return me.status_code == 200


def attributes(response: httpx2.Response) -> set[str]:
    """Of the one cookie that is set: its name, and what stands after its value."""
    (line,) = response.headers.get_list("set-cookie")
    first, *rest = line.split("; ")
    return {first.partition("=")[0], *(part.lower() for part in rest)}


async def test_in_development_the_cookie_goes_over_plain_http(browser: Browser) -> None:
    response = await browser.login()
    assert ok(response)["refresh_token"] is None
    assert browser.cookie
    assert browser.cookie.startswith("rt_")
    assert browser.cookie not in response.text
    assert attributes(response) == {
        *("qm_refresh", "httponly", "max-age=604800", "path=/", "samesite=strict")
    }


async def test_in_production_it_is_bound_to_https_and_to_this_host(abroad: Browser) -> None:
    response = await abroad.login()
    assert ok(response)["refresh_token"] is None
    assert attributes(response) == {
        *("__Host-qm_refresh", "httponly", "max-age=604800", "path=/", "samesite=strict", "secure")
    }
    assert attributes(await abroad.post("/refresh", headers={"Origin": "https://test"})) == (
        attributes(response)
    )
    gone = attributes(await abroad.post("/logout", headers={"Origin": "https://test"}))
    assert {"__Host-qm_refresh", "max-age=0", "secure", "path=/"} <= gone


async def test_the_body_mode_neither_sets_nor_reads_a_cookie(browser: Browser) -> None:
    ok(await browser.login())
    plain = await browser.client.post(f"{AUTH}/login", json=browser.credentials)
    assert "set-cookie" not in plain.headers
    assert ok(plain)["refresh_token"].startswith("rt_")
    unsaid = await browser.client.post(f"{AUTH}/refresh", headers=ORIGIN)
    assert faults(unsaid) == {"/body/refresh_token": "missing"}
    body = {"refresh_token": ok(plain)["refresh_token"]}
    refreshed = await browser.client.post(f"{AUTH}/refresh", json=body)
    assert ok(refreshed)["refresh_token"].startswith("rt_")
    assert "set-cookie" not in refreshed.headers
    anonymous = await browser.client.post(f"{AUTH}/logout", headers=ORIGIN)
    assert refused(anonymous) == (401, "unauthorized")


async def test_a_mode_that_there_is_not_is_named(browser: Browser) -> None:
    response = await browser.login(**{"X-Session-Mode": "local"})
    assert refused(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"].casefold() == "/header/x-session-mode"


async def test_the_cookie_is_rotated_and_within_the_grace_gives_the_same_again(
    browser: Browser,
) -> None:
    ok(await browser.login())
    first = browser.cookie
    answer = ok(await browser.post("/refresh"))
    second = browser.cookie
    assert answer["refresh_token"] is None
    assert await is_in(browser, answer)
    assert second not in {first, None}
    ok(await browser.post("/refresh", first))
    assert browser.client.cookies.get(browser.name, domain="test.local") == second
    assert ok(await browser.post("/refresh", second, json={}))


async def test_a_cookie_that_comes_back_later_ends_the_session(
    app: FastAPI, browser: Browser, database: Database
) -> None:
    ok(await browser.login())
    first = browser.cookie
    answer = ok(await browser.post("/refresh"))
    async with unit_of_work(database, write=True) as unit:
        forms = app.state.keys.stored_forms(first)
        stale = update(RefreshToken).where(RefreshToken.token_hash.in_(forms))
        await unit.connection.execute(stale.values(rotated_at=now() - timedelta(seconds=11)))
    assert refused(await browser.post("/refresh", first)) == (401, "refresh_refused")
    assert not await is_in(browser, answer)


async def test_without_a_cookie_there_is_nothing_to_refresh(browser: Browser) -> None:
    assert refused(await browser.post("/refresh")) == (401, "refresh_refused")
    assert refused(await browser.post("/refresh", "rt_unknown")) == (401, "refresh_refused")


async def test_a_token_in_the_body_is_refused_where_the_cookie_counts(browser: Browser) -> None:
    ok(await browser.login())
    both = await browser.post("/refresh", json={"refresh_token": "rt_x"})
    assert faults(both) == {"/body/refresh_token": "extra_forbidden"}
    assert ok(await browser.post("/refresh"))


@pytest.mark.parametrize("path", ["/refresh", "/logout"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.org"},
        {"Origin": "null"},
        {"Origin": "http://[test"},
        {"Origin": "http://sub.test"},
        {"Sec-Fetch-Site": "cross-site", **ORIGIN},
        {"Sec-Fetch-Site": "same-site", **ORIGIN},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
async def test_another_site_cannot_use_the_cookie(
    browser: Browser, path: str, headers: dict[str, str]
) -> None:
    signed_in = ok(await browser.login())
    response = await browser.post(path, headers=headers)
    assert refused(response) == (403, "cross_site")
    assert "set-cookie" not in response.headers
    assert await is_in(browser, signed_in)
    assert ok(await browser.post("/refresh", headers={"Sec-Fetch-Site": "same-origin"}))


async def test_an_allowed_origin_can(abroad: Browser) -> None:
    ok(await abroad.login())
    site = {"Sec-Fetch-Site": "same-site"}
    assert ok(await abroad.post("/refresh", headers=site | {"Origin": OURS}))
    strange = site | {"Origin": "https://other.example.org"}
    assert refused(await abroad.post("/refresh", headers=strange)) == (403, "cross_site")


async def test_logout_ends_the_cookies_session_and_clears_it_without_an_access_token(
    browser: Browser,
) -> None:
    signed_in = ok(await browser.login())
    token = browser.cookie
    response = await browser.post("/logout")
    assert (response.status_code, response.content) == (204, b"")
    assert {"qm_refresh", "max-age=0", "path=/", "httponly"} <= attributes(response)
    assert browser.cookie is None
    assert not await is_in(browser, signed_in)
    again = await browser.post("/logout", token)  # it has ended: still cleared, never an error
    assert again.status_code == 204
    assert "max-age=0" in attributes(again)
    assert (await browser.post("/logout", "rt_unknown")).status_code == 204
    assert refused(await browser.post("/refresh", token)) == (401, "refresh_refused")


async def test_where_the_cookie_is_lost_the_access_token_signs_out(browser: Browser) -> None:
    signed_in = ok(await browser.login())
    browser.client.cookies.clear()
    assert refused(await browser.post("/logout")) == (401, "unauthorized")
    response = await browser.post("/logout", headers=ORIGIN | bearer(signed_in))
    assert response.status_code == 204
    assert not await is_in(browser, signed_in)


async def test_logout_everywhere_clears_the_cookie_too(browser: Browser) -> None:
    signed_in = ok(await browser.login())
    response = await browser.post("/logout-all", headers=bearer(signed_in))
    assert response.status_code == 204
    assert "max-age=0" in attributes(response)
    assert refused(await browser.post("/refresh")) == (401, "refresh_refused")
