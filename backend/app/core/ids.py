"""UUIDv7 (RFC 9562, 5.7): ids that sort by the moment they were made; and other chance."""

from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import choice, randbits, token_urlsafe
from threading import Lock
from uuid import UUID

from app.core.clock import now


def _series() -> Iterator[UUID]:
    last = 0
    while True:
        fresh = int(now().timestamp() * 1000) << 74 | randbits(74)
        last = max(fresh, last + 1)  # a clock that stands still or steps back reorders nothing
        time_and_a, b = last >> 62, last & (1 << 62) - 1
        version_7 = time_and_a >> 12 << 16 | 7 << 12 | time_and_a & 0xFFF
        yield UUID(int=version_7 << 64 | 2 << 62 | b)


_ids, _turn = _series(), Lock()


def new_id() -> UUID:
    with _turn:
        return next(_ids)


def first_id_at(at: datetime) -> UUID:
    """The least id that can be made at that moment: ids from then on are not below it."""
    milliseconds = max(0, int(at.timestamp() * 1000))
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)


def moment_of(id: UUID) -> datetime:
    """When an id of ours was made, to the millisecond."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)


def new_secret() -> str:
    """256 bits of chance, as text that fits a header, a URL and a cookie."""
    return token_urlsafe(32)


READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks like something else


def new_code() -> str:
    """About 50 bits of chance, for a person to write down and to type."""
    drawn = "".join(choice(READABLE) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"
