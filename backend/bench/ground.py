"""The ground that is measured on: a PostgreSQL, the product as a user starts it, and the floor beside it."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import make_url

from bench.dataset import Premises, fixtures, grown
from bench.loading import (
    forget_created,
    load_postgresql,
    load_sqlite,
    premises_in_postgresql,
    premises_in_sqlite,
)
from rig.processes import Server, on_core, served
from rig.product import API, command, environment, founded, product_served, set_up, signed_in
from rig.wire import Call
from tests.commands import free_port
from tests.services import postgres

MANY = 50_000  # items that are added at once
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
        many = rows - self.rows > MANY
        forget_created(self.dsn)
        load_postgresql(self.dsn, grown(self.premises, self.rows, rows), many=many)
        self.rows = rows

    def sign_in(self) -> None:
        """Anew: an access token lives for an hour at most."""
        self.headers = signed_in(self.product.port)

    def doctor(self) -> str:
        """What `quartermaster doctor` says; raises where the books are wrong."""
        return command(self.environment, "doctor")


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
        surroundings = environment(folder, DATABASE_URL=database.url("bench"))
        set_up(surroundings)
        with on_core(first=True):
            product = stack.enter_context(product_served("product", folder, surroundings))
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
                    surroundings,
                    folder / "floor.log",
                )
            )
        headers = founded(product.port)
        ground = Ground(folder, database, surroundings, product, floor, NOBODY, headers)
        ground.premises = asyncio.run(premises_in_postgresql(ground.dsn))
        load_postgresql(ground.dsn, fixtures(ground.premises))
        yield ground


@dataclass(frozen=True, slots=True)
class OnSqlite:
    """The product once more, on SQLite with the same data."""

    server: Server
    premises: Premises
    headers: dict[str, str]

    @property
    def inside(self) -> str:
        return f"{API}/organizations/{self.premises.organization_id}"


@contextmanager
def on_sqlite(folder: Path, rows: int) -> Iterator[OnSqlite]:
    surroundings = environment(folder, DATA_DIR=str(folder / "sqlite"))
    set_up(surroundings)
    with on_core(first=True), product_served("sqlite", folder, surroundings) as server:
        headers, file = founded(server.port), folder / "sqlite" / "quartermaster.db"
        premises = premises_in_sqlite(file)
        load_sqlite(file, fixtures(premises))
        load_sqlite(file, grown(premises, 0, rows))
        yield OnSqlite(server, premises, headers)


def listed(inside: str) -> list[Call]:
    """The hot list, asked again and again."""
    return [Call("GET", f"{inside}/items?limit=50")]
