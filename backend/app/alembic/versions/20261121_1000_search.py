"""Indexes for any part of the texts of items, places and tags.

Revision ID: 0009_search
Revises: 0008_merged_items
Create Date: 2026-11-21
"""

from alembic import op

from app.core.search import SearchIndex
from app.core.search_ddl import create_search, drop_search, drop_search_function

revision = "0009_search"
down_revision = "0008_merged_items"
branch_labels = None
depends_on = None

SEARCHED = (
    SearchIndex("items", keys=("name_key", "sku_key"), codes=("barcode", "model_number")),
    SearchIndex("locations", keys=("name_key",), codes=("code",)),
    SearchIndex("tags", keys=("name_key",)),
)


def upgrade() -> None:
    for index in SEARCHED:
        create_search(op, index)


def downgrade() -> None:
    for index in reversed(SEARCHED):
        drop_search(op, index)
    drop_search_function(op)
