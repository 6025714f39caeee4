"""Names of people that were there before are found folded, too."""

from tests.inspection import contents, execute
from tests.migrations.conftest import Migrations

BEFORE = "0013_audit"
NAMED = "UPDATE users SET full_name = 'Jürgen GROß' WHERE email = 'owner@scims.test'"


def test_names_that_were_there_before_are_folded(filled: Migrations) -> None:
    filled.down(BEFORE)
    execute(filled.settings, NAMED)
    filled.up()
    users = contents(filled.settings)["users"]
    name, key = (users.columns.index(column) for column in ("full_name", "full_name_key"))
    keys = {row[name]: row[key] for row in users.rows}
    assert keys["Jürgen GROß"] == "jürgen gross"
    assert keys == {name: name.casefold() for name in keys}
