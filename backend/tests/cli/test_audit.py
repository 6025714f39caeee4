"""`quartermaster audit seal` and `verify`."""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.cli import audit
from app.core.ids import new_id
from tests.commands import Quartermaster
from tests.inspection import execute
from tests.settings import settings_for

FORGED = "UPDATE activity SET verb = 'item.changed' WHERE verb = 'organization.founded'"


def unguarded(url: str) -> str:
    if make_url(url).get_backend_name() == "sqlite":
        return "DROP TRIGGER activity_no_update"
    return "ALTER TABLE activity DISABLE TRIGGER USER"


def test_what_is_sealed_is_verified_and_the_heads_are_shown(seeded: Quartermaster) -> None:
    sealed = re.fullmatch(r"(\d+) rows sealed\.\n", seeded("audit", "seal").said)
    assert sealed
    assert int(sealed[1]) > 50
    assert seeded("audit", "seal").said == "0 rows sealed.\n"
    said = seeded("audit", "verify").said
    assert f"All {sealed[1]} entries are as they were sealed.\n" in said
    heads = re.findall(r"^head  (\S+:\d+:[0-9a-f]{64})$", said, re.MULTILINE)
    assert any(head.startswith("accounts:") for head in heads)
    again = seeded("audit", "verify", *(part for head in heads for part in ("--head", head)))
    assert again.status == 0


def test_one_organization_is_verified_by_slug_or_id(seeded: Quartermaster) -> None:
    assert seeded("audit", "seal").status == 0
    said = seeded("audit", "verify", "--organization", "test-org").said
    (head,) = re.findall(r"^head  (\S+)$", said, re.MULTILINE)
    assert seeded("audit", "verify", "--organization", head.partition(":")[0]).said == said
    done = seeded("audit", "verify", "--organization", "nobody")
    assert done.refused(2) == "There is no organization nobody."


def test_what_was_tampered_with_is_named(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    assert seeded("audit", "seal").status == 0
    settings = settings_for(tmp_path, database_url=empty_url)
    execute(settings, unguarded(empty_url), FORGED)
    done = seeded("audit", "verify")
    assert re.fullmatch(r"\d+ faults in \d+ entries\.", done.refused(1))
    assert "is not what its row says: it was edited" in done.out
    assert "head  accounts:" in done.out


def test_a_head_that_is_not_there_is_an_error(seeded: Quartermaster) -> None:
    assert seeded("audit", "seal").status == 0
    done = seeded("audit", "verify", "--head", f"{new_id()}:7:{'0' * 64}")
    assert done.refused(1).startswith("1 faults in ")
    assert "entry 7 is gone: the tail was cut off" in done.out
    assert "no head" in seeded("audit", "verify", "--head", "yesterday").refused(2)


def test_long_work_shows_how_far_it_is(
    seeded: Quartermaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seeded("audit", "seal").status == 0
    assert seeded("audit", "verify").err == ""
    monkeypatch.setattr(audit, "LONG", 1)  # why: so that a few rows are many
    assert "verifying" in seeded("audit", "verify").err


def test_a_database_that_is_behind_is_said_to_be(quartermaster: Quartermaster) -> None:
    for command in ("seal", "verify"):
        assert "needs" in quartermaster("audit", command).refused(1)
