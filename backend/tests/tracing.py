"""Branch coverage is traced where a test acts, and nowhere else.

Tracing doubles the time that Python takes. Collecting does not run the application, fixtures make the same things
again and again, and what a test marked `untraced` goes over others have been traced in; so has the first
parameter of a test for its others. That a line was run while something was prepared is no reason to call it tested.
"""

import os
import pkgutil
import weakref
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from coverage import Coverage

import app

TRACED = 1  # of the parameters of a test
TRACER = pytest.StashKey[Coverage]()
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def _pause() -> Coverage | None:
    """Stop tracing; what traced last, if anything did."""
    last = Coverage.current()
    # a worker has two, and stopping the upper one wakes the other
    while tracer := Coverage.current():
        tracer.stop()
    return last


if IS_WORKER:
    _pause()  # the controller imports the same under the eyes of a tracer, and one is enough


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "untraced: runs without coverage")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    if not IS_WORKER:
        _import_all()
    if tracer := _pause():
        session.config.stash[TRACER] = tracer


def _import_all() -> None:
    """Every module's own lines are seen, also of those that the application loads when it needs them."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.alembic"):  # Alembic runs these
            import_module(module.name)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the shuffle: every run traces the same
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    seen: Counter[str] = Counter()
    for item in items:
        if item.get_closest_marker("untraced"):
            continue
        test = item.nodeid.partition("[")[0]
        seen[test] += 1
        if seen[test] > TRACED:
            item.add_marker("untraced")
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    tracer = item.config.stash.get(TRACER, None)
    if tracer is None or item.get_closest_marker("untraced"):
        return (yield)
    with _quicker_to_find():
        tracer.start()
    try:
        return (yield)
    finally:
        tracer.stop()


@contextmanager
def _quicker_to_find() -> Iterator[None]:
    """Have the tracer keep in a dict what it knows of each greenlet.

    It looks there at every call and return of any function. Its own choice is a dictionary written in Python, which
    took a third of what tracing costs. This one holds greenlets that have ended, but no longer than the test lasts.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(weakref, "WeakKeyDictionary", dict)
        yield
