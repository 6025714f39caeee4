"""Pages that are wrong in one way each. Run by `test_harness.py`: every test in here has to fail."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route

PAGE = """<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"


@dataclass(frozen=True)
class Defect:
    body: str
    caught: str  # a pattern of what the harness has to say
    policy: str = POLICY


DEFECTS = {
    "inline-style": Defect(
        "<p style='color: red'>Red</p>", "policy: style-src-attr forbids inline"
    ),
    "inline-script": Defect(
        "<script>document.title = 'Mine'</script>", "policy: script-src-elem forbids inline"
    ),
    "console-error": Defect(
        "<script>console.error('I complain')</script>", "console: I complain", ""
    ),
    "exception": Defect(
        "<script>throw new Error('I broke')</script>", "uncaught: Error: I broke", ""
    ),
    "rejection": Defect(
        "<script>Promise.reject(new Error('I was let down'))</script>",
        "uncaught: Error: I was let down",
        "",
    ),
    "no-label": Defect("<input type='text'>", "axe label: .* at .*input"),
    "grey-on-grey": Defect(
        "<style>p { color: #888; background: #999 }</style><p>Hardly there</p>",
        "axe color-contrast: ",
        "",
    ),
    "too-wide": Defect(
        "<style>p { width: 2000px }</style><p>Wide</p>", r"sideways scroll: \d+ px wide in", ""
    ),
    "missing-file": Defect(
        "<script src='/nothing.js'></script>", "console: Failed to load resource"
    ),
}


def show(page: Page, body: str, policy: str = POLICY) -> None:
    """Answer the page's requests with a document of this body; nothing else is there."""

    def answer(route: Route) -> None:
        found = route.request.resource_type == "document"
        route.fulfill(
            status=200 if found else 404,
            content_type="text/html",
            headers={"content-security-policy": policy},
            body=PAGE.format(body) if found else "",
        )

    page.route("**/*", answer)
    page.goto("/")


@pytest.fixture(scope="session")
def address() -> str:
    """No server: the pages are made up."""
    return "http://quartermaster.test"


@pytest.mark.parametrize("name", DEFECTS)
def test_defect(page: Page, name: str) -> None:
    show(page, DEFECTS[name].body, DEFECTS[name].policy)


@pytest.mark.screens("desktop")
def test_looked_at_before_it_was_mended(page: Page, look: Callable[[], None]) -> None:
    show(page, DEFECTS["no-label"].body)
    look()
    page.goto("about:blank")


@pytest.mark.screens("desktop")
def test_of_somebody_else(page: Page, newcomer: Callable[[], Page]) -> None:
    show(page, "")
    show(newcomer(), DEFECTS["no-label"].body)


@pytest.mark.screens("desktop")
def test_allowed_in_vain(page: Page, allow: Callable[[str], None]) -> None:
    allow("console: .* 401")
    show(page, "")
