"""Whence the lines of the logs come, and the chains that seal them.

Revision ID: 0013_audit
Revises: 0012_keys_and_limits
Create Date: 2026-11-21
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.triggers import create_append_only
from app.core.written_once import create_written_once

revision = "0013_audit"
down_revision = "0012_keys_and_limits"
branch_labels = None
depends_on = None

ADDED = {"activity": ("source_id",), "postings": ("source_id",)}


def upgrade() -> None:
    for table, names in ADDED.items():  # not in a batch, which would drop SQLite's triggers
        for name in names:
            op.add_column(table, sa.Column(name, sa.Uuid(), nullable=True))
    op.create_table(
        "activity_sources",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        *_person(),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        *_identified(),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_activity_sources_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_activity_sources_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sources")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_activity_sources_organization_id_id")
        ),
    )
    op.create_index(op.f("ix_activity_sources_actor_id"), "activity_sources", ["actor_id"])
    op.create_table(
        "account_sources",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        *_person(),
        sa.Column("changes", sa.Text(), nullable=False),
        *_identified(),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_account_sources_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sources")),
    )
    op.create_index(op.f("ix_account_sources_actor_id"), "account_sources", ["actor_id"])
    op.create_index(op.f("ix_account_sources_subject_id"), "account_sources", ["subject_id"])
    op.create_table(
        "activity_chain",
        *_link(),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        *_identified(),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_activity_chain_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_chain")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_activity_chain_kind_row_id")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_activity_chain_organization_id_id")
        ),
        sa.UniqueConstraint(
            "organization_id", "no", name=op.f("uq_activity_chain_organization_id_no")
        ),
    )
    op.create_table(
        "account_chain",
        *_link(),
        *_identified(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_chain")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_account_chain_kind_row_id")),
        sa.UniqueConstraint("no", name=op.f("uq_account_chain_no")),
    )
    for table in ("activity_sources", "account_sources"):
        create_written_once(op, table)
    for table in ("activity_chain", "account_chain"):
        create_append_only(op, table)


def _identified() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _person() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("salt", sa.String(length=43), nullable=False),
    )


def _link() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("form", sa.SmallInteger(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=73), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("account_chain")
    op.drop_table("activity_chain")
    op.drop_index(op.f("ix_account_sources_subject_id"), table_name="account_sources")
    op.drop_index(op.f("ix_account_sources_actor_id"), table_name="account_sources")
    op.drop_table("account_sources")
    op.drop_index(op.f("ix_activity_sources_actor_id"), table_name="activity_sources")
    op.drop_table("activity_sources")
    for table, names in ADDED.items():
        for name in reversed(names):
            op.drop_column(table, name)
