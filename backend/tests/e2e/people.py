"""The demo users, who come into a browser by the door that the web interface uses."""

from playwright.sync_api import Page

from app.cli.seeding import DEMO_USERS

BY_NAME = {user.name: user for user in DEMO_USERS}


def sign_in(page: Page, name: str = "owner") -> None:
    """Give the page's browser the session of a demo user; the next document finds it."""
    user = BY_NAME[name]
    answer = page.context.request.post(
        "/api/v1/auth/login",
        headers={"X-Session-Mode": "cookie"},
        data={"email": user.email, "password": user.password},
    )
    assert answer.ok, answer.text()
    assert answer.json()["refresh_token"] is None, "the server keeps no session in a cookie"
    # what the web interface leaves itself as a sign that there is a cookie, which it cannot see
    page.context.add_init_script("localStorage.setItem('qm-has-session', 'yes')")
