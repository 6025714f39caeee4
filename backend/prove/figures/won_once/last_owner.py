"""Two owners, and 64 requests by which they leave or demote themselves or each other."""

import json
from itertools import cycle, islice

from prove.people import at_once, people, told
from prove.stand import Stand
from prove.verdict import Check, at_least, none
from rig.product import API
from rig.wire import Call, Line

REQUESTS = 64


async def part(stand: Stand, quick: bool) -> list[Check]:
    accounts = await people(stand, 2)
    more = [[stand.line_of(line.headers) for _ in range(REQUESTS // 2)] for line in accounts]
    strange = 0
    for turn in range(2 if quick else 25):
        inside, memberships = await _of_two(turn, *accounts)
        demoted = json.dumps({"role": "viewer"})
        calls = cycle(
            [
                Call("POST", f"{inside}/leave"),
                *(Call("PATCH", f"{inside}/members/{id}", demoted) for id in memberships),
            ]
        )
        lines = [line for pair in zip(*more, strict=True) for line in pair]
        answers = await at_once(list(zip(lines, islice(calls, REQUESTS), strict=True)))
        strange += sum(answer is None or answer.status >= 500 for answer in answers)
    owners = await stand.books.owners_of("two-%")
    return [
        at_least("owners left of two, at least", min(owners), 1),
        none("answers of 500 and above, or none", strange),
    ]


async def _of_two(turn: int, first: Line, second: Line) -> tuple[str, list[str]]:
    """Where the paths of an organization with two owners begin, and their memberships."""
    body = json.dumps({"name": f"Two {turn}", "slug": f"two-{turn}"})
    made = await told(first, Call("POST", f"{API}/organizations", body))
    inside = f"{API}/organizations/{made['id']}"
    asked = Call("POST", f"{inside}/invitations", json.dumps({"role": "owner"}))
    token = (await told(first, asked))["token"]
    await told(second, Call("POST", f"{API}/invitations/{token}/accept"))
    members = (await told(first, Call("GET", f"{inside}/members")))["items"]
    return inside, [member["id"] for member in members]
