"""The files in `scripts/`, as the documents call them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import BACKEND, Checkout

ONE_TEST = """
def test_one(): pass
"""


@pytest.fixture
def copy(tmp_path: Path) -> Checkout:
    """A checkout with one test in it, which needs nothing."""
    copy = Checkout.made(tmp_path / "checkout")
    (copy.backend / "tests").mkdir()
    (copy.backend / "tests/test_one.py").write_text(ONE_TEST)
    return copy


def test_seed_data(checkout: Checkout, tmp_path: Path) -> None:
    here = {"DATA_DIR": tmp_path}
    script = ("python", "scripts/seed_data.py")
    assert "run `quartermaster migrate apply`" in checkout.run(*script, **here).refused(1)
    assert checkout.run("alembic", "upgrade", "head", **here).status == 0
    assert checkout.run(*script, **here).said == "The demo data is in.\n"


def test_export_openapi(checkout: Checkout, tmp_path: Path) -> None:
    script = ("python", "backend/scripts/export_openapi.py", "-o", str(tmp_path / "openapi.json"))
    assert checkout.run(*script, folder=".").said == ""
    assert "/health" in json.loads((tmp_path / "openapi.json").read_text())["paths"]


def test_test_sh_measures_coverage(copy: Checkout) -> None:
    for part in ("alembic", "api", "cli", "domains"):  # a page for each file would take long
        shutil.rmtree(copy.backend / "app" / part)
    said = copy.run("bash", "./scripts/test.sh", "-q", "-n", "0").said
    assert "1 passed" in said
    assert (copy.backend / "htmlcov/index.html").exists()


def test_tests_start_waits_for_the_database(copy: Checkout) -> None:
    def start(**environment: object) -> tuple[int, str]:
        options = ("-q", "-n", "0", "--no-cov")  # what it measures is shown above
        done = copy.run("bash", "scripts/tests-start.sh", *options, **environment)
        return done.status, done.out + done.err

    nowhere = "postgresql://ada@127.0.0.1:1/none"
    status, said = start(DATABASE_URL=nowhere, WAIT=0)
    assert status == 1
    assert "passed" not in said
    status, said = start()
    assert (status, "1 passed" in said) == (0, True)


def test_every_script_can_be_run() -> None:
    for script in (BACKEND / "scripts").glob("*.sh"):
        assert script.stat().st_mode & 0o111, script
