"""API keys, what they did, and how often something was tried.

Revision ID: 0012_keys_and_limits
Revises: 0011_organizations
Create Date: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_keys_and_limits"
down_revision = "0011_organizations"
branch_labels = None
depends_on = None

ACTED_BY_KEY = ("activity", "postings", "stock_movements")


def _plain(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prefix", _plain(16), nullable=False),
        sa.Column("key_hash", _plain(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_api_keys_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_api_keys_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_api_keys_organization_id_id")),
    )
    op.create_index(
        op.f("ix_api_keys_organization_id_created_at_id"),
        "api_keys",
        ["organization_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_api_keys_created_by_id_expires_at"), "api_keys", ["created_by_id", "expires_at"]
    )
    op.create_table(
        "limit_counters",
        sa.Column("limit", _plain(64), nullable=False),
        sa.Column("subject", _plain(64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("limit", "subject", name=op.f("pk_limit_counters")),
    )
    op.create_index(op.f("ix_limit_counters_ends_at"), "limit_counters", ["ends_at"])
    for table in ACTED_BY_KEY:  # no batch: it would drop the triggers that keep them as they are
        op.add_column(table, sa.Column("key_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    for table in ACTED_BY_KEY:
        op.drop_column(table, "key_id")
    op.drop_table("limit_counters")
    op.drop_table("api_keys")
