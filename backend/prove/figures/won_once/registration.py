"""One link, and 64 people without an account who open one by it at the same moment."""

from prove.people import at_once, invited
from prove.stand import Stand
from prove.verdict import Check, exactly, none
from prove.visitors import PASSWORD, post

GUESTS = 64


async def part(stand: Stand, quick: bool) -> list[Check]:
    lines = [stand.line_of({}) for _ in range(GUESTS)]
    rounds, won, strange = 2 if quick else 25, 0, 0
    for turn in range(rounds):
        token = await invited(stand)
        calls = [
            post("register", {"email": email, "password": PASSWORD, "invitation": token})
            for email in (f"guest-{turn}-{guest}@example.test" for guest in range(GUESTS))
        ]
        answers = await at_once(list(zip(lines, calls, strict=True)))
        statuses = [answer.status if answer else 0 for answer in answers]
        won += statuses.count(201)
        strange += sum(status not in {201, 403} for status in statuses)
    opened = await stand.books.accounts_of("guest-%")
    return [
        exactly("registrations by one link that were accepted", won, rounds),
        exactly("accounts that they opened", opened, rounds),
        none("answers but 201 and 403", strange),
    ]
