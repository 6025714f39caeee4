"""The table in which attempts are counted."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, plain


class LimitCounter(Base):
    """How often something was tried since the first time that counts; of whom, only a hash says."""

    __tablename__ = "limit_counters"
    __table_args__ = (Index(None, "ends_at"),)

    limit: Mapped[str] = mapped_column(plain(64), primary_key=True)
    subject: Mapped[str] = mapped_column(plain(64), primary_key=True)
    ends_at: Mapped[datetime]
    count: Mapped[int]
