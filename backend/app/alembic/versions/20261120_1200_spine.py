"""The spine: people, organizations, catalogue, places, the ledger, activity, imports.

Revision ID: 0001_spine
Revises: nothing
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

from app.core.triggers import create_append_only, drop_function

revision = "0001_spine"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("postings", "stock_movements", "activity", "account_events")


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "slug",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("personal", "team", name="organizationkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=8), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column(
            "member_access",
            sa.Enum("write", "read", name="memberaccess", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organizations_slug")),
    )
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organizations_name_key_id"), ["name_key", "id"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=320).with_variant(sa.String(length=320, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_is_public", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_superuser", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )
    op.create_table(
        "account_events",
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_account_events_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_events")),
    )
    with op.batch_alter_table("account_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_events_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_account_events_created_at_id"), ["created_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_events_subject_id_created_at_id"),
            ["subject_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "activity",
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("entity_type", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_activity_actor_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_activity_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_activity_organization_id_id")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_activity_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_activity_organization_id_entity_id_created_at_id"),
            ["organization_id", "entity_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "categories",
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "code",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("icon", sa.String(length=64), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["categories.organization_id", "categories.id"],
            name=op.f("fk_categories_organization_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_categories_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint(
            "organization_id", "code", name=op.f("uq_categories_organization_id_code")
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_categories_organization_id_id")),
    )
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_categories_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_categories_organization_id_name_key_id"),
            ["organization_id", "name_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_categories_organization_id_parent_id"),
            ["organization_id", "parent_id"],
            unique=False,
        )

    op.create_table(
        "idempotency_keys",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "key",
            sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_idempotency_keys_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "organization_id",
            "actor_id",
            "path",
            "key",
            name=op.f("uq_idempotency_keys_organization_id_actor_id_path_key"),
        ),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_idempotency_keys_organization_id_id")
        ),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_keys_organization_id_created_at"),
            ["organization_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "locations",
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "site",
                "building",
                "room",
                "bin",
                "vehicle",
                "ship",
                "station",
                "person",
                "virtual",
                name="locationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "supplier",
                "customer",
                "loss",
                "production",
                "transit",
                name="virtualrole",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "code",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_locations_organization_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_locations_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint(
            "organization_id", "code", name=op.f("uq_locations_organization_id_code")
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_locations_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "role", name=op.f("uq_locations_organization_id_role")
        ),
    )
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_locations_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_locations_organization_id_name_key_id"),
            ["organization_id", "name_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_locations_organization_id_parent_id"),
            ["organization_id", "parent_id"],
            unique=False,
        )

    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "member",
                "manager",
                "admin",
                "owner",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_memberships_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_memberships_organization_id_id")
        ),
        sa.UniqueConstraint(
            "organization_id", "user_id", name=op.f("uq_memberships_organization_id_user_id")
        ),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)

    op.create_table(
        "postings",
        sa.Column(
            "reference",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_postings_actor_id")),
        sa.ForeignKeyConstraint(
            ["organization_id", "reverses_id"],
            ["postings.organization_id", "postings.id"],
            name=op.f("fk_postings_organization_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_postings_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_postings_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "reverses_id", name=op.f("uq_postings_organization_id_reverses_id")
        ),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_postings_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_postings_organization_id_reverses_id"),
            ["organization_id", "reverses_id"],
            unique=False,
        )

    op.create_table(
        "sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_because",
            sa.Enum(
                "logout",
                "logout_all",
                "revoked",
                "refresh_reused",
                name="endedbecause",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("device_name", sa.String(length=100), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sessions_user_id_created_at"), ["user_id", "created_at"], unique=False
        )

    op.create_table(
        "trees",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_trees_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trees")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_trees_organization_id_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_trees_organization_id_name")),
    )
    op.create_table(
        "units",
        sa.Column(
            "code",
            sa.String(length=16).with_variant(sa.String(length=16, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_units_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("organization_id", "code", name=op.f("uq_units_organization_id_code")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_units_organization_id_id")),
    )
    op.create_table(
        "imports",
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("encoding", sa.String(length=16), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("items", "locations", "stock", name="importkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "dates",
            sa.Enum("mdy", "dmy", "ymd", name="dates", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("uploaded", "committed", name="importstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posting_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_imports_actor_id")),
        sa.ForeignKeyConstraint(
            ["organization_id", "posting_id"],
            ["postings.organization_id", "postings.id"],
            name=op.f("fk_imports_organization_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_imports_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_imports_organization_id_id")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_imports_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_imports_organization_id_posting_id"),
            ["organization_id", "posting_id"],
            unique=False,
        )

    op.create_table(
        "items",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sku",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "sku_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "barcode",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column(
            "tracking",
            sa.Enum("stock", "serialized", name="tracking", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("manufacturer", sa.String(length=200), nullable=False),
        sa.Column("model_number", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("min_level", sa.BigInteger(), nullable=True),
        sa.Column("max_level", sa.BigInteger(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "category_id"],
            ["categories.organization_id", "categories.id"],
            name=op.f("fk_items_organization_id_category_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_items_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint(
            "organization_id", "barcode", name=op.f("uq_items_organization_id_barcode")
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_items_organization_id_id")),
        sa.UniqueConstraint("organization_id", "sku", name=op.f("uq_items_organization_id_sku")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_category_id"),
            ["organization_id", "category_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_name_key_id"),
            ["organization_id", "name_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_sku_key_id"),
            ["organization_id", "sku_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_items_organization_id_updated_at_id"),
            ["organization_id", "updated_at", "id"],
            unique=False,
        )

    op.create_table(
        "refresh_tokens",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column(
            "token_hash",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_refresh_tokens_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
    )
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refresh_tokens_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "lots",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quality BETWEEN 0 AND 1000", name=op.f("ck_lots_quality")),
        sa.ForeignKeyConstraint(
            ["organization_id", "item_id"],
            ["items.organization_id", "items.id"],
            name=op.f("fk_lots_organization_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_lots_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_lots_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "item_id", "code", name=op.f("uq_lots_organization_id_item_id_code")
        ),
    )
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lots_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_lots_organization_id_item_id"),
            ["organization_id", "item_id"],
            unique=False,
        )

    op.create_table(
        "stock_levels",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("on_hand < 1000000000000000000", name=op.f("ck_stock_levels_ceiling")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_levels_on_hand")),
        sa.CheckConstraint(
            "reserved >= 0 AND reserved <= on_hand", name=op.f("ck_stock_levels_reserved")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "item_id"],
            ["items.organization_id", "items.id"],
            name=op.f("fk_stock_levels_organization_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_stock_levels_organization_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "lot_id"],
            ["lots.organization_id", "lots.id"],
            name=op.f("fk_stock_levels_organization_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stock_levels_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_levels")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_stock_levels_organization_id_id")
        ),
        sa.UniqueConstraint(
            "organization_id",
            "lot_id",
            "location_id",
            name=op.f("uq_stock_levels_organization_id_lot_id_location_id"),
        ),
    )
    with op.batch_alter_table("stock_levels", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_item_id"),
            ["organization_id", "item_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_location_id"),
            ["organization_id", "location_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_lot_id"),
            ["organization_id", "lot_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_on_hand_id"),
            ["organization_id", "on_hand", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_levels_organization_id_updated_at_id"),
            ["organization_id", "updated_at", "id"],
            unique=False,
        )

    op.create_table(
        "stock_movements",
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receive",
                "issue",
                "transfer",
                "adjust",
                "count",
                "consume",
                "produce",
                "reverse",
                name="movementkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("from_location_id", sa.Uuid(), nullable=False),
        sa.Column("to_location_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "reference",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity < 1000000000000000 AND (quantity > 0 OR (quantity = 0 AND kind IN ('adjust', 'count', 'reverse')))",
            name=op.f("ck_stock_movements_quantity"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_stock_movements_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "from_location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_stock_movements_organization_id_from_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "item_id"],
            ["items.organization_id", "items.id"],
            name=op.f("fk_stock_movements_organization_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "lot_id"],
            ["lots.organization_id", "lots.id"],
            name=op.f("fk_stock_movements_organization_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "posting_id"],
            ["postings.organization_id", "postings.id"],
            name=op.f("fk_stock_movements_organization_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "reverses_id"],
            ["stock_movements.organization_id", "stock_movements.id"],
            name=op.f("fk_stock_movements_organization_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "to_location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_stock_movements_organization_id_to_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_stock_movements_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_stock_movements_organization_id_id")
        ),
        sa.UniqueConstraint(
            "organization_id",
            "reverses_id",
            name=op.f("uq_stock_movements_organization_id_reverses_id"),
        ),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_movements_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_from_location_id_created_at_id"),
            ["organization_id", "from_location_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_item_id_created_at_id"),
            ["organization_id", "item_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_lot_id"),
            ["organization_id", "lot_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_posting_id"),
            ["organization_id", "posting_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_reverses_id"),
            ["organization_id", "reverses_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_stock_movements_organization_id_to_location_id_created_at_id"),
            ["organization_id", "to_location_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_stock_movements_reference",
            ["organization_id", "reference", "created_at", "id"],
            unique=False,
            postgresql_where=sa.text("reference <> ''"),
            sqlite_where=sa.text("reference <> ''"),
        )

    for table in APPEND_ONLY:
        create_append_only(op, table)


def downgrade() -> None:
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stock_movements_reference",
            postgresql_where=sa.text("reference <> ''"),
            sqlite_where=sa.text("reference <> ''"),
        )
        batch_op.drop_index(
            batch_op.f("ix_stock_movements_organization_id_to_location_id_created_at_id")
        )
        batch_op.drop_index(batch_op.f("ix_stock_movements_organization_id_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_organization_id_posting_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_organization_id_lot_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_organization_id_item_id_created_at_id"))
        batch_op.drop_index(
            batch_op.f("ix_stock_movements_organization_id_from_location_id_created_at_id")
        )
        batch_op.drop_index(batch_op.f("ix_stock_movements_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_actor_id"))

    op.drop_table("stock_movements")
    with op.batch_alter_table("stock_levels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_on_hand_id"))
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_lot_id"))
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_location_id"))
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_item_id"))
        batch_op.drop_index(batch_op.f("ix_stock_levels_organization_id_created_at_id"))

    op.drop_table("stock_levels")
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lots_organization_id_item_id"))
        batch_op.drop_index(batch_op.f("ix_lots_organization_id_created_at_id"))

    op.drop_table("lots")
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refresh_tokens_session_id"))

    op.drop_table("refresh_tokens")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_items_organization_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_items_organization_id_sku_key_id"))
        batch_op.drop_index(batch_op.f("ix_items_organization_id_name_key_id"))
        batch_op.drop_index(batch_op.f("ix_items_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_items_organization_id_category_id"))

    op.drop_table("items")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_organization_id_posting_id"))
        batch_op.drop_index(batch_op.f("ix_imports_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_imports_actor_id"))

    op.drop_table("imports")
    op.drop_table("units")
    op.drop_table("trees")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_user_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_sessions_expires_at"))

    op.drop_table("sessions")
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postings_organization_id_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_postings_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_postings_actor_id"))

    op.drop_table("postings")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_organization_id_created_at_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_locations_organization_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_locations_organization_id_name_key_id"))
        batch_op.drop_index(batch_op.f("ix_locations_organization_id_created_at_id"))

    op.drop_table("locations")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_organization_id_created_at"))

    op.drop_table("idempotency_keys")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_categories_organization_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_categories_organization_id_name_key_id"))
        batch_op.drop_index(batch_op.f("ix_categories_organization_id_created_at_id"))

    op.drop_table("categories")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_organization_id_entity_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_activity_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_activity_actor_id"))

    op.drop_table("activity")
    with op.batch_alter_table("account_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_events_subject_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_account_events_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_account_events_actor_id"))

    op.drop_table("account_events")
    op.drop_table("users")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organizations_name_key_id"))

    op.drop_table("organizations")
    drop_function(op)
