"""What concerns the whole run. Nothing of the application is imported here: `tests.tracing` comes before it."""

import gc
import sys
from asyncio import AbstractEventLoop
from collections.abc import Callable
from types import ModuleType
from typing import cast

import pytest
import uvloop

from tests.services import postgres

pytest_plugins = (
    "tests.tracing",
    "tests.scratch",
    "tests.databases",
    "tests.apps",
    "tests.commands",
    "tests.order",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engines",
        default="sqlite,postgresql",
        help="the engines to test on: sqlite, postgresql, or both (the default)",
    )
    parser.addoption(
        "--thorough",
        action="store_true",
        help="spoil every field in every way, also the hundredth of its kind",
    )


def pytest_configure(config: pytest.Config) -> None:
    # httpx asks for it at each request, and all of sys.path is searched for what is not installed
    sys.modules.setdefault("sniffio", cast("ModuleType", None))
    config.addinivalue_line(
        "markers", "of_http_alone: is the same on every engine, so one is enough"
    )
    postgres.share()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], AbstractEventLoop]]:
    return {
        "uvloop": uvloop.new_event_loop
    }  # as the server: uvicorn takes it where it is installed


def pytest_collection_finish() -> None:
    # what is imported by now stays: the collector need not walk over it again and again
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 25, 50)


def pytest_unconfigure() -> None:
    postgres.unshare()
