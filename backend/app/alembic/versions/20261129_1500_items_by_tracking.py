"""Indexes by which the items of a way of tracking are in each order.

Revision ID: 0017_items_by_tracking
Revises: 0016_items_of_tags
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_items_by_tracking"
down_revision = "0016_items_of_tags"
branch_labels = None
depends_on = None

KEYS = ("name_key", "sku_key", "created_at", "updated_at")
SHOWN = {"in_use": "archived_at IS NULL", "archived": "archived_at IS NOT NULL"}


def upgrade() -> None:
    for key in KEYS:
        for name, where in SHOWN.items():
            op.create_index(
                f"ix_items_{name}_tracking_{key}",
                "items",
                ["organization_id", "tracking", key, "id"],
                postgresql_where=sa.text(where),
                sqlite_where=sa.text(where),
            )
    op.drop_index("ix_items_organization_id_tracking", "items")


def downgrade() -> None:
    op.create_index("ix_items_organization_id_tracking", "items", ["organization_id", "tracking"])
    for key in reversed(KEYS):
        for name in SHOWN:
            op.drop_index(f"ix_items_{name}_tracking_{key}", "items")
