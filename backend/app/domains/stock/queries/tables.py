"""The tables that the lists of stock are made of."""

from typing import cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, func

from app.core import clock
from app.core.db import UTCDateTime
from app.domains.catalog.models import Category, Item
from app.domains.identity.queries.tables import users
from app.domains.locations.models import Location
from app.domains.stock.models import (
    Lot,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockLimit,
    StockMovement,
)

items = cast("Table", Item.__table__)
categories = cast("Table", Category.__table__)
locations = cast("Table", Location.__table__)
lots = cast("Table", Lot.__table__)
levels = cast("Table", StockLevel.__table__)
movements = cast("Table", StockMovement.__table__)
limits = cast("Table", StockLimit.__table__)
reservations = cast("Table", Reservation.__table__)
sources, targets = locations.alias("sources"), locations.alias("targets")

NOW = bindparam("now", callable_=clock.now, type_=UTCDateTime())  # when the statement is run


def name_of_user() -> ColumnElement[str]:
    """The person's name, or e-mail address if they gave none."""
    return func.coalesce(func.nullif(users.c.full_name, ""), users.c.email)


def expired() -> ColumnElement[bool]:
    """Whether a reservation has ended by time, and nobody has closed it yet."""
    still_open = reservations.c.status == ReservationStatus.ACTIVE
    return and_(still_open, reservations.c.expires_at <= NOW)


AS_OF = bindparam("as_of", type_=UTCDateTime())
