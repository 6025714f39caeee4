"""What is sealed and how it is written out: the bytes that digests and hashes are made of."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, and_, select

from app.core.changes import jsonable
from app.core.keys import SigningKey
from app.core.quantities import canonical
from app.domains.activity.models import (
    AccountEvent,
    AccountLink,
    AccountSource,
    Activity,
    ActivityLink,
    ActivitySource,
)
from app.domains.stock.models import Posting, StockMovement

FORM = 1  # columns that are to be sealed as well are a new form; the old ones stay readable
ACCOUNTS = "accounts"  # the name of the installation's chain
FROM = "from_"  # before the columns of a source
PERSON = ("salt", "actor_id", "email", "full_name", "ip", "user_agent")
LINE = ("id", "created_at", "verb", "actor_id", "session_id", "request_id", "payload")
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
WHO = ("actor_id", "session_id", "request_id")


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A table whose rows are sealed: which columns, in which order; and the source of a row."""

    name: str
    chain: Table
    table: Table
    columns: tuple[str, ...]
    source: Table | None = None
    of_source: tuple[str, ...] = ()

    @property
    def rows(self) -> Select[Any]:
        """Rows as they are written out, each with its source."""
        own = select(*(self.table.c[name] for name in self.columns))
        if self.source is None:
            return own
        of_it = (self.source.c[name].label(FROM + name) for name in self.of_source)
        return own.add_columns(*of_it).outerjoin_from(self.table, self.source, self._whence)

    @property
    def _whence(self) -> ColumnElement[bool]:
        source, table = cast("Table", self.source), self.table
        if "source_id" not in table.c:
            return source.c.id == table.c.id
        here = source.c.organization_id == table.c.organization_id
        return and_(here, source.c.id == table.c.source_id)


_LINKS, _ACCOUNT_LINKS = (
    cast("Table", ActivityLink.__table__),
    cast("Table", AccountLink.__table__),
)
_SOURCES = cast("Table", ActivitySource.__table__)
KINDS = (
    Kind(
        "posting",
        _LINKS,
        cast("Table", Posting.__table__),
        (
            *("id", "organization_id", "created_at", "reference", "reason", "reverses_id"),
            *(*WHO, "key_id", "source_id"),
        ),
        _SOURCES,
        PERSON,
    ),
    Kind(
        "movement",
        _LINKS,
        cast("Table", StockMovement.__table__),
        (
            *("id", "organization_id", "created_at", "posting_id", "kind", "item_id", "lot_id"),
            *("from_location_id", "to_location_id", "quantity", "unit_cost", "currency"),
            *("reason", "reference", "occurred_at", "reverses_id", *WHO, "key_id"),
        ),
    ),
    Kind(
        "activity",
        _LINKS,
        cast("Table", Activity.__table__),
        (*LINE, "organization_id", "entity_type", "entity_id", "key_id", "source_id"),
        _SOURCES,
        PERSON,
    ),
    Kind(
        "account",
        _ACCOUNT_LINKS,
        cast("Table", AccountEvent.__table__),
        (*LINE, "subject_id"),
        cast("Table", AccountSource.__table__),
        (*PERSON, "subject_id", "changes"),
    ),
)


def owner(chain: Table) -> Column[Any] | None:
    """By which a chain's table is divided into chains; None where it is one."""
    return chain.c.get("organization_id")


def digest_of(kind: Kind, row: Mapping[str, Any]) -> str:
    """SHA-256 of the row, written out."""
    return _hashed([FORM, kind.name, *(row[name] for name in kind.columns)])


def source_of(kind: Kind, row: Mapping[str, Any]) -> str | None:
    """Salted SHA-256 of the row's source; None where it has none, or has it no more."""
    if row.get(f"{FROM}salt") is None:
        return None
    return _hashed([row[FROM + name] for name in kind.of_source])


def hash_of(owner: UUID | None, entry: Mapping[str, Any], before: str) -> str:
    """SHA-256 of an entry of the chain of `owner` and of the hash before it."""
    told = ("no", "kind", "form", "row_id", "digest", "source")
    return _hashed([owner, *(entry[name] for name in told), before])


def seal_of(key: SigningKey, hash: str) -> str:
    """What only who has the installation's secret can say of a hash."""
    return f"{key.kid}.{hmac.digest(key.key, hash.encode(), 'sha256').hex()}"


def _hashed(values: list[Any]) -> str:
    return sha256(_written([*map(_stable, values)]).encode()).hexdigest()


def _stable(value: Any) -> Any:
    """The same on both engines and for ever."""
    if value is None or type(value) in {str, int}:
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(canonical(value)) if isinstance(value, Decimal) else jsonable(value)
