"""The commands of the README and of the how-to pages, run as they stand there."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.ids import new_id
from tests.commands import PATIENCE, ROOT, Checkout, free_port
from tests.services import postgres

END = "── end of block ──"


def blocks(page: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def typed(checkout: Checkout, commands: list[str], **environment: object) -> list[str]:
    """What each block prints, typed one after the other into one shell."""
    script = "\n".join(f"{block}\necho '{END}'" for block in commands)
    done = subprocess.run(  # noqa: S603 (the documents' own commands)
        ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607
        cwd=checkout.root,
        env=checkout.environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split(f"{END}\n")[:-1]


@pytest.mark.long
def test_the_readme(tmp_path: Path) -> None:
    start, *use, test = blocks("README.md")
    assert (start, test) == ("make run\n", "make test\n")
    checkout = Checkout.made(tmp_path / "checkout")
    port = free_port()
    with checkout.started("quartermaster", "serve", "--demo", PORT=port) as server:
        server.get(f"http://127.0.0.1:{port}/health")
        signed_in, imported, again, moved = typed(checkout, use, PORT=port)
    assert signed_in == "owner@scims.test\n"
    assert imported == "['Depot'] ['Repair kit'] []\ncommitted 2\n"
    assert again.endswith("Done: 2 rows unchanged.\n")
    before, quantity, after = moved.splitlines()
    assert ast.literal_eval(before) == {"Depot": "250", "Locker wall": "64", "Forward hold": "40"}
    assert quantity == "50"
    assert ast.literal_eval(after) == {"Depot": "200", "Locker wall": "114", "Forward hold": "40"}


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    server, name = postgres.shared(), f"qm_readme_{new_id().hex}"
    server.create_database(name)
    yield server.url(name)
    server.drop_database(name)


@pytest.mark.long
def test_how_to_run_on_postgresql(checkout: Checkout, postgresql_url: str) -> None:
    named, migrate, *serving = blocks("docs/how-to/run-on-postgresql.md")
    assert named.startswith("export DATABASE_URL=postgresql://")
    (said,) = typed(checkout, [migrate], DATABASE_URL=postgresql_url)
    assert "Nothing is pending, and models and migrations agree." in said
    for block in serving:
        port = free_port()
        _, _, command = block.strip().rpartition(".venv/bin/")
        program = command.replace("--workers 4", "--workers 2").split()  # the cores of a small CI
        options = ["--port", str(port)] if program[0] == "uvicorn" else []
        with checkout.started(*program, *options, DATABASE_URL=postgresql_url, PORT=port) as server:
            server.get(f"http://127.0.0.1:{port}/health/ready")
            assert server.end() == 0
            assert server.log.read_text().count("Application startup complete") == 2
