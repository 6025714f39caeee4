"""Imports every subscriber, so that web, worker and command line tell the same facts alike."""

from app.domains.activity import subscribers as _activity  # noqa: F401
from app.domains.catalog import subscribers as _catalog  # noqa: F401
from app.domains.locations import subscribers as _locations  # noqa: F401
from app.domains.stock import subscribers as _stock  # noqa: F401
