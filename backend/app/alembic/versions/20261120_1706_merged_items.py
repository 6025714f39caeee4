"""Items that were merged into others.

Revision ID: 0008_merged_items
Revises: 0007_tags
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_merged_items"
down_revision = "0007_tags"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_merged_into_id"),
            ["organization_id", "merged_into_id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_items_organization_id_merged_into_id"),
            "items",
            ["organization_id", "merged_into_id"],
            ["organization_id", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_items_organization_id_merged_into_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_items_organization_id_merged_into_id"))
        batch_op.drop_column("merged_into_id")
