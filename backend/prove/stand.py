"""Where a figure is proved: the product on one engine, and what may befall it."""

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.core.config import load_settings
from app.core.engine import Database
from prove.books import Books
from rig import processes, product
from rig.wire import Line
from tests.commands import free_port
from tests.scratch import MEMORY, has_room
from tests.services import postgres

NAME = "stand"
GIGABYTE = 10**9


@dataclass(slots=True)
class Stand:
    """A server with so many processes; `headers` open its doors."""

    folder: Path
    environment: dict[str, str]
    processes: int
    database: postgres.PostgresServer | None
    port: int = field(default_factory=free_port)
    headers: dict[str, str] = field(default_factory=dict)
    server: "subprocess.Popen[bytes] | None" = None
    lines: list[Line] = field(default_factory=list)

    @property
    def engine(self) -> str:
        return "postgresql" if self.database else "sqlite"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def inside(self) -> str:
        """Where the paths of the organization begin; it is known by its slug."""
        return f"{product.API}/organizations/{NAME}"

    @property
    def books(self) -> Books:
        if self.database:
            return Books(postgresql=self.database.url(NAME))
        return Books(sqlite=self.folder / "data" / "quartermaster.db")

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """Its database as the server opens it, until the end of the block."""
        settings = load_settings(
            _env_file=None,
            environment="production",
            secret_key=product.SECRET,
            data_dir=self.folder / "data",
            database_url=self.environment.get("DATABASE_URL"),
            db_concurrency=1,
        )
        database = Database(settings)
        try:
            yield database
        finally:
            await database.dispose()

    def line(self) -> Line:
        """A connection that is closed with the stand."""
        return self.line_of(self.headers)

    def line_of(self, headers: Mapping[str, str]) -> Line:
        """The same for somebody else."""
        self.lines.append(Line(self.port, headers))
        return self.lines[-1]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        serve = ["quartermaster", "serve", "--port", str(self.port)]
        serve += ["--workers", str(self.processes)]
        self.server = processes.launched(serve, self.environment, self.log)
        processes.await_answer(self.server, self.port, self.log)

    def kill(self) -> None:
        """All of its processes at once, by -9."""
        assert self.server
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)

    async def killed_and_started(self) -> None:
        """At this very moment, and again as soon as it goes."""
        assert self.server
        self.kill()
        await asyncio.to_thread(self.server.wait, processes.PATIENCE)
        await asyncio.to_thread(self.start)

    def kill_worker(self, turn: int) -> bool:
        """One of its processes, by -9, each in its turn; whether there was one to be seen."""
        assert self.server
        found = sorted(processes.workers(self.server.pid))
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[turn % len(found)], signal.SIGKILL)
        return bool(found)

    def end(self) -> None:
        """As an operator does; what is left after that is killed."""
        if self.server and self.server.poll() is None:
            self.server.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(processes.PATIENCE)
            self.kill()
            self.server.wait(processes.PATIENCE)

    def defects(self) -> int:
        """How many requests the server's log calls failed: each is an answer of 500."""
        return self.log.read_text(errors="replace").count("request failed")


def _quick_place(engine: str) -> Path | None:
    """Memory for SQLite's file, where there is enough of it: nothing here has to survive a power cut,
    for which PostgreSQL is told to wait for no disk either.
    """
    return MEMORY if engine == "sqlite" and has_room(MEMORY, GIGABYTE) else None


@asynccontextmanager
async def standing(engine: str, workers: int, settings: Mapping[str, str]) -> AsyncIterator[Stand]:
    """A new stand, with everything that it keeps in a folder of its own."""
    stack = ExitStack()
    try:
        stand = await asyncio.to_thread(_set_up, stack, engine, workers, settings)
        yield stand
        for line in stand.lines:
            line.close()
    finally:
        await asyncio.to_thread(stack.close)


def _set_up(stack: ExitStack, engine: str, workers: int, settings: Mapping[str, str]) -> Stand:
    """All that is to be undone is left on `stack`."""
    kept = tempfile.TemporaryDirectory(prefix="quartermaster-prove-", dir=_quick_place(engine))
    folder = Path(stack.enter_context(kept))
    folder.chmod(0o711)  # as root the database runs as somebody else
    surroundings = product.environment(folder, **settings)
    database = None
    if engine == "postgresql":
        database = postgres.start(folder / "postgres", tidies=True)
        stack.callback(database.stop)
        database.create_database(NAME)
        surroundings["DATABASE_URL"] = database.url(NAME)
    product.set_up(surroundings)
    stand = Stand(folder, surroundings, workers, database)
    stack.callback(stand.end)
    stand.start()
    stand.headers = product.founded(stand.port, NAME)
    return stand
