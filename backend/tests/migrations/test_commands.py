"""The ways to migrate that the documents name: `quartermaster`, `migrate.py`, `alembic` and the script."""

import re
from pathlib import Path

import pytest

from app.core.revisions import head
from tests.commands import Checkout, Done, Quartermaster
from tests.inspection import execute
from tests.settings import settings_for

HEAD = head()
NOWHERE = "postgresql://nobody:secret@127.0.0.1:1/none"
# one after the other in one process: most of a command's time goes into its start
ALEMBIC = """
import sys
from alembic.config import main
for command in sys.argv[1:]:
    main(command.split())
"""


def written(copy: Checkout) -> set[str]:
    return {path.name for path in (copy.backend / "app/alembic/versions").glob("*.py")}


@pytest.fixture
def copy(tmp_path: Path) -> Checkout:
    """A checkout whose code the test changes."""
    return Checkout.made(tmp_path / "checkout")


def add_field(copy: Checkout) -> None:
    models = copy.backend / "app/domains/catalog/models.py"
    text = models.read_text()
    line = "    manufacturer: Mapped[str]"
    assert text.count(line) == 1
    models.write_text(text.replace(line, f"    hue: Mapped[str | None]\n{line}"))


@pytest.mark.long
def test_alembic(copy: Checkout, empty_url: str) -> None:
    def alembic(*arguments: str) -> Done:
        return copy.run("alembic", *arguments, DATABASE_URL=empty_url)

    def each(*commands: str) -> str:
        return copy.run("python", "-c", ALEMBIC, *commands, DATABASE_URL=empty_url).said

    assert each("current", "heads") == f"{HEAD} (head)\n"
    done = alembic("upgrade", "head")
    assert done.said == ""
    assert re.search(f"Running upgrade .*-> {HEAD}", done.err)
    current, heads, *history = each("current", "heads", "history").splitlines()
    assert (current, heads) == (f"{HEAD} (head)",) * 2
    assert f"{HEAD} (head)" in history[0]
    before = written(copy)
    add_field(copy)
    alembic("revision", "--autogenerate", "-m", "hue of items").said  # noqa: B018 (it asserts)
    (new,) = written(copy) - before
    assert re.fullmatch(r"\d{8}_\d{4}_hue_of_items\.py", new)
    text = (copy.backend / "app/alembic/versions" / new).read_text()
    assert text.count("add_column") == text.count("drop_column") == 1
    assert "drop_index" not in text
    assert each("upgrade head", "downgrade -1", "current") == f"{HEAD}\n"


@pytest.mark.long
def test_migrate_py(copy: Checkout) -> None:
    def migrate(*arguments: str) -> Done:
        return copy.run("python", "migrate.py", *arguments)

    assert migrate("apply").said == f"The database is at {HEAD}.\n"
    add_field(copy)
    assert "Models and migrations differ" in migrate("check").refused(2)
    before = written(copy)
    migrate("auto", "hue of items").said  # noqa: B018 (it asserts)
    migrate("generate", "nothing new").said  # noqa: B018
    assert len(written(copy) - before) == 2
    assert "Pending up to" in migrate("check").refused(1)


@pytest.mark.parametrize(
    ("folder", "script"),
    [("backend", "scripts/run_migrations.sh"), (".", "./backend/scripts/run_migrations.sh")],
)
def test_the_script_from_either_folder(
    checkout: Checkout, tmp_path: Path, folder: str, script: str
) -> None:
    def run(*arguments: str) -> Done:
        return checkout.run(script, *arguments, folder=folder, DATA_DIR=tmp_path)

    assert f"{HEAD} (head)" in run("history").said
    assert "Running upgrade" in run().err  # `upgrade head`
    assert run("current").said == f"{HEAD} (head)\n"


class TestInThisProcess:
    """The same functions, with what a person gets wrong."""

    def test_there_and_back(self, quartermaster: Quartermaster) -> None:
        assert quartermaster("migrate", "current").said == "none\n"
        assert f"  {HEAD}  " in quartermaster("migrate", "list").said
        assert HEAD in quartermaster("migrate", "apply", HEAD).said
        assert quartermaster("migrate", "current").said == f"{HEAD}\n"
        assert f"* {HEAD}  " in quartermaster("migrate", "list").said
        assert "at no revision" in quartermaster("migrate", "downgrade", "base").said

    def test_check_in_every_case(
        self, quartermaster: Quartermaster, empty_url: str, tmp_path: Path
    ) -> None:
        assert "Pending" in quartermaster("migrate", "check").refused(1)
        quartermaster("migrate", "apply").said  # noqa: B018
        assert "agree" in quartermaster("migrate", "check").said
        settings = settings_for(tmp_path, database_url=empty_url)
        execute(settings, "ALTER TABLE items ADD COLUMN hue integer")
        done = quartermaster("migrate", "check")
        assert "differ" in done.refused(2)
        assert "hue" in done.out
        execute(
            settings,
            "ALTER TABLE items DROP COLUMN hue",
            "DROP INDEX ix_lots_organization_id_item_id",
        )
        assert "ix_lots_organization_id_item_id" in quartermaster("migrate", "check").out
        execute(settings, "UPDATE alembic_version SET version_num = 'future'")
        assert "Pending" in quartermaster("migrate", "check").refused(1)
        assert "future" in quartermaster("migrate", "apply").refused(1)

    @pytest.mark.parametrize("command", ["check", "current", "list", "apply", "downgrade -1"])
    def test_an_unreachable_database(self, quartermaster: Quartermaster, command: str) -> None:
        said = quartermaster("migrate", *command.split(), DATABASE_URL=NOWHERE).refused(1)
        assert said.startswith(
            "The database postgresql+asyncpg://nobody:***@127.0.0.1:1/none cannot"
        )
        assert len(said.splitlines()) == 1

    def test_a_revision_that_is_none(self, quartermaster: Quartermaster) -> None:
        assert "nothing_like_it" in quartermaster("migrate", "apply", "nothing_like_it").refused(1)
        quartermaster("migrate", "apply").said  # noqa: B018
        assert "-99" in quartermaster("migrate", "downgrade", "-99").refused(1)

    def test_generate_needs_the_newest(self, quartermaster: Quartermaster) -> None:
        assert "not up to date" in quartermaster("migrate", "generate", "x").refused(1)
