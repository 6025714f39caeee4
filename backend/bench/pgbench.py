"""The same movement written for pgbench: what PostgreSQL itself does in a second, without an application."""

import asyncio
import re
import shutil
import subprocess
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from bench.dataset import LEVEL, id_of
from bench.ground import Ground

TARGETS = 1000  # levels that are moved
PREPARE = """
    CREATE TABLE IF NOT EXISTS bench_targets AS
    SELECT row_number() OVER (ORDER BY id) - 1 AS n, id AS level_id, organization_id, item_id,
           lot_id, location_id
    FROM stock_levels WHERE id < $1;
"""
IDEMPOTENCY = """
    INSERT INTO idempotency_keys
        (id, organization_id, created_at, actor_id, path, key, body_hash, status)
    SELECT gen_random_uuid(), organization_id, now(), '{user}'::uuid, '/pgbench',
           gen_random_uuid()::text, '', 201
    FROM bench_targets WHERE n = :n
"""
POSTING = """
    INSERT INTO postings (id, organization_id, created_at, reference, reason, actor_id, request_id)
    SELECT gen_random_uuid(), organization_id, now(), '', '', '{user}'::uuid, gen_random_uuid()
    FROM bench_targets WHERE n = :n
"""
MOVEMENT = """
    INSERT INTO stock_movements (id, organization_id, created_at, posting_id, kind, item_id, lot_id,
        from_location_id, to_location_id, quantity, reason, reference, actor_id, request_id)
    SELECT gen_random_uuid(), t.organization_id, now(), {posting}, 'receive', t.item_id, t.lot_id,
           '{supplier}'::uuid, t.location_id, 1000000, '', '', '{user}'::uuid, gen_random_uuid()
    FROM bench_targets t WHERE t.n = :n
"""
LEVEL_UP = """
    UPDATE stock_levels SET on_hand = on_hand + 1000000, updated_at = now()
    WHERE id = (SELECT level_id FROM bench_targets WHERE n = :n)
"""
# what an application that locks first would send
LOCKING = f"""
BEGIN;
SELECT on_hand FROM stock_levels
    WHERE id = (SELECT level_id FROM bench_targets WHERE n = :n) FOR UPDATE;
{IDEMPOTENCY};
{POSTING} RETURNING id AS posting \\gset
{MOVEMENT};
{LEVEL_UP};
COMMIT;
"""  # noqa: S608 (our own statements)
ONE_STATEMENT = f"""
WITH key AS ({IDEMPOTENCY}), posting AS ({POSTING} RETURNING id),
     movement AS ({MOVEMENT})
{LEVEL_UP};
"""


def program(ground: Ground) -> Path | None:
    """pgbench, beside the server or on PATH."""
    beside = ground.postgres.binaries and ground.postgres.binaries / "pgbench"
    if beside and beside.exists():
        return beside
    found = shutil.which("pgbench")
    return Path(found) if found else None


def prepare(ground: Ground) -> None:
    """The table that says where the n-th movement goes; it is no table of the product."""

    async def make() -> None:
        connection = await asyncpg.connect(ground.dsn)
        try:
            await connection.execute(PREPARE.replace("$1", f"'{id_of(LEVEL, TARGETS)}'"))
            await connection.execute(
                "CREATE UNIQUE INDEX IF NOT EXISTS bench_n ON bench_targets (n)"
            )
            await connection.execute("ANALYZE bench_targets")
        finally:
            await connection.close()

    asyncio.run(make())


def locking(ground: Ground, rows: int) -> str:
    return _script(ground, LOCKING, rows, ":posting::uuid")


def one_statement(ground: Ground, rows: int) -> str:
    return _script(ground, ONE_STATEMENT, rows, "(SELECT id FROM posting)")


def _script(ground: Ground, template: str, rows: int, posting: str) -> str:
    premises = ground.premises
    filled = template.format(user=premises.user_id, supplier=premises.supplier_id, posting=posting)
    lines = " ".join(filled.split("\n")).replace("; ", ";\n").replace("\\gset", "\\gset\n")
    return f"\\set n random(0, {rows - 1})\n{lines}\n"


def transactions(ground: Ground, script: str, clients: int, seconds: float) -> float:
    """How many a second."""
    binary, url = program(ground), make_url(ground.dsn)
    assert binary
    file = ground.folder / "pgbench.sql"
    file.write_text(script)
    where = ["-h", str(url.host), "-p", str(url.port), "-U", str(url.username)]
    how = ["-n", "-M", "prepared", "-c", str(clients), "-T", str(max(2, round(seconds)))]
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program)
        [binary, *where, *how, "-f", file, str(url.database)],
        env={"PGPASSWORD": str(url.password), "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}")
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    return float(found[1]) if found else 0.0  # it says nothing of none
