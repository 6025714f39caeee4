"""The longest tests begin the run: one that began at its end would be waited for by idle workers."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "long: takes about ten seconds; each worker begins with its share of these"
    )


@pytest.hookimpl(trylast=True)  # after the shuffle
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every worker takes one stretch of the list, from its front to its end, and then helps the others."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    long = [item for item in items if item.get_closest_marker("long")]
    rest = [item for item in items if not item.get_closest_marker("long")]
    shares = [
        long[worker::workers]
        + rest[len(rest) * worker // workers : len(rest) * (worker + 1) // workers]
        for worker in range(workers)
    ]
    items[:] = [item for share in shares for item in share]
