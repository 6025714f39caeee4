"""`quartermaster serve`: ready on a laptop, plain about what is in the way, gone when it is told."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Checkout, Quartermaster, free_port


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What uvicorn is asked to do, which it does not."""
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("uvicorn.run", lambda _, **options: asked.append(options))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return asked


@pytest.mark.long
def test_a_demo_from_nothing_and_again(checkout: Checkout, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"PORT": port, "DATA_DIR": tmp_path / "new"}
    for taken in (True, False):
        with checkout.started("quartermaster", "serve", "--demo", **settings) as server:
            health = json.loads(server.get(f"{address}/health"))
            assert (health["status"], health["database"]) == ("ok", "connected")
            assert "swagger" in server.get(f"{address}/docs")
            if taken:
                second = checkout.run("quartermaster", "serve", "--demo", **settings)
                assert second.refused(2) == (
                    f"Cannot listen on 127.0.0.1:{port}: Address already in use."
                    " Choose another PORT."
                )
            assert server.end() == 0
            said = server.log.read_text()
            assert f"{address}   (try it: {address}/docs)" in said
            assert "owner@scims.test  with password  owner123" in said
            assert str(tmp_path / "new/quartermaster.db") in said
            assert "Traceback" not in said


def test_what_it_asks_of_uvicorn(quartermaster: Quartermaster, calls: list[dict[str, Any]]) -> None:
    port = str(free_port())
    said = quartermaster("serve", "--host", "0.0.0.0", "--port", port, "--workers", "4").said  # noqa: S104 (only told to uvicorn)
    assert f"http://127.0.0.1:{port}" in said
    assert "Sign in as" not in said
    assert quartermaster("migrate", "check").status == 0  # it migrates in development
    quartermaster("serve", "--reload", HOST="127.0.0.1", PORT=port)
    assert [(call["host"], call["workers"], call["reload"]) for call in calls] == [
        ("0.0.0.0", 4, False),  # noqa: S104 (only told to uvicorn)
        ("127.0.0.1", None, True),
    ]


def test_production_is_not_migrated_by_serving(
    quartermaster: Quartermaster, calls: list[dict[str, Any]]
) -> None:
    live = {"ENVIRONMENT": "production", "PASSWORD_HASH_COST": 12, "PORT": free_port()}
    assert "at revision none" in quartermaster("serve", **live).refused(1)
    assert calls == []
    assert quartermaster("migrate", "apply").status == 0
    assert quartermaster("serve", **live).status == 0
    assert len(calls) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port(quartermaster: Quartermaster, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((host, 0))
        except OSError:
            return  # this system has no IPv6
        other.listen()
        port = str(other.getsockname()[1])
        said = quartermaster("serve", "--host", host, "--port", port).refused(2)
        assert said.startswith(f"Cannot listen on {host}:{port}: Address already in use.")


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("serve", "--workers"),
        ("create-superuser", "--password"),
        ("reset", "--yes"),
        ("import", "--organization"),
        ("openapi", "--output"),
        ("migrate downgrade", "revision"),
    ],
)
def test_help_names_the_options(alone: Quartermaster, command: str, option: str) -> None:
    """Also those of commands that are wrapped to speak plainly."""
    assert option in alone(*command.split(), "--help", COLUMNS="200").said
