"""One link to choose another password, and 64 who present it at the same moment."""

from app.core.kept_mails import MailKind
from prove.mails import token_mailed
from prove.people import at_once, invited, told
from prove.stand import Stand
from prove.verdict import Check, exactly, none
from prove.visitors import Visitor, post

THIEVES = 64


async def part(stand: Stand, quick: bool) -> list[Check]:
    lines = [stand.line_of({}) for _ in range(THIEVES)]
    rounds, won, right, strange = 2 if quick else 25, 0, 0, 0
    for turn in range(rounds):
        visitor = await Visitor.registered(lines[0], invitation=await invited(stand))
        await told(lines[0], post("password-recovery", {"email": visitor.email}))
        token = await token_mailed(stand, MailKind.RESET_PASSWORD, visitor.email)
        chosen = [f"password of thief {turn} {thief}" for thief in range(THIEVES)]
        calls = [post("password-reset", {"token": token, "password": one}) for one in chosen]
        answers = await at_once(list(zip(lines, calls, strict=True)))
        statuses = [answer.status if answer else 0 for answer in answers]
        won += statuses.count(204)
        strange += sum(status not in {204, 404} for status in statuses)
        if 204 in statuses:
            said = {"email": visitor.email, "password": chosen[statuses.index(204)]}
            right += (await lines[0].send(post("login", said))).status == 200
    return [
        exactly("resets by one link that were accepted", won, rounds),
        exactly("… whose password opens the account", right, rounds),
        none("answers but 204 and 404", strange),
    ]
