"""Fixed windows in which requests are counted: those of this process."""

from collections import OrderedDict
from time import time

from app.core.limits.rules import Limit

REMEMBERED = 50_000  # windows


class Away(Exception):
    """What counts did not answer."""


class Windows:
    """Each begins with the first request in it."""

    def __init__(self) -> None:
        self._taken: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    async def take(self, limit: Limit, subject: str, amount: int) -> tuple[bool, float, int]:
        """Whether so much could be had; when the window ends; what is left in it."""
        name, at = (limit.name, subject), time()
        ends, taken = self._taken.get(name, (0.0, 0))
        if ends <= at:
            ends, taken = at + limit.seconds, 0
            self._taken.pop(name, None)  # the oldest come first
        taken += amount
        self._taken[name] = ends, taken
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return taken <= limit.times, ends, max(0, limit.times - taken)
