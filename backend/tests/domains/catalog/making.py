"""Rows of items for tests that need many, written past the service."""

from typing import Any

from app.core.clock import now
from app.core.ids import new_id


def quiet_item(number: int, **fields: Any) -> dict[str, Any]:
    """The row of an item that nothing is said of; `number` is its place in the order of names."""
    at = now()
    row: dict[str, Any] = dict.fromkeys(("name", "manufacturer", "model_number", "notes"), "")
    row |= {"name_key": f"{number:03}", "sku_key": "", "tracking": "stock", "unit": "pcs"}
    row |= {"created_at": at, "updated_at": at, "version": 1, "attributes": {}}
    return row | {"id": new_id()} | fields
