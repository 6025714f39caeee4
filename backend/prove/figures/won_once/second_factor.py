"""One code, and 64 who have the password and this code at the same moment.

It is of the authenticator and a recovery code in turn. The many who fail lock the factor: 403.
"""

from prove.people import at_once, invited
from prove.stand import Stand
from prove.verdict import Check, exactly, none
from prove.visitors import Visitor, post

THIEVES = 64


async def part(stand: Stand, quick: bool) -> list[Check]:
    lines = [stand.line_of({}) for _ in range(THIEVES)]
    rounds, won, strange = 2 if quick else 25, 0, 0
    for turn in range(rounds):
        visitor = await Visitor.registered(lines[0], invitation=await invited(stand))
        authenticator = await visitor.secured(lines[0])
        begun = await at_once([(line, post("login", visitor.credentials())) for line in lines])
        code = visitor.codes.pop() if turn % 2 else authenticator.lasting()
        calls = [
            post("mfa/verify", {"mfa_token": answer.json["mfa_token"], "code": code})
            for answer in begun
            if answer
        ]
        answers = await at_once(list(zip(lines, calls, strict=True)))
        statuses = [answer.status if answer else 0 for answer in answers]
        won += statuses.count(200)
        strange += sum(status not in {200, 401, 403} for status in statuses)
    return [
        exactly("sign-ins by one code that were let in", won, rounds),
        none("answers but 200, 401 and 403", strange),
    ]
