"""The real server over loopback and a real browser, for journeys. `make e2e` runs them.

A journey takes `page`, and runs on the `USUAL` screens unless `@pytest.mark.screens("phone")` names
some. It fails on anything that a `Watch` finds, at its end or wherever it calls `look()`.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.commands import ROOT, Checkout, free_port
from tests.e2e import chromium
from tests.e2e.watch import Watch

IMAGES = ROOT / "docs/images"
PATIENCE = 15_000  # milliseconds for what a page is to show, on a machine with much to do
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Screen:
    """What somebody looks at; sizes in CSS pixels."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    touch: bool


SCREENS = {
    screen.name: screen
    for screen in (
        Screen("desktop", 1280, 800, "light", touch=False),
        Screen("phone", 360, 780, "dark", touch=True),
        Screen("desktop-dark", 1280, 800, "dark", touch=False),
        Screen("phone-light", 360, 780, "light", touch=True),
    )
}
USUAL = ("desktop", "phone")  # between them each width and each scheme


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="write the pictures of docs/images")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "screens(*names): the screens to run on, instead of the usual"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "screen" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("screens")
        names = marker.args if marker else USUAL
        metafunc.parametrize("screen", [SCREENS[name] for name in names], ids=names)


@dataclass(frozen=True)
class Server:
    """One for all journeys; its database goes back to the demo data before each of them."""

    address: str
    checkout: Checkout
    seeded: Path

    @property
    def database(self) -> Path:
        return self.checkout.data / "quartermaster.db"

    def as_seeded(self) -> str:
        """The address, once the server has forgotten what other journeys left behind."""
        copied(self.seeded, self.database)
        return self.address

    def link_mailed_to(self, email: str) -> str:
        """What the latest mail to this address leads to: a path, and behind `#` the token."""
        environment = {"PORT": self.address.rpartition(":")[2]}
        listed = self.checkout.run("quartermaster", "mail", "list", **environment).said
        id = next(line.split()[0] for line in listed.splitlines() if f"  {email}  " in line)
        text = self.checkout.run("quartermaster", "mail", "show", id, **environment).said
        link = re.search(rf"^{re.escape(self.address)}(/\S+)$", text, re.MULTILINE)
        assert link, text
        return link[1]


def copied(source: Path, target: Path) -> None:
    """Copy a SQLite database as a transaction, under the eyes of whoever has the target open."""
    with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
        from_.backup(to)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a folder of its own, on a port that was free."""
    folder = tmp_path_factory.mktemp("server")
    checkout = Checkout.made(folder / "checkout")
    (checkout.root / "frontend").symlink_to(ROOT / "frontend")
    port = free_port()
    with checkout.started(
        "quartermaster", "serve", "--demo", PORT=port, RATE_LIMITS="off"
    ) as running:
        address = f"http://127.0.0.1:{port}"
        running.get(f"{address}/health/ready")
        served = Server(address, checkout, folder / "seeded.db")
        copied(served.database, served.seeded)
        yield served


@pytest.fixture
def address(server: Server) -> str:
    """Where a server listens that holds the demo data and nothing else."""
    return server.as_seeded()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.path()
    if program is None:
        pytest.fail("There is no Chromium: install it, or name one by CHROMIUM.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    if verdict := watch.verdict():
        pytest.fail("\n".join(verdict), pytrace=False)


@pytest.fixture
def newcomer(
    browser: Browser, screen: Screen, address: str, watch: Watch
) -> Iterator[Callable[[], Page]]:
    """Opens a page for one more person: nothing is known of them, and all they do is watched."""
    contexts: list[BrowserContext] = []

    def arrive() -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.scheme,
            has_touch=screen.touch,
            is_mobile=screen.touch,
            locale="en-GB",
            reduced_motion="reduce",  # what moves cannot be judged
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    yield arrive
    try:
        for page in [page for context in contexts for page in context.pages]:
            if page.url != "about:blank":
                watch.look(page)
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def page(newcomer: Callable[[], Page]) -> Page:
    """The page of the one person that most journeys are about."""
    return newcomer()


@pytest.fixture
def look(watch: Watch, page: Page) -> Callable[[], None]:
    """Judges the page before it changes; as it ends up it is judged in any case."""
    return lambda: watch.look(page)


@pytest.fixture
def allow(watch: Watch) -> Callable[[str], None]:
    """Expects findings that match a pattern, as a journey does that cuts the connection."""
    return watch.allow


@pytest.fixture
def picture(request: pytest.FixtureRequest, page: Page, screen: Screen) -> Callable[[str], None]:
    """Writes `docs/images/<name>-<screen>.png` under `make screenshots`, and else nothing."""

    def take(name: str) -> None:
        if request.config.getoption("--screenshots"):
            page.screenshot(path=IMAGES / f"{name}-{screen.name}.png", animations="disabled")

    return take
