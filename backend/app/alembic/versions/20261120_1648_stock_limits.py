"""Limits: how much of an item is to be in a place.

Revision ID: 0004_stock_limits
Revises: 0003_reservations
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_stock_limits"
down_revision = "0003_reservations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock_limits",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("min_level", sa.BigInteger(), nullable=False),
        sa.Column("max_level", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "min_level >= 0 AND (max_level IS NULL OR max_level >= min_level)",
            name=op.f("ck_stock_limits_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "item_id"],
            ["items.organization_id", "items.id"],
            name=op.f("fk_stock_limits_organization_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_stock_limits_organization_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stock_limits_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_limits")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_stock_limits_organization_id_id")
        ),
        sa.UniqueConstraint(
            "organization_id",
            "item_id",
            "location_id",
            name=op.f("uq_stock_limits_organization_id_item_id_location_id"),
        ),
    )
    with op.batch_alter_table("stock_limits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_limits_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_limits_organization_id_item_id"),
            ["organization_id", "item_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_limits_organization_id_location_id"),
            ["organization_id", "location_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("stock_limits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_limits_organization_id_location_id"))
        batch_op.drop_index(batch_op.f("ix_stock_limits_organization_id_item_id"))
        batch_op.drop_index(batch_op.f("ix_stock_limits_organization_id_created_at_id"))

    op.drop_table("stock_limits")
