"""The rules that no type can keep."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, UniqueConstraint

from app.api.router import PUBLIC, Unguarded, refuse_unguarded
from app.core.errors import Conflict
from app.core.idempotency import IdempotentRoute
from app.core.owned import owned_models
from app.core.scoping import tenant_tables
from app.domains.tags.item_keys import KEYS
from app.main import create_app
from app.models import metadata
from tests.settings import settings_for

APP = Path(__file__).parents[2] / "app"
WITHOUT_TENANT = {
    "organizations",
    "users",
    "sessions",
    "refresh_tokens",
    "preferences",
    "account_chain",
    "account_events",
    "links",
    "mails",
    "second_factors",
    "recovery_codes",
    "limit_counters",
    "account_sources",
}


@pytest.fixture
def bare_app(tmp_path: Path) -> FastAPI:
    return create_app(settings_for(tmp_path))


def unregistered(of: MetaData) -> set[str]:
    """Constraints whose violation would be a 500; that of an id is a defect and may be one."""
    return {
        str(c.name)
        for table in of.tables.values()
        for c in table.constraints
        if isinstance(c, UniqueConstraint | CheckConstraint)
        and c.name != f"uq_{table.name}_organization_id_id"
    } - Conflict.by_constraint.keys()


def test_every_constraint_says_what_its_violation_means() -> None:
    assert not unregistered(metadata)
    strange = MetaData(naming_convention=metadata.naming_convention)
    Table("things", strange, Column("code", Integer), UniqueConstraint("code"))
    assert unregistered(strange) == {"uq_things_code"}


def test_every_table_belongs_to_an_organization_or_is_listed() -> None:
    owned = {table.name for table in metadata.tables.values() if tenant_tables(table)}
    assert metadata.tables.keys() - owned == WITHOUT_TENANT


def test_no_reference_can_cross_organizations_and_each_is_indexed() -> None:
    for table in metadata.tables.values():
        indexes = [[*index.columns.keys()] for index in table.indexes]
        indexes += [
            [*c.columns.keys()] for c in table.constraints if isinstance(c, UniqueConstraint)
        ]
        for reference in table.foreign_key_constraints:
            columns = [*reference.columns.keys()]
            if reference.referred_table.name not in WITHOUT_TENANT:
                assert columns[0] == "organization_id", (table.name, columns)
            if columns != ["organization_id"]:  # UNIQUE (organization_id, id) serves that one
                starts = [index[: len(columns)] for index in indexes]
                assert columns in starts, (table.name, columns)


def test_what_an_organization_owns_is_found_by_construction() -> None:
    """Export and purge walk the models; a table without one would be in neither."""
    with_owner = {table.name for table in metadata.tables.values() if "organization_id" in table.c}
    assert {model.__tablename__ for model in owned_models()} == with_owner
    for table in metadata.tables.values():
        if "organization_id" not in table.c:
            references = {one.column.table.name for one in table.foreign_keys}
            assert "organizations" not in references, table.name


def test_only_the_purge_opens_what_is_append_only() -> None:
    naming = re.compile(r"\bPurge\b|purges")
    named = {
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if naming.search(path.read_text())
    }
    assert named == {
        "alembic/versions/20261121_1200_organizations.py",
        "cli/purging.py",
        "core/triggers.py",
        "domains/identity/models/__init__.py",
        "domains/identity/models/organizations.py",
        "domains/identity/service/deletion.py",
        "domains/identity/service/purges.py",
    }


def test_every_owned_table_can_be_referred_to_with_its_organization() -> None:
    for name in metadata.tables.keys() - WITHOUT_TENANT:
        uniques = [
            [*c.columns.keys()]
            for c in metadata.tables[name].constraints
            if isinstance(c, UniqueConstraint)
        ]
        assert ["organization_id", "id"] in uniques, name


def test_what_is_paged_by_is_never_null() -> None:
    """A null key would drop out of keyset pages."""
    # null where a tag is on a place or a lot; `tests/domains/tags/test_items_of_tags.py` sees to items
    of_items = {("taggings", column) for column in KEYS}
    for name, table in metadata.tables.items():
        for column in table.columns:
            if column.name.endswith("_key") or column.name in {"created_at", "updated_at"}:
                assert column.nullable is ((name, column.name) in of_items), (name, column.name)


def test_only_core_commits_and_leaves_the_scoped_session() -> None:
    # (`imports.commit` is what a person calls to carry out an import)
    forbidden = re.compile(
        r"""(?<!imports)\.(commit|rollback|connection|get_bind)\(|\btext\(f?["']"""
    )
    exempt = {"core", "alembic"}
    allowed = {
        "stock/models/ledger.py",
        "stock/models/reservations.py",
    }  # conditions of partial indexes
    found = [
        path.relative_to(APP).as_posix()
        for path in APP.rglob("*.py")
        if not exempt & set(path.relative_to(APP).parts) and forbidden.search(path.read_text())
    ]
    assert [path for path in found if not path.endswith(tuple(allowed))] == []


def test_no_file_of_the_product_grows_long() -> None:
    long = {
        path.relative_to(APP).as_posix(): lines
        for path in APP.rglob("*.py")
        if "versions" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_an_operation_that_names_no_permission_stops_the_start(bare_app: FastAPI) -> None:
    refuse_unguarded(bare_app)
    bare_app.get("/api/v1/leak")(lambda: None)
    with pytest.raises(Unguarded, match="leak"):
        refuse_unguarded(bare_app)


def test_few_operations_are_public() -> None:
    assert len(PUBLIC) <= 12


# their answers must be kept nowhere, so they take no Idempotency-Key
ANSWER_SECRETS = ("/api-keys", "/invitations", "/invitations/{invitation_id}/resend")


def test_every_post_below_an_organization_takes_an_idempotency_key(bare_app: FastAPI) -> None:
    posts = [
        route
        for route in iter_route_contexts(bare_app.routes)
        if "POST" in (route.methods or ())
        and (route.path or "").startswith("/api/v1/organizations")
        and not (route.path or "").endswith(ANSWER_SECRETS)
    ]
    assert len(posts) > 10
    for route in posts:
        assert isinstance(route.original_route, IdempotentRoute), route.path
