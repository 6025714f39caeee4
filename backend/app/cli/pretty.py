"""Tables and bars, by rich: loaded when one is shown, for a server shows none and would keep 3 MB of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager


def table(rows: Iterable[Sequence[object]], header: Sequence[str] = (), title: str = "") -> None:
    from rich.console import Console  # noqa: PLC0415 (3 MB that a server need not load)
    from rich.table import Table  # noqa: PLC0415 (3 MB that a server need not load)

    shown = Table(*header, title=title or None, title_justify="left", show_header=bool(header))
    for row in rows:
        shown.add_row(*map(str, row))
    Console(soft_wrap=True).print(shown, markup=False)


@contextmanager
def bar(
    what: str, total: int | None, *, hidden: bool, stays: bool = False
) -> Iterator[Callable[[int, int | None], None]]:
    """What the block calls with how far it is, and of how much; gone afterwards unless it `stays`."""
    if hidden:
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 (3 MB that a server need not load)
    from rich.progress import Progress  # noqa: PLC0415 (3 MB that a server need not load)

    with Progress(console=Console(stderr=True), transient=not stays) as bars:
        shown = bars.add_task(what, total=total)
        yield lambda done, of: bars.update(shown, completed=done, total=of)
