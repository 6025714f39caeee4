"""The ground that is measured on: a PostgreSQL, the product as a user starts it, and the floor beside it."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import make_url

from bench.dataset import Premises, fixtures, grown
from bench.loading import (
    load_postgresql,
    load_sqlite,
    premises_in_postgresql,
    premises_in_sqlite,
)
from bench.processes import Server, on_core, served
from tests.commands import free_port
from tests.services import postgres

BACKEND = Path(__file__).parents[1]
EMAIL, PASSWORD = "bench@example.test", "a password of the bench"
SECRET = "4e1b7c09d2f6a835" * 4
API = "/api/v1"
NOBODY = Premises(*[UUID(int=0)] * 4)


@dataclass(slots=True)
class Ground:
    """What was started. `rows` is how many items are in PostgreSQL; `headers` open its doors."""

    folder: Path
    postgres: postgres.PostgresServer
    environment: dict[str, str]
    product: Server
    floor: Server
    premises: Premises
    headers: dict[str, str]
    rows: int = 0

    @property
    def dsn(self) -> str:
        url = make_url(self.environment["DATABASE_URL"])
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def inside(self) -> str:
        return f"{API}/organizations/{self.premises.organization_id}"

    @property
    def postgres_pid(self) -> int:
        assert self.postgres.process
        return self.postgres.process.pid

    def grow(self, rows: int) -> None:
        """Add items until there are as many."""
        load_postgresql(self.dsn, grown(self.premises, self.rows, rows))
        self.rows = rows

    def sign_in(self) -> None:
        """Anew: an access token lives for an hour at most."""
        self.headers = signed_in(self.product)

    def doctor(self) -> str:
        """What `quartermaster doctor` says; raises where the books are wrong."""
        return _run(["quartermaster", "doctor"], self.environment)


@contextmanager
def prepared() -> Iterator[Ground]:
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="quartermaster-bench-"))
        )
        folder.chmod(0o711)  # as root the database runs as somebody else
        with on_core(first=False):
            database = postgres.start(folder / "postgres")
        stack.callback(database.stop)
        database.create_database("bench")
        environment = _environment(folder, DATABASE_URL=database.url("bench"))
        product = stack.enter_context(product_served("product", folder, environment))
        floor_port = free_port()
        uvicorn = [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            "bench.floor:made",
            "--no-access-log",
        ]
        with on_core(first=True):
            floor = stack.enter_context(
                served(
                    "floor",
                    [*uvicorn, "--port", str(floor_port)],
                    floor_port,
                    environment,
                    folder / "floor.log",
                )
            )
        headers = founded(product)
        ground = Ground(folder, database, environment, product, floor, NOBODY, headers)
        ground.premises = asyncio.run(premises_in_postgresql(ground.dsn))
        load_postgresql(ground.dsn, fixtures(ground.premises))
        yield ground


@contextmanager
def product_served(name: str, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """The product, set up and started by the commands that a user types."""
    _run(["quartermaster", "migrate", "apply"], environment)
    _run(
        ["quartermaster", "create-superuser", "--email", EMAIL, "--password", PASSWORD], environment
    )
    port = free_port()
    command = ["quartermaster", "serve", "--port", str(port)]
    with (
        on_core(first=True),
        served(name, command, port, environment, folder / f"{name}.log") as server,
    ):
        yield server


@contextmanager
def on_sqlite(folder: Path, rows: int) -> Iterator[tuple[Server, Premises, dict[str, str]]]:
    """The product once more, on SQLite with the same data."""
    environment = _environment(folder, DATA_DIR=str(folder / "sqlite"))
    with product_served("sqlite", folder, environment) as server:
        headers, file = founded(server), folder / "sqlite" / "quartermaster.db"
        premises = premises_in_sqlite(file)
        load_sqlite(file, fixtures(premises))
        load_sqlite(file, grown(premises, 0, rows))
        yield server, premises, headers


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """That of a production server, and nothing of ours."""
    return {
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(BACKEND),
        "ENVIRONMENT": "production",
        "SECRET_KEY": SECRET,
        "DATA_DIR": str(folder / "data"),
        "ACCESS_TOKEN_EXPIRE_MINUTES": "60",
    } | more


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 (our own commands)
        command,
        env=environment,
        cwd=BACKEND,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def founded(server: Server) -> dict[str, str]:
    """Sign in and found the organization `bench`."""
    headers = signed_in(server)
    said = {"name": "Bench", "slug": "bench", "currency": "EUR"}
    _post(server, f"{API}/organizations", said, headers)
    return headers


def signed_in(server: Server) -> dict[str, str]:
    answer = _post(server, f"{API}/auth/login", {"email": EMAIL, "password": PASSWORD}, {})
    return {"Authorization": f"Bearer {answer['access_token']}"}


def _post(server: Server, path: str, body: Any, headers: dict[str, str]) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"} | headers,
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (loopback)
        return json.load(response)
