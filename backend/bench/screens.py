"""How long a list of 100,000 items takes to answer, as somebody in front of a screen feels it.

`python -m bench.screens` fills a database of its own, starts the server and a browser, and prints
for each step the time from the act until the rows that answer it are drawn (median and 95th
percentile, milliseconds), and how many rows were in the document at most.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select

from app.core.clock import now
from app.core.config import load_settings
from app.core.db import sort_key
from app.core.engine import Database
from app.core.ids import new_id
from app.domains.catalog.models import Item, Tracking
from app.domains.identity.models import Organization
from tests.commands import free_port
from tests.e2e import chromium
from tests.e2e.people import sign_in

CHUNK, PATIENCE = 5_000, 60
WORDS = ("bolt", "nut", "cable", "filter", "glove", "fuse", "rope", "driver", "label", "rod")
LIST = "main section[aria-label]"
# the row at the top of what can be seen, once nothing is awaited any more
TOP = """() => {
  const list = document.querySelector("main section[aria-label]");
  if (!list || list.getAttribute("aria-busy") === "true") return null;
  const top = list.getBoundingClientRect().top + 40;
  const row = [...list.querySelectorAll("[data-index]")]
    .find((one) => one.getBoundingClientRect().bottom > top);
  return row ? `${row.dataset.index} ${row.textContent}` : null;
}"""
CHANGED = f"(before) => {{ const now = ({TOP})(); return now !== null && now !== before; }}"
ROWS = """() => document.querySelectorAll("main [data-index]").length"""
SCROLL = """(pages) => {
  const list = document.querySelector("main section[aria-label]");
  list.scrollBy(0, pages * list.clientHeight);
}"""


async def fill(folder: str, rows: int) -> None:
    """Items alone: what is measured here is the list of them."""
    database = Database(load_settings(data_dir=folder))
    async with database.engine.begin() as connection:
        found = select(Organization.id).where(Organization.slug == "test-org")
        organization = (await connection.scalars(found)).one()
        for first in range(0, rows, CHUNK):
            await connection.execute(
                insert(Item), [row(organization, n) for n in range(first, first + CHUNK)]
            )
    await database.dispose()


def row(organization: object, n: int) -> dict[str, object]:
    name, sku = f"{WORDS[n % len(WORDS)].capitalize()} {n * 7919 % 1_000_003}", f"B-{n:06}"
    at = now()
    return {
        "id": new_id(),
        "organization_id": organization,
        "name": name,
        "name_key": sort_key(name),
        "sku": sku,
        "sku_key": sort_key(sku),
        "tracking": Tracking.STOCK,
        "unit": "pcs",
        "manufacturer": "",
        "model_number": "",
        "notes": "",
        "attributes": {},
        "created_at": at,
        "updated_at": at,
        "version": 1,
    }


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [str(Path(sys.prefix) / "bin/quartermaster"), "serve", "--demo"]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        command,
        env=environment | {"PORT": str(port), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()  # noqa: S310
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def steps(page: Page) -> dict[str, Callable[[int], None]]:
    """What somebody does, by name; each is told how many times it was done before."""
    search = page.get_by_role("searchbox").first
    headings = page.locator("main th button")

    def type_in(turn: int) -> None:
        search.fill(WORDS[turn % len(WORDS)])

    def sort(turn: int) -> None:
        headings.nth(1 - turn % 2).click()

    return {
        "ten pages down": lambda _: page.evaluate(SCROLL, 10),
        "ten pages up": lambda _: page.evaluate(SCROLL, -10),
        "End": lambda _: page.locator(LIST).press("End"),
        "Home": lambda _: page.locator(LIST).press("Home"),
        "sort": sort,
        "type in search": type_in,
    }


def measured(page: Page, act: Callable[[], None]) -> float:
    before = page.evaluate(TOP)
    begun = time.perf_counter()
    act()
    page.wait_for_function(CHANGED, arg=before, polling="raf")
    return (time.perf_counter() - begun) * 1000


def run(address: str, turns: int) -> tuple[dict[str, list[float]], int]:
    times: dict[str, list[float]] = {}
    most = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=list(chromium.OPTIONS)
        )
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 800}, locale="en-GB"
        )
        page = context.new_page()
        sign_in(page)
        page.goto("/test-org/items")
        page.wait_for_function(f"() => ({TOP})() !== null")
        for turn in range(turns):
            for name, act in steps(page).items():
                times.setdefault(name, []).append(measured(page, partial(act, turn)))
                most = max(most, page.evaluate(ROWS))
            page.get_by_role("searchbox").first.fill("")
            page.wait_for_timeout(500)
            page.evaluate(SCROLL, -10_000)
        browser.close()
    return times, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder}
        with serving(environment):
            pass  # migrated and seeded
        asyncio.run(fill(folder, chosen.rows))
        with serving(environment) as address:
            times, most = run(address, chosen.turns)
    table = Table("step", "p50 ms", "p95 ms", title=f"a list of {chosen.rows:,} items")
    for name, all_of_them in times.items():
        p95 = statistics.quantiles(all_of_them, n=20)[-1]
        table.add_row(name, f"{statistics.median(all_of_them):.0f}", f"{p95:.0f}")
    Console().print(table, f"rows in the document at most: {most}")


if __name__ == "__main__":
    main()
