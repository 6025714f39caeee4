"""The TypeScript client as a stranger uses it: packed, installed, and typed in from its README."""

import os
import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands import PATIENCE, ROOT

PACKAGE = ROOT / "packages/api-client"
TSC = ROOT / "node_modules/.bin/tsc"
STRICT = [
    *("--module", "nodenext", "--target", "es2023", "--lib", "es2023,dom,dom.iterable"),
    *("--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"),
    *("--types", "node", "--typeRoots", str(ROOT / "node_modules/@types")),
]


def run(folder: Path, *command: object, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 (a test's own command)
        list(map(str, command)),
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A program's folder with the packed client in it, and nothing of this workspace."""
    packed = run(PACKAGE, "npm", "pack", "--silent", "--pack-destination", tmp_path).strip()
    (tmp_path / "package.json").write_text('{"type": "module"}')
    run(tmp_path, "npm", "install", "--silent", "--offline", "--no-audit", f"./{packed}")
    return tmp_path


def test_the_example_of_its_readme(address: str, installed: Path) -> None:
    example, refused, _ = re.findall(
        r"```ts\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL
    )
    (installed / "example.ts").write_text(example + refused)
    run(installed, TSC, *STRICT, "example.ts")
    first, second = (
        run(installed, "node", "example.ts", QUARTERMASTER_URL=address).splitlines()
        for _ in range(2)
    )
    (before, unit), (after, same_unit) = first[0].split(), second[0].split()
    assert Decimal(after) - Decimal(before) == Decimal("12.5")
    assert unit == same_unit
    assert first[1] == "not_found"
