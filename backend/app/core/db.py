"""The base of every table, and what it means that a row belongs to an organization."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    inspect,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from app.core.clock import now
from app.core.ids import new_id
from app.core.schemas import folded

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
KEY_LENGTH = 200


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC on both engines; SQLite would drop the zone without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime  # cursors restore their values by it

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value and value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        # whole, instead of process_result_value around the engine's own: hot lists are full of them
        if dialect.name == "postgresql":
            return None  # the driver's are aware, and in UTC
        read: Any = self.impl_instance.result_processor(dialect, coltype)
        return lambda value: value and read(value).replace(tzinfo=UTC)


def plain(length: int) -> String:
    """Text compared and sorted by code point on both engines, so that pages are the same."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def sort_key(text: str) -> str:
    """What a key column holds for `text`: folded, and cut so that an index entry can hold it."""
    return folded(text)[:KEY_LENGTH]


def etag(version: int) -> str:
    """How a version is named to HTTP (RFC 9110)."""
    return f'"v{version}"'


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UTCDateTime,
        Enum: EnumType(
            Enum,
            native_enum=False,
            create_constraint=False,
            length=32,
            values_callable=lambda kind: [m.value for m in kind],
        ),
    }
    # a change of such a row must be told by a fact, which becomes its line in the activity log
    announced: ClassVar[bool] = False


class Identified(Base):
    """A row with an id of ours; ids and times are set here, not by the database."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": new_id(), "created_at": now()} | values)


class Editable(Identified):
    """A row that people edit: `version` is its optimistic lock and its ETag."""

    __abstract__ = True
    announced = True

    updated_at: Mapped[datetime]
    version: Mapped[int]

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (SQLAlchemy's convention)
        return {"version_id_col": cls.version}

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.updated_at = self.created_at

    @property
    def etag(self) -> str:
        return etag(self.version)


class TenantOwned(Identified):
    """A row of exactly one organization. Append-only tables derive from it directly."""

    __abstract__ = True

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "__tablename__" in cls.__dict__:
            own = cls.__dict__.get("__table_args__", ())
            cls.__table_args__ = (*own, UniqueConstraint("organization_id", "id"))
        super().__init_subclass__(**kwargs)


class Versioned(TenantOwned, Editable):
    """A row of one organization that people edit."""

    __abstract__ = True


def complete(row: Identified) -> dict[str, Any]:
    """What a new row is stored as, by column; what it does not say is set as its table would."""
    given = inspect(row).dict
    for name, default in _defaults(type(row)):
        if given.get(name) is None:
            set_committed_value(row, name, default)
    return {name: given[name] for name, _ in _defaults(type(row))}


@cache
def _defaults(model: type[Base]) -> tuple[tuple[str, Any], ...]:
    """Its columns, with what each has where nothing is said."""
    defaults = ((c.key, c.columns[0].default) for c in inspect(model).column_attrs)
    return tuple(
        (key, 1 if key == "version" else default and default.arg) for key, default in defaults
    )


def tenant_fk(column: str, table: str, *then: str) -> tuple[ForeignKeyConstraint, Index]:
    """A reference that carries the tenant, so one across tenants cannot exist; and its index.

    The index goes on with the columns `then`, for lists of one referred row in that order.
    """
    key = ["organization_id", column]
    reference = ForeignKeyConstraint(key, [f"{table}.organization_id", f"{table}.id"])
    return reference, Index(None, *key, *then)
