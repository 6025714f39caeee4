"""F14: many refresh at once and get one successor; a token that comes back later ends its family."""

import asyncio

from prove.stand import Stand
from prove.verdict import Figure, Finding, exactly, none
from prove.visitors import CHEAP, Session, Visitor, refreshed, session_of
from rig.wire import Line

AT_ONCE = 32
GRACE = 10.5  # seconds after which a rotated token counts as copied
VISITORS = 8  # share the families among them


async def prove(stand: Stand, quick: bool) -> Finding:
    families = 20 if quick else 500
    lines = [Line(stand.port) for _ in range(AT_ONCE)]
    stand.lines += lines
    first = lines[0]
    visitors = [await Visitor.registered(first) for _ in range(VISITORS)]
    parents: list[Session] = []
    children: list[Session] = []
    forked = refused = 0
    for number in range(families):
        parent = await visitors[number % VISITORS].signed_in(first)
        answers = await asyncio.gather(*(refreshed(line, parent.refresh) for line in lines))
        refused += sum(answer.status != 200 for answer in answers)
        found = [session_of(answer.json) for answer in answers if answer.status == 200]
        forked += len({session.refresh for session in found}) - 1
        parents.append(parent)
        children.append(found[0])
    alive = sum([await child.opens(first) for child in children])
    await asyncio.sleep(GRACE)
    replays = [await refreshed(first, parent.refresh) for parent in parents]
    survived = 0
    for parent, child in zip(parents, children, strict=True):
        survived += await parent.opens(first) + await child.opens(first)
        survived += (await refreshed(first, child.refresh)).status == 200
    return Finding(
        f"{families} families, {AT_ONCE} refreshes of each at once;"
        f" {GRACE:g} s later the first token once more",
        [
            none("refreshes that were refused", refused),
            none("successors beyond the one", forked),
            exactly("families alive after that", alive, families),
            exactly("replays refused", sum(a.status == 401 for a in replays), families),
            none("tokens of replayed families that still open", survived),
        ],
        {"refreshes": families * AT_ONCE},
    )


FIGURE = Figure(
    "F14",
    "parallel refreshes agree on one successor, and a copied token ends its family",
    prove,
    {"postgresql": 4, "sqlite": 1},
    CHEAP,
)
