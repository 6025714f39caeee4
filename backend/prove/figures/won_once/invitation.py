"""One link, and 64 people who accept it at the same moment."""

import json

from prove.people import at_once, people, told
from prove.stand import Stand
from prove.verdict import Check, exactly, none
from rig.product import API
from rig.wire import Call

GUESTS = 64


async def part(stand: Stand, quick: bool) -> list[Check]:
    owner, guests = stand.line(), await people(stand, GUESTS)
    won, strange = [], 0
    for turn in range(2 if quick else 25):
        body = json.dumps({"name": f"Invited {turn}", "slug": f"invited-{turn}"})
        made = await told(owner, Call("POST", f"{API}/organizations", body))
        inside = f"{API}/organizations/{made['id']}"
        invitation = await told(owner, Call("POST", f"{inside}/invitations", "{}"))
        accept = Call("POST", f"{API}/invitations/{invitation['token']}/accept")
        statuses = [
            answer.status if answer else 0
            for answer in await at_once([(guest, accept) for guest in guests])
        ]
        won.append(statuses.count(200))
        strange += sum(status not in {200, 404} for status in statuses)
    members = await stand.books.members_of("invited-%")
    return [
        exactly("let in by one link, at most", max(won), 1),
        exactly("let in by one link, at least", min(won), 1),
        exactly("members of such an organization, at most, with its owner", max(members), 2),
        none("answers but 200 and 404", strange),
    ]
