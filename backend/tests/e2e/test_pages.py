"""The pages that the server has of its own."""

from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in


def test_the_home_page_names_itself(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title("Quartermaster")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_session_comes_into_the_browser_without_its_scripts_seeing_it(page: Page) -> None:
    sign_in(page)
    page.goto("/")
    assert page.context.cookies()[0].get("httpOnly")
    assert page.evaluate("document.cookie") == ""
