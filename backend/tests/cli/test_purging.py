"""`quartermaster purge`: what was deleted and is due goes, and nothing else."""

from datetime import timedelta
from pathlib import Path

from app.core.clock import now
from tests.commands import Quartermaster
from tests.inspection import contents, execute
from tests.settings import settings_for


def test_only_what_is_due_is_removed(seeded: Quartermaster, empty_url: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    before = contents(settings)
    assert seeded("purge").said == "Nothing is due.\n"
    assert seeded("purge", "--dry-run").said == "Nothing is due.\n"
    for slug, away in (("test-org", timedelta(days=-1)), ("another-org", timedelta(days=1))):
        at = f"{now() + away:%Y-%m-%d %H:%M:%S.%f}"
        mine = f"UPDATE organizations SET deletion_due_at = '{at}' WHERE slug = '{slug}'"  # noqa: S608 (ours)
        execute(settings, mine)
    assert seeded("purge", "--dry-run").said == "test-org would be removed.\n"
    assert contents(settings)["stock_movements"] == before["stock_movements"]
    part = "organization_id = (SELECT id FROM organizations WHERE slug = 'test-org')"
    execute(settings, f"UPDATE stock_levels SET on_hand = on_hand + 1 WHERE {part}")  # noqa: S608 (ours)
    assert seeded("doctor").status == 0  # it does not judge what may have gone in part
    said = seeded("purge").said
    assert said.startswith("test-org is removed: ")
    assert said.endswith(" rows.\n")
    after = contents(settings)
    assert len(after["stock_movements"].rows) < len(before["stock_movements"].rows)
    at_slug = after["organizations"].columns.index("slug")
    left = {row[at_slug] for row in after["organizations"].rows}
    assert "another-org" in left
    assert "test-org" not in left
    assert after["users"] == before["users"]
    assert seeded("purge").said == "Nothing is due.\n"
    assert seeded("doctor").status == 0
