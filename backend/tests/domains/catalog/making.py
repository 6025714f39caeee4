"""Rows of items for tests that need many, written past the service."""

from typing import Any

from app.core.clock import now
from app.core.ids import new_id


def quiet_item(**fields: Any) -> dict[str, Any]:
    """The row of an item of which nothing is said but `fields`."""
    at, texts = now(), ("name", "name_key", "sku_key", "manufacturer", "model_number", "notes")
    row: dict[str, Any] = dict.fromkeys(texts, "")
    row |= {"tracking": "stock", "unit": "pcs", "attributes": {}}
    return row | {"id": new_id(), "created_at": at, "updated_at": at, "version": 1} | fields
