"""The product, set up and started by the commands that a user types, with the settings of production."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rig.processes import Server, served
from tests.commands import free_port

BACKEND = Path(__file__).parents[1]
EMAIL, PASSWORD = "rig@example.test", "a password of the rig"
SECRET = "4e1b7c09d2f6a835" * 4
API = "/api/v1"
RATE_LIMITS = "off"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """That of a production server but for its limits: all that is measured is done by one caller."""
    return {
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(BACKEND),
        "ENVIRONMENT": "staging",
        "RATE_LIMITS": RATE_LIMITS,
        "SECRET_KEY": SECRET,
        "DATA_DIR": str(folder / "data"),
        "ACCESS_TOKEN_EXPIRE_MINUTES": "60",
        "DRAIN_SECONDS": "0",  # nobody spreads the load here
    } | more


def command(surroundings: Mapping[str, str], *arguments: str) -> str:
    """What `quartermaster …` prints; RuntimeError where it ends otherwise than well."""
    done = _done(surroundings, arguments)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def wrong_levels(surroundings: Mapping[str, str]) -> int:
    """How many levels `quartermaster doctor` finds to be other than the fold of their movements."""
    done = _done(surroundings, ["doctor"])
    found = done.stdout.count(": the level says")
    if bool(done.returncode) != bool(found):  # it has something else to say
        raise RuntimeError(f"doctor: {done.stdout}{done.stderr}")
    return found


def verified(surroundings: Mapping[str, str], *heads: str) -> tuple[bool, str]:
    """Whether `quartermaster audit verify` finds everything as it was sealed, and what it says."""
    told = [part for head in heads for part in ("--head", head)]
    done = _done(surroundings, ["audit", "verify", *told])
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        raise RuntimeError(f"audit verify: {done.stdout}{done.stderr}")
    return done.returncode == 0, done.stdout


def _done(
    surroundings: Mapping[str, str], arguments: Sequence[str]
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 (our own commands)
        ["quartermaster", *arguments],  # noqa: S607 (of the environment's own PATH)
        env=surroundings,
        cwd=BACKEND,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def set_up(surroundings: Mapping[str, str]) -> None:
    """Tables, and somebody who may sign in."""
    command(surroundings, "migrate", "apply")
    command(surroundings, "create-superuser", "--email", EMAIL, "--password", PASSWORD)


@contextmanager
def product_served(
    name: str, folder: Path, surroundings: Mapping[str, str], workers: int = 1
) -> Iterator[Server]:
    """`quartermaster serve` until the end of the block."""
    port = free_port()
    serve = ["quartermaster", "serve", "--port", str(port), "--workers", str(workers)]
    with served(name, serve, port, surroundings, folder / f"{name}.log") as server:
        yield server


def founded(port: int, name: str = "Bench") -> dict[str, str]:
    """Sign in and found an organization; the headers that open its doors."""
    headers = signed_in(port)
    said = {"name": name, "slug": name.lower(), "currency": "EUR"}
    post(port, f"{API}/organizations", said, headers)
    return headers


def signed_in(port: int) -> dict[str, str]:
    answer = post(port, f"{API}/auth/login", {"email": EMAIL, "password": PASSWORD}, {})
    return {"Authorization": f"Bearer {answer['access_token']}"}


def post(port: int, path: str, body: Any, headers: Mapping[str, str]) -> Any:
    """The answer's JSON; raises `urllib.error.HTTPError` where it is refused."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"} | dict(headers),
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (loopback)
        return json.load(response)
