"""Every page in every language on a small phone: no key names, nothing cut, no sideways scroll."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.commands import ROOT
from tests.e2e.manifest import manifest
from tests.e2e.people import sign_in
from tests.e2e.test_every_page import PAGES

pytestmark = pytest.mark.screens("phone")
LONGER = 0.4  # of each word: what other languages need more than English
FILLING = "ēē ēēēē ēēē " * 20
FRONTEND = ROOT / "frontend"
SHEETS = ("receive", "transfer")
DOORS = (
    "/sign-in",
    "/sign-up",
    "/reset-password",
    "/reset-password#token=some",
    "/verify-email",
    "/verify-email#token=some",
    "/change-email",
    "/change-email#token=some",
    "/invitation",
)
ASKING = ("/people", "/settings/keys")  # the first button of the page opens a dialog

# the whole of a text is `shell.places.stock`, or a gap was left open
KEY = r"/^[a-z][a-zA-Z]*(\.[a-zA-Z_]+)+$|\{\{|\}\}/"
KEYS = f"""() => {{
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {{
    const text = walker.currentNode.data.trim();
    if ({KEY}.test(text)) found.push(text);
  }}
  return found;
}}"""
# what is meant to scroll or to be shortened is no control and no heading
CUT = """() => {
  const found = [];
  for (const one of document.querySelectorAll("button, h1, h2, h3, label, [role=tab], nav a, [data-sheet] b")) {
    if (one.clientWidth === 0 || one.closest("[data-index], .vh")) continue;
    const room = one.getBoundingClientRect();
    if (one.scrollWidth > one.clientWidth + 1) found.push(`${one.innerText}: ${one.scrollWidth} in ${one.clientWidth}`);
    else if (room.right > innerWidth + 1 && !one.closest("nav, [role=region]"))
      found.push(`${one.innerText}: ends at ${Math.round(room.right)}`);
  }
  return found;
}"""


def longer(words: Any) -> Any:
    """Every text of a namespace as long as another language may need it."""
    if isinstance(words, str):
        return f"{words} {FILLING[: round(len(words) * LONGER)]}".strip()
    return {key: longer(value) for key, value in words.items()}


def speak(page: Page, language: str) -> None:
    """The browser asks for a language; `longer` is English, stretched."""
    wanted = "en" if language == "longer" else language
    page.context.add_init_script(
        f"Object.defineProperty(navigator, 'languages', {{ get: () => ['{wanted}'] }})"
    )
    if language != "longer":
        return

    def stretch(source: str, route: Route) -> None:
        words = longer(json.loads((FRONTEND / source).read_text()))
        route.fulfill(body=f"export default {json.dumps(words)}", content_type="text/javascript")

    for source, chunk in manifest().items():
        if source.startswith("src/locales/en/"):
            page.route(f"**/{chunk['file']}", partial(stretch, source))


@pytest.mark.parametrize("language", ["de", "ko", "longer"])
def test_every_page_has_room_for_its_words(
    page: Page, look: Callable[[], None], language: str
) -> None:
    speak(page, language)
    sign_in(page)
    faults: dict[str, list[str]] = {}
    for path in (*PAGES, *(f"/stock?do={sheet}" for sheet in SHEETS)):
        page.goto(f"/test-org{path}")
        expect(page.locator("h1, [data-sheet] h2").last).to_be_visible()
        expect(page.locator("[data-loading], [aria-busy=true]")).to_have_count(0)
        look()
        if found := page.evaluate(KEYS) + page.evaluate(CUT):
            faults[path] = found
    spoken = {"de": "Bestand", "ko": "재고", "longer": f"Stock {FILLING[:2]}"}[language]
    page.goto("/test-org/stock")
    expect(page.get_by_role("heading", level=1, name=spoken)).to_be_visible()
    assert faults == {}


@pytest.mark.parametrize("language", ["de", "ko", "longer"])
def test_what_is_outside_and_what_is_over_a_page_has_room_too(
    page: Page, look: Callable[[], None], language: str
) -> None:
    speak(page, language)
    faults: dict[str, list[str]] = {}
    for path in DOORS:
        page.goto("about:blank")  # else only what is behind # would be another
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look()
        if found := page.evaluate(KEYS) + page.evaluate(CUT):
            faults[path] = found
    sign_in(page)
    for path in ASKING:
        page.goto(f"/test-org{path}")
        page.locator("#page header button").first.click()
        expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
        look()
        if found := page.evaluate(KEYS) + page.evaluate(CUT):
            faults[path] = found
    assert faults == {}
