"""What is kept about a person, to take along."""

from tests.accounts import Account
from tests.authenticators import turned_on
from tests.world import World, ok, refused

EXPORT = "/users/me/export"


async def test_it_has_all_that_is_kept_and_no_secret(account: Account) -> None:
    ok(await account.call("PATCH", "/users/me", json={"full_name": "Ada"}))
    ok(await account.call("PATCH", "/users/me/preferences", json={"scheme": "dark"}))
    await turned_on(account.app, account.user_id)
    answer = await account.call("GET", EXPORT)
    found = ok(answer)
    assert found["user"] == ok(await account.call("GET", "/users/me"))
    assert found["preferences"]["scheme"] == "dark"
    assert [one["role"] for one in found["memberships"]] == ["owner"]
    assert len(found["sessions"]) == 1
    verbs = [line["verb"] for line in found["more"]["activity"]]
    assert verbs[-1] == "user.registered"
    assert {"session.started", "session.stepped_up", "user.changed"} <= {*verbs}
    stored = await account.stored()
    for secret in (stored.password_hash, account.refresh_token, "sealed", "hash", "nonce"):
        assert secret not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"


async def test_it_has_nothing_of_anybody_else(account: Account, org: World) -> None:
    answer = await account.call("GET", EXPORT)
    assert org.owner.email not in answer.text
    assert str(org.id) not in answer.text


async def test_it_needs_a_step_up(account: Account) -> None:
    await account.sign_in()
    assert refused(await account.call("GET", EXPORT)) == (403, "step_up_required")
