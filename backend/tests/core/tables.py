"""Tables of the tests' own, apart from the product's: each feature of the core on one row."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NAMING, Identified, TenantOwned, Versioned, plain
from app.core.errors import Conflict
from app.core.quantities import QuantityType
from app.core.triggers import append_only, install_function

metadata = MetaData(naming_convention=NAMING)
Table("organizations", metadata, Column("id", Uuid(), primary_key=True))
install_function(metadata)


class Gadget(Versioned):
    """A row that people edit."""

    metadata = metadata
    __tablename__ = "test_gadgets"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    name: Mapped[str] = mapped_column(plain(200))
    rank: Mapped[int] = mapped_column(default=0)
    serial: Mapped[int] = mapped_column(BigInteger, default=0)
    amount: Mapped[Decimal] = mapped_column(QuantityType, default=Decimal(0))
    seen_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(String(100), default="", info={"secret": True})
    search_key: Mapped[str] = mapped_column(String(100), default="")


class GadgetTaken(Conflict):
    """Registered by the test that needs it."""

    code = "gadget_taken"


class Part(TenantOwned):
    """A row that refers to another."""

    metadata = metadata
    __tablename__ = "test_parts"

    gadget_id: Mapped[object] = mapped_column(Uuid(), ForeignKey("test_gadgets.id"))


class Line(TenantOwned):
    """A row of a table that only grows."""

    metadata = metadata
    __tablename__ = "test_lines"

    text: Mapped[str] = mapped_column(String(100))


class Person(Identified):
    """A row of nobody's organization."""

    metadata = metadata
    __tablename__ = "test_people"

    name: Mapped[str] = mapped_column(String(100))


append_only(Line.__table__)  # type: ignore[arg-type]  # a declared class has a Table
