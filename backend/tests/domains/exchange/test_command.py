"""`quartermaster import` and `export`, on a database file of their own."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from alembic import command
from typer.testing import CliRunner, Result

from app.cli import exchange
from app.cli.migrating import alembic_config
from app.core.config import get_settings, load_settings
from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.exchange.service import imports
from app.domains.identity.models import User
from app.domains.identity.schemas import OrganizationCreate
from app.domains.identity.service import accounts, organizations
from app.domains.stock.models import StockMovement
from app.models import metadata
from tests.domains.exchange.files import CONSUMABLES, count

Run = Callable[..., Result]
app = typer.Typer()
exchange.add_to(app)


async def _founded() -> Tenant:
    database = Database(load_settings())
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with unit_of_work(database, write=True) as unit:
        ctx = unit.account()
        user = User(email="ada@example.test", full_name="Ada", password_hash="")
        await accounts.add(ctx, user)
        data = OrganizationCreate(name="Depot", slug="depot")
        organization = await organizations.found(ctx, data, user.id)
    await database.dispose()
    return Tenant(organization.id, "depot", "EUR")


@pytest.fixture
def tenant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tenant]:
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    monkeypatch.setenv("SECRET_KEY", "5f" * 16 + "e7" * 16)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    founded = asyncio.run(_founded())
    command.stamp(alembic_config(), "head")
    yield founded
    get_settings.cache_clear()


@pytest.fixture
def run(tenant: Tenant, tmp_path: Path) -> Run:
    def invoke(
        *arguments: str, content: str | bytes = CONSUMABLES, input: str | None = None
    ) -> Result:
        body = content.encode() if isinstance(content, str) else content
        path = tmp_path / "sheet.csv"
        path.write_bytes(body)
        filled = [argument.replace("FILE", str(path)) for argument in arguments]
        return CliRunner().invoke(app, [*filled, "--organization", tenant.slug], input=input)

    return invoke


async def _moved(tenant: Tenant) -> int:
    database = Database(load_settings())
    async with unit_of_work(database, write=False) as unit:
        found = await count(unit.context(tenant, Actor()).session, StockMovement)
    await database.dispose()
    return found


def moved(tenant: Tenant) -> int:
    return asyncio.run(_moved(tenant))


def test_a_file_comes_in_with_one_command_and_once(run: Run, tenant: Tenant) -> None:
    result = run("import", "FILE", "--yes")
    assert result.exit_code == 0, result.output
    assert "Company, Supplier" in result.output
    assert "Done: 2 categories created, 2 locations created, 3 items created" in result.output
    assert moved(tenant) == 3
    result = run("import", "FILE", "--yes")
    assert "Done: 3 rows unchanged." in result.output
    assert moved(tenant) == 3


def test_a_dry_run_shows_and_writes_nothing(run: Run, tenant: Tenant) -> None:
    result = run("import", "FILE", "--dry-run")
    assert result.exit_code == 0
    assert "Sealant" in result.output
    assert "Nothing was written." in result.output
    assert moved(tenant) == 0


def test_without_anybody_to_ask_a_yes_is_needed(run: Run, tenant: Tenant) -> None:
    result = run("import", "FILE")
    assert result.exit_code == 2
    assert "add --yes" in result.output
    assert moved(tenant) == 0


def test_a_person_is_asked(run: Run, tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "is_attended", lambda: True)
    assert run("import", "FILE", input="n\n").exit_code == 1
    assert moved(tenant) == 0
    assert run("import", "FILE", input="y\n").exit_code == 0
    assert moved(tenant) == 3


def test_bad_cells_are_listed(run: Run, tenant: Tenant) -> None:
    result = run("import", "FILE", "--yes", content=CONSUMABLES.replace(",40,", ",many,"))
    assert result.exit_code == 2
    assert "row 2: QTY must be a number" in result.output
    assert "1 cell cannot be used; nothing was written." in result.output
    assert moved(tenant) == 0


def test_what_cannot_be_done_is_one_plain_sentence(run: Run, tmp_path: Path) -> None:
    for result, sentence in (
        (run("import", str(tmp_path / "gone.csv")), "gone.csv cannot be read: No such file"),
        (run("import", "FILE", content=b"\x00"), "this is not a CSV file"),
        (run("import", "FILE", "--mapping", "{"), "--mapping must be a JSON object"),
    ):
        assert result.exit_code == 2
        assert sentence in result.output.replace("\n", " ")
        assert "Traceback" not in result.output


def test_an_organization_is_named_by_slug_or_id(tenant: Tenant, tmp_path: Path) -> None:
    runner = CliRunner()
    path = tmp_path / "sheet.csv"
    path.write_text(CONSUMABLES)
    named = runner.invoke(app, ["import", str(path), "--organization", str(tenant.id), "--yes"])
    assert named.exit_code == 0, named.output
    for unknown in ("nobody", str(new_id())):
        result = runner.invoke(app, ["import", str(path), "--organization", unknown, "--yes"])
        assert result.exit_code == 2
        assert f"There is no organization {unknown}." in result.output


@pytest.mark.untraced  # goes over the same lines again and again: half the time
def test_many_levels_are_shown_in_part_and_a_bar_goes_on(run: Run, tenant: Tenant) -> None:
    lines = [f"Thing {n},{n + 1},Depot / Bin {n % 7}" for n in range(520)]
    result = run("import", "FILE", "--yes", content="\n".join(["Name,QTY,Location", *lines]))
    assert result.exit_code == 0, result.output
    assert "and 420 more levels" in result.output
    assert moved(tenant) == 520


def test_a_refusal_while_committing_names_the_rows(
    run: Run, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: object) -> None:
        raise Conflict("There is not enough of it there.", at="/rows/2/QTY")

    monkeypatch.setattr(imports, "commit", refuses)
    result = run("import", "FILE", "--yes")
    assert result.exit_code == 2
    assert "/rows/2/QTY" in result.output
    assert moved(tenant) == 0


def test_stock_and_items_go_out_and_come_in_again(run: Run, tenant: Tenant, tmp_path: Path) -> None:
    run("import", "FILE", "--yes")
    shown = run("export", "items")
    assert shown.exit_code == 0
    assert shown.stdout_bytes.startswith(b"Name,SKU")
    out = tmp_path / "stock.csv"
    result = run("export", "stock", "--bom", "--output", str(out))
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"\xef\xbb\xbfName,SKU,Category,QTY")
    assert not list(tmp_path.glob("*.part"))
    again = run("import", str(out), "--yes")
    assert "Done: 3 rows unchanged." in again.output
    assert moved(tenant) == 3
