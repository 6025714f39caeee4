"""The chains: an entry for each sealed row, which none can change without breaking what follows."""

from typing import cast
from uuid import UUID

from sqlalchemy import BigInteger, SmallInteger, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, TenantOwned
from app.core.errors import Conflict
from app.core.triggers import append_only


class LinkKnown(Conflict):
    """Two sealers at once: one of them appended first."""

    constraint = "uq_activity_chain_organization_id_no"


class RowSealed(LinkKnown):
    constraint = "uq_activity_chain_kind_row_id"


class AccountLinkKnown(LinkKnown):
    constraint = "uq_account_chain_no"


class AccountRowSealed(LinkKnown):
    constraint = "uq_account_chain_kind_row_id"


class _Link:
    """What both chains consist of. Texts are hex, but for the seal: `<key>.<hex>`."""

    no: Mapped[int] = mapped_column(BigInteger)  # from 1, without a gap
    kind: Mapped[str] = mapped_column(String(16))
    form: Mapped[int] = mapped_column(SmallInteger)  # how the row was written out for its digest
    row_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str | None] = mapped_column(String(64))  # salted digest of whence it came
    hash: Mapped[str] = mapped_column(String(64))  # of the entry and the hash before it
    seal: Mapped[str] = mapped_column(String(73))


class ActivityLink(_Link, TenantOwned):
    """Of an organization: its activity, postings and movements."""

    __tablename__ = "activity_chain"
    __table_args__ = (UniqueConstraint("organization_id", "no"), UniqueConstraint("kind", "row_id"))


class AccountLink(_Link, Identified):
    """Of the installation: the events of accounts."""

    __tablename__ = "account_chain"
    __table_args__ = (UniqueConstraint("no"), UniqueConstraint("kind", "row_id"))


append_only(cast("Table", ActivityLink.__table__))
append_only(cast("Table", AccountLink.__table__))
