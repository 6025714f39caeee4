"""Indexes by which the list of items is in order with its filters too.

Revision ID: 0015_sorted_items
Revises: 0014_names_of_people
Create Date: 2026-11-28
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_sorted_items"
down_revision = "0014_names_of_people"
branch_labels = None
depends_on = None

KEYS = ("name_key", "sku_key", "created_at", "updated_at")
SHOWN = {"in_use": "archived_at IS NULL", "archived": "archived_at IS NOT NULL"}


def upgrade() -> None:
    for key in KEYS:
        for name, where in SHOWN.items():
            op.create_index(
                f"ix_items_{name}_{key}",
                "items",
                ["organization_id", key, "id"],
                postgresql_where=sa.text(where),
                sqlite_where=sa.text(where),
            )
        op.create_index(
            f"ix_items_organization_id_category_id_{key}_id",
            "items",
            ["organization_id", "category_id", key, "id"],
        )
        if key != "name_key":  # in which order all that is held is listed, archived or not
            op.drop_index(f"ix_items_organization_id_{key}_id", "items")
    op.create_index("ix_items_organization_id_tracking", "items", ["organization_id", "tracking"])
    op.drop_index("ix_items_organization_id_category_id", "items")


def downgrade() -> None:
    op.create_index(
        "ix_items_organization_id_category_id", "items", ["organization_id", "category_id"]
    )
    op.drop_index("ix_items_organization_id_tracking", "items")
    for key in reversed(KEYS):
        if key != "name_key":
            op.create_index(
                f"ix_items_organization_id_{key}_id", "items", ["organization_id", key, "id"]
            )
        op.drop_index(f"ix_items_organization_id_category_id_{key}_id", "items")
        for name in SHOWN:
            op.drop_index(f"ix_items_{name}_{key}", "items")
