"""Reservations: some of a level kept for somebody.

Revision ID: 0003_reservations
Revises: 0002_preferences_and_saved_views
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_reservations"
down_revision = "0002_preferences_and_saved_views"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reservations",
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "consumed",
                "released",
                "expired",
                name="reservationstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posting_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND quantity < 1000000000000000", name=op.f("ck_reservations_quantity")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "level_id"],
            ["stock_levels.organization_id", "stock_levels.id"],
            name=op.f("fk_reservations_organization_id_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"],
            ["memberships.organization_id", "memberships.id"],
            name=op.f("fk_reservations_organization_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "posting_id"],
            ["postings.organization_id", "postings.id"],
            name=op.f("fk_reservations_organization_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_reservations_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_reservations_organization_id_id")
        ),
    )
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reservations_open",
            ["organization_id", "expires_at"],
            unique=False,
            postgresql_where=sa.text("status = 'active'"),
            sqlite_where=sa.text("status = 'active'"),
        )
        batch_op.create_index(
            batch_op.f("ix_reservations_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reservations_organization_id_level_id"),
            ["organization_id", "level_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reservations_organization_id_owner_id"),
            ["organization_id", "owner_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_reservations_organization_id_posting_id"),
            ["organization_id", "posting_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("reservations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservations_organization_id_posting_id"))
        batch_op.drop_index(batch_op.f("ix_reservations_organization_id_owner_id"))
        batch_op.drop_index(batch_op.f("ix_reservations_organization_id_level_id"))
        batch_op.drop_index(batch_op.f("ix_reservations_organization_id_created_at_id"))
        batch_op.drop_index(
            "ix_reservations_open",
            postgresql_where=sa.text("status = 'active'"),
            sqlite_where=sa.text("status = 'active'"),
        )

    op.drop_table("reservations")
    op.execute("UPDATE stock_levels SET reserved = 0 WHERE reserved <> 0")  # nobody holds it now
