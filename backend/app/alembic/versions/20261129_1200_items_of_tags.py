"""What sorts an item beside its tags, so that the items of a tag are in order.

Revision ID: 0016_items_of_tags
Revises: 0015_sorted_items
Create Date: 2026-11-29
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domains.tags.item_keys import create_item_keys, drop_item_keys

revision = "0016_items_of_tags"
down_revision = "0015_sorted_items"
branch_labels = None
depends_on = None

TEXT = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")
KEYS: dict[str, Any] = {
    "item_name_key": TEXT,
    "item_sku_key": TEXT,
    "item_created_at": sa.DateTime(timezone=True),
    "item_updated_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    with op.batch_alter_table("taggings") as batch_op:
        for key, type_ in KEYS.items():
            batch_op.add_column(sa.Column(key, type_, nullable=True))
        batch_op.add_column(sa.Column("item_archived", sa.Boolean(), nullable=True))
    create_item_keys(op)
    for key in KEYS:
        op.create_index(
            f"ix_taggings_{key}",
            "taggings",
            ["organization_id", "tag_id", "item_archived", key, "item_id"],
        )
    op.drop_index("ix_taggings_organization_id_tag_id", "taggings")


def downgrade() -> None:
    op.create_index("ix_taggings_organization_id_tag_id", "taggings", ["organization_id", "tag_id"])
    drop_item_keys(op)
    for key in KEYS:
        op.drop_index(f"ix_taggings_{key}", "taggings")
    with op.batch_alter_table("taggings") as batch_op:
        for column in ("item_archived", *reversed(KEYS)):
            batch_op.drop_column(column)
