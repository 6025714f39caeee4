"""Branch coverage is traced where a test acts, and nowhere else.

Tracing doubles the time that Python takes. Collecting does not run the application, fixtures make the same things
again and again, and what a test marked `untraced` goes over others have been traced in. That a line was run while
something was prepared is no reason to call it tested, either.
"""

from collections.abc import Generator

import pytest
from coverage import Coverage

TRACER = pytest.StashKey[Coverage]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "untraced: runs without coverage")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    while (
        tracer := Coverage.current()
    ):  # a worker has two, and stopping the upper one wakes the other
        tracer.stop()
        session.config.stash.setdefault(TRACER, tracer)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    tracer = item.config.stash.get(TRACER, None)
    if tracer is None or item.get_closest_marker("untraced"):
        return (yield)
    tracer.start()
    try:
        return (yield)
    finally:
        tracer.stop()
