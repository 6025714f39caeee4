"""Visits: what somebody does in an organization, by one session or key from one address.

Whence a change comes is a row of its own. All of a visit names the same one, so that most changes
store none: each process remembers for a while which are committed.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from app.core.ids import new_id

LASTS = 300.0  # seconds: after that, who has another name by now is told of by that one
MOST = 2_000  # that a process remembers

_remembered: dict[Hashable, tuple[UUID, float]] = {}


@dataclass(slots=True)
class Visit:
    """As one unit of work knows it."""

    key: Hashable
    source_id: UUID
    is_told: bool  # whether the row of that id is stored, or about to be

    @classmethod
    def of(cls, key: Hashable) -> "Visit":
        """The one that is under way, or a new one."""
        source_id, ends = _remembered.get(key, (None, 0.0))
        if source_id is None or ends <= monotonic():
            return cls(key, new_id(), is_told=False)
        return cls(key, source_id, is_told=True)

    def remember(self) -> None:
        """To be called when the row is committed."""
        if len(_remembered) >= MOST:
            _remembered.clear()
        _remembered[self.key] = (self.source_id, monotonic() + LASTS)
