"""F11 and F12: every operation of the OpenAPI document, by everybody, and with everything slipped in.

The sweeps are tests, which every change has to pass; here they are counted. They need no server, but
make an application of their own on the engine of the figure.
"""

import asyncio
import os
import re
import subprocess
import sys
from functools import partial

from app.main import create_app
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none
from rig.product import BACKEND
from tests.contract.cases import FIXTURES
from tests.contract.operations import operations
from tests.settings import settings_for

BY_EVERYBODY = ("test_tenant_sweep.py", "test_account_sweep.py", "test_step_up.py")
SLIPPED_IN = ("test_mass_assignment.py",)


async def prove(stand: Stand, quick: bool, files: tuple[str, ...], of_which: str) -> Finding:
    passed, failed = await asyncio.to_thread(_run, stand.engine, files, of_which if quick else "")
    missing, known = _without_a_request(stand)
    return Finding(
        f"{', '.join(files)} over {known} operations",
        [
            none("sweeps in which something was wrong", failed),
            at_least("sweeps in which nothing was", passed, 1),
            none("operations of the document that they lack a request for", missing),
        ],
        {"operations": known},
    )


def _run(engine: str, files: tuple[str, ...], only: str) -> tuple[int, int]:
    """How many tests passed, and how many did not."""
    chosen = [f"tests/contract/{name}" for name in files]
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--engines", engine]
    done = subprocess.run(  # noqa: S603 (our own tests)
        [*pytest, *chosen, *(["-k", only] if only else [])],
        cwd=BACKEND,
        env=os.environ | {"PYTHONPATH": str(BACKEND)},
        capture_output=True,
        text=True,
        check=False,
    )
    summary = done.stdout.strip().rpartition("\n")[2]
    counts = {what: int(number) for number, what in re.findall(r"(\d+) (\w+)", summary)}
    return counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)


def _without_a_request(stand: Stand) -> tuple[int, int]:
    known = {operation.id for operation in operations(create_app(settings_for(stand.folder)))}
    return len(known - FIXTURES.keys()), len(known)


BOTH = {"postgresql": 1, "sqlite": 1}
EVERYBODY = Figure(
    "F11",
    "no operation shows or does anything for whom it is not, and each role may do what the table says",
    partial(prove, files=BY_EVERYBODY, of_which="without_a_token"),
    BOTH,
)
MASS_ASSIGNMENT = Figure(
    "F12",
    "no field that an answer has can be slipped into a request that lacks it",
    partial(prove, files=SLIPPED_IN, of_which="slipped"),
    BOTH,
)
