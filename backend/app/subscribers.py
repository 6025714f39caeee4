"""Imports every subscriber and every part of a personal export, so that web, worker and command line tell the same facts alike."""

from app.domains.activity import personal as _personal
from app.domains.activity import subscribers as _activity
from app.domains.catalog import subscribers as _catalog
from app.domains.locations import subscribers as _locations
from app.domains.stock import subscribers as _stock
