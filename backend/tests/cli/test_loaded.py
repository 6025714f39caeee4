"""What a server must not load for nothing: each of these takes megabytes of every process."""

import subprocess
import sys

from tests.commands import BACKEND, SECRET

SERVING = """
import sys
import app.cli, app.main
app.main.app
print(*{name.partition(".")[0] for name in sys.modules})
"""
NEEDLESS = {
    "aiosqlite",
    "alembic",
    "cryptography",
    "jwt",
    "limits",
    "pygments",
    "redis",
    "rich",
    "sqlite3",
}


def test_a_server_loads_nothing_that_only_others_need() -> None:
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", SERVING],
        env={
            "ENVIRONMENT": "staging",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": "postgresql+asyncpg://nobody:x@127.0.0.1:1/nothing",
        },
        cwd=BACKEND,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert {"app", "asyncpg", "fastapi"} <= loaded
    assert not loaded & NEEDLESS
