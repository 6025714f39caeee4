"""Receipts with a price, found by their item.

Revision ID: 0006_priced_movements
Revises: 0005_lots_by_expiry
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_priced_movements"
down_revision = "0005_lots_by_expiry"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_stock_movements_priced",
        "stock_movements",
        ["organization_id", "item_id"],
        unique=False,
        postgresql_where=sa.text("unit_cost IS NOT NULL"),
        sqlite_where=sa.text("unit_cost IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_stock_movements_priced", table_name="stock_movements")
