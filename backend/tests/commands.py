"""Commands as people type them: in a process of its own, in a copy of the checkout, knowing nothing of ours."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.testing import CliRunner

from app import cli
from app.core.config import Settings, get_settings
from tests import models

BACKEND = Path(__file__).parents[1]
ROOT = BACKEND.parent
PATIENCE = 60
SECRET = "0f4c8a1be7d29365" * 4  # good enough for production
COPIED = (
    "README.md",
    ".env.example",
    "backend/.env.example",
    "backend/alembic.ini",
    "backend/app",
    "backend/migrate.py",
    "backend/pyproject.toml",
    "backend/scripts",
    "docs",
)
NAMES = [name.upper() for name in Settings.model_fields]


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """The words of one that went well."""
        assert self.status == 0, f"{self.status}: {self.out}\n{self.err}"
        return self.out

    def refused(self, status: int) -> str:
        """The sentence of one that did not, and said why without a traceback."""
        assert self.status == status, f"{self.status}: {self.out}\n{self.err}"
        assert "Traceback" not in self.out + self.err
        return self.err.strip()


@dataclass(frozen=True)
class Checkout:
    """A copy of the repository, in which commands may write."""

    root: Path
    data: Path

    @property
    def backend(self) -> Path:
        return self.root / "backend"

    @classmethod
    def made(cls, root: Path) -> "Checkout":
        for name in COPIED:
            source, target = ROOT / name, root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)  # with the compiled files: quicker to start
            else:
                shutil.copy2(source, target)
        (root / "backend/.venv").symlink_to(sys.prefix)
        return cls(root, root / "data")

    def environment(self, **more: object) -> dict[str, str]:
        programs = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {
            "PATH": programs,
            "HOME": str(self.root),
            "PYTHONPATH": str(self.backend),  # `quartermaster` is installed from elsewhere
            "DATA_DIR": str(self.data),
            "PASSWORD_HASH_COST": "4",
        } | {name: str(value) for name, value in more.items()}

    def run(self, *command: str, folder: object = "backend", **environment: object) -> Done:
        done = subprocess.run(  # noqa: S603 (a test's own command)
            command,
            cwd=self.root / str(folder),
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def started(self, *command: str, **environment: object) -> "Iterator[Running]":
        """A server, ended with SIGTERM."""
        with (self.root / f"{command[0]}.log").open("w+") as log:
            process = subprocess.Popen(  # noqa: S603 (a test's own command)
                command,
                cwd=self.backend,
                env=self.environment(**environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )
            try:
                yield Running(process, Path(log.name))
            finally:
                process.terminate()
                process.wait(PATIENCE)


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[str]
    log: Path

    def get(self, url: str) -> str:
        """What the server answers there, as soon as it does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (loopback)
                    return str(answer.read().decode())
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"no answer: {self.log.read_text()}")

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


Quartermaster: TypeAlias = Callable[..., Done]


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy of the repository; what a test changes in the code it changes in a copy of its own."""
    return Checkout.made(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Quartermaster]:
    """`quartermaster …` in this process; settings by name."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("PASSWORD_HASH_COST", "4")
    root = logging.getLogger()
    handlers, level = root.handlers, root.level

    def run(*arguments: str, **environment: object) -> Done:
        given = {name: str(value) for name, value in environment.items()}
        get_settings.cache_clear()
        result = CliRunner().invoke(cli.app, arguments, env=given, prog_name="quartermaster")
        get_settings.cache_clear()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    yield run
    get_settings.cache_clear()
    root.handlers, root.level = handlers, level


@pytest.fixture
def quartermaster(
    alone: Quartermaster, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> Quartermaster:
    """The same, on an empty database of either engine."""
    monkeypatch.setenv("DATABASE_URL", empty_url)
    return alone


@pytest.fixture
def migrated(quartermaster: Quartermaster, empty_url: str) -> Quartermaster:
    """The same, on one at the newest revision."""
    models.have("migrated", empty_url, lambda: quartermaster("migrate", "apply").said)
    return quartermaster


@pytest.fixture
def seeded(quartermaster: Quartermaster, empty_url: str) -> Quartermaster:
    """The same, on one with the demo data."""

    def make() -> None:
        assert quartermaster("migrate", "apply").status == 0
        assert quartermaster("seed").said == "The demo data is in.\n"

    models.have("seeded", empty_url, make)
    return quartermaster
