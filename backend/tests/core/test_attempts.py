"""What guards accounts is counted in the database, exactly, whoever counts and however often they start."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.core.clock import now
from app.core.engine import Database
from app.core.ids import new_id
from app.core.keys import Keys
from app.core.limits import attempts as module
from app.core.limits.attempts import Attempts, counters
from app.core.limits.rules import By, Limit, TooManyAttempts, neighbourhood
from app.core.unit_of_work import unit_of_work
from tests.statements import Statements

HOUR = 3600
HERE = "192.0.2.1"


def limits() -> tuple[Limit, ...]:
    """Of nobody else in this database."""
    name = new_id().hex[-12:]
    return (
        Limit(name, By.ADDRESS, 30, HOUR),
        Limit(name, By.PAIR, 5, HOUR),
        Limit(name, By.ACCOUNT, 20, HOUR),
    )


def process(database: Database) -> Attempts:
    """What one process counts with; it knows nothing of others."""
    settings = database.settings.model_copy(update={"rate_limits": True})
    return Attempts(settings, Keys.of(settings))


async def tried(
    database: Database,
    attempts: Attempts,
    of: tuple[Limit, ...],
    address: str = HERE,
    account: str = "ada",
) -> str:
    """What an attempt came to: an empty text, or what it was too many of."""
    try:
        counted = attempts.of(of, address, account)
        async with unit_of_work(database, write=True) as unit:
            await attempts.count(unit, counted)
    except TooManyAttempts as refusal:
        return refusal.headers["RateLimit-Policy"]
    return ""


async def test_of_many_at_once_from_many_processes_exactly_so_many_get_through(
    database: Database,
) -> None:
    of = limits()
    answers = await asyncio.gather(*(tried(database, process(database), of) for _ in range(40)))
    assert answers.count("") == 5


async def test_it_survives_a_restart_and_ends_with_its_window(database: Database) -> None:
    of = limits()
    for _ in range(5):
        assert await tried(database, process(database), of) == ""
    assert await tried(database, process(database), of)
    async with database.engine.begin() as connection:
        names = [limit.key for limit in of]
        await connection.execute(
            update(counters)
            .where(counters.c.limit.in_(names))
            .values(ends_at=now() - timedelta(seconds=1))
        )
    assert await tried(database, process(database), of) == ""


async def test_each_limit_counts_by_its_own(database: Database) -> None:
    of, attempts = limits(), process(database)
    by_address, by_pair, by_account = (limit.policy for limit in of)
    for _ in range(5):
        assert await tried(database, attempts, of) == ""
    assert await tried(database, attempts, of) == by_pair
    for number in range(2, 5):
        for _ in range(5):
            assert await tried(database, attempts, of, f"192.0.2.{number}") == ""
    assert await tried(database, attempts, of, "192.0.2.9") == by_account
    for number in range(24):
        assert await tried(database, attempts, of, account=str(number)) == ""
    assert await tried(database, attempts, of, account="another") == by_address


async def test_who_is_refused_does_not_use_up_the_accounts_own_limit(database: Database) -> None:
    """Else one address could lock an account for everybody in a second."""
    of = limits()
    for _ in range(50):
        await tried(database, process(database), of)
    assert await tried(database, process(database), of, "192.0.2.7") == ""


async def test_a_flood_does_not_reach_the_database(database: Database) -> None:
    of, attempts = limits(), process(database)
    for _ in range(6):
        await tried(database, attempts, of)
    with Statements(database) as statements:
        for _ in range(100):
            assert await tried(database, attempts, of)
    assert len(statements) == 0


async def test_a_refusal_is_committed(database: Database) -> None:
    of = limits()[:1]
    for _ in range(40):
        await tried(database, process(database), of)
    async with database.engine.connect() as connection:
        count = select(counters.c.count).where(counters.c.limit == of[0].key)
        assert (await connection.execute(count)).scalar_one() == 31


async def test_whose_it_is_cannot_be_read(database: Database) -> None:
    of = limits()
    await tried(database, process(database), of, account="zoe@example.test")
    async with database.engine.connect() as connection:
        rows = await connection.execute(
            select(counters).where(counters.c.limit.in_([limit.key for limit in of]))
        )
        text = " ".join(map(str, rows))
    assert "zoe" not in text  # no hexadecimal digits, which a name of them could meet by chance
    assert HERE not in text


async def test_what_has_ended_is_swept_a_little_at_a_time(database: Database) -> None:
    name = new_id().hex[-12:]
    async with database.engine.begin() as connection:
        await connection.execute(counters.delete())  # those of other tests may have ended too
        for number in range(25):
            row = {"limit": name, "subject": str(number), "count": 1}
            row |= {"ends_at": now() - timedelta(days=9)}
            await connection.execute(counters.insert().values(row))
    await tried(database, process(database), limits())
    async with database.engine.connect() as connection:
        left = select(func.count()).where(counters.c.limit == name).select_from(counters)
        assert (await connection.execute(left)).scalar_one() == 25 - module.SWEPT


async def test_of_too_many_refusals_a_process_remembers_some(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    attempts, of = process(database), (Limit(new_id().hex[-12:], By.ACCOUNT, 1, HOUR),)
    for account in "abcd":
        assert await tried(database, attempts, of, account=account) == ""
        assert await tried(database, attempts, of, account=account)
    assert len(attempts._refused) == 2
    assert await tried(database, attempts, of, account="d"), "the database remembers all"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (None, None, True),
    ],
)
def test_one_subscriber_is_one_address(one: str | None, other: str | None, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same
