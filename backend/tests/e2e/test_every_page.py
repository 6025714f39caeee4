"""Every page, for each role: no complaint of browser or axe, and no control that the role lacks."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in

# what makes or changes something, by the words on its button
WRITES = re.compile(
    r"^(receive|issue|move|adjust|(new|add) .+|edit|rename|delete|archive|import|reverse|undo|save)$",
    re.IGNORECASE,
)
PAGES = (
    "",
    "/stock",
    "/items",
    "/items/categories",
    "/locations",
    "/movements",
    "/imports",
    "/people",
    "/people/invitations",
    "/settings",
    "/settings/keys",
    "/activity",
    "/me",
    "/me/security",
    "/scan",
)


def first_of(page: Page, address: str) -> str:
    """The address of the first record of a list."""
    page.goto(address)
    page.locator("main [data-index='0'], main [role=treeitem]").first.click()
    expect(page).not_to_have_url(re.compile(f"{address}$"))
    return page.url


@pytest.fixture
def visited(page: Page) -> Callable[[str], Iterator[Page]]:
    """Every page, one after another, as somebody sees it."""

    def visit(name: str) -> Iterator[Page]:
        sign_in(page, name)
        for path in PAGES:
            page.goto(f"/test-org{path}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            yield page
        for path in ("/items", "/locations", "/movements"):
            first_of(page, f"/test-org{path}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            yield page

    return visit


@pytest.mark.screens("desktop", "phone", "desktop-dark", "phone-light")
def test_an_owner_sees_every_page(
    visited: Callable[[str], Iterator[Page]], look: Callable[[], None]
) -> None:
    for _ in visited("owner"):
        look()


def test_a_viewer_is_shown_nothing_to_write_with(
    visited: Callable[[str], Iterator[Page]],
) -> None:
    for page in visited("viewer"):
        if page.url.endswith("/me"):
            continue  # one's own name and habits are one's own
        for role in ("button", "menuitem", "link"):
            names = page.get_by_role(role, name=WRITES).all_inner_texts()
            assert names == [], page.url


@pytest.mark.screens("phone")
def test_nothing_scrolls_sideways_on_a_very_small_phone(
    visited: Callable[[str], Iterator[Page]], page: Page, look: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for _ in visited("owner"):
        look()
