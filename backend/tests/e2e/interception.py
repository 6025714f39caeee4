"""Requests that get another answer than the server's."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

Answer = Callable[[Route], object]


def ended(route: Route) -> None:
    """As a server refuses every access token from before, after "sign out everywhere"."""
    route.fulfill(status=401, json={"code": "unauthorized", "detail": "ended"})


def ambush(page: Page, pattern: str, answer: Answer) -> Callable[[], None]:
    """What calls for `answer` to the next request of `pattern`; others before and after pass.

    To be laid before the page opens: a request that follows `Page.route` at once may slip through.
    """
    awaited: list[Answer] = []

    def heard(route: Route) -> None:
        if awaited:
            awaited.pop()(route)
        else:
            route.continue_()

    page.route(pattern, heard)
    return lambda: awaited.append(answer)
