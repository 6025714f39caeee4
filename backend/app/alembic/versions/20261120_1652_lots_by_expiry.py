"""Lots in the order in which they expire, and movements by who made them.

Revision ID: 0005_lots_by_expiry
Revises: 0004_stock_limits
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_lots_by_expiry"
down_revision = "0004_stock_limits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expires_key", sa.Date(), nullable=True))
    op.execute("UPDATE lots SET expires_key = COALESCE(expires_on, '9999-12-31')")
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.alter_column("expires_key", existing_type=sa.Date(), nullable=False)
        batch_op.create_index(
            batch_op.f("ix_lots_organization_id_expires_key_id"),
            ["organization_id", "expires_key", "id"],
            unique=False,
        )
    op.create_index(
        op.f("ix_stock_movements_organization_id_actor_id_created_at_id"),
        "stock_movements",
        ["organization_id", "actor_id", "created_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_stock_movements_organization_id_actor_id_created_at_id"),
        table_name="stock_movements",
    )
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lots_organization_id_expires_key_id"))
        batch_op.drop_column("expires_key")
