"""F21: many write, the sealer follows; and whatever is then done to the log past the product is found."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from time import monotonic
from uuid import UUID

from prove.clients import Client, Refused, Tally, at_work
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, at_most, none
from rig import product
from rig.wire import Call

WRITERS, EVENTS = 32, 100_000
BEHIND, VERIFIED = 30, 20  # seconds
PATIENCE = 60  # seconds for the last of them to be sealed
CUT = 5  # entries


async def prove(stand: Stand, quick: bool) -> Finding:
    wanted = 500 if quick else EVENTS
    tally = Tally()
    async with at_work(
        _write(Client(stand.line(), tally), stand.inside, number, wanted)
        for number in range(WRITERS)
    ):
        pass
    waited = await _all_sealed(stand)
    behind = await stand.books.sealed_behind()
    started = monotonic()
    whole, said = await asyncio.to_thread(product.verified, stand.environment)
    seconds = monotonic() - started
    heads = re.findall(r"^head  (\S+)$", said, re.MULTILINE)
    tamperings = await _tamperings(stand)
    missed = [one.kind for one in tamperings if not await _is_found(stand, one, heads)]
    return Finding(
        f"{WRITERS} writers; then {len(tamperings)} kinds of tampering, past triggers"
        + (f"; not found: {', '.join(missed)}" if missed else ""),
        [
            at_least("events", len(tally.acknowledged), wanted),
            none("faults before anything was touched", 0 if whole else 1),
            at_most("seconds that a line waited for its seal", round(behind, 1), BEHIND),
            # a quick run is too short to tell
            *([] if quick else [at_most("seconds of verifying", round(seconds, 1), VERIFIED)]),
            none("kinds of tampering not found", len(missed)),
        ],
        {"seconds until the last was sealed": round(waited, 1)},
    )


async def _write(client: Client, inside: str, number: int, wanted: int) -> None:
    """One tag after the other, each of which is a line of the log."""
    told, turn = client.tally.acknowledged, 0
    while len(told) < wanted:
        name = f"{number}-{turn}"
        answer = await client.told(Call("POST", f"{inside}/tags", json.dumps({"name": name})), name)
        if answer.status != 201:
            raise Refused(f"a tag was answered {answer.status} {answer.code}")
        client.tally.acknowledge(name, answer.json["id"])
        turn += 1


async def _all_sealed(stand: Stand) -> float:
    """Seconds until nothing is left to be sealed."""
    started = monotonic()
    async with asyncio.timeout(PATIENCE):
        for left in repeat(stand.books.unsealed):
            if not await left():
                break
            await asyncio.sleep(0.2)
    return monotonic() - started


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done, and the rows or numbers that have to be named then."""

    kind: str
    statements: Sequence[str]
    named: Sequence[str]


async def _tamperings(stand: Stand) -> Sequence[Tampering]:
    """Each somewhere else in the chain, so that one does not hide another."""
    sealed = await stand.books.sealed()
    some = [sealed[len(sealed) * part // 10] for part in range(1, 9)]
    ids = [_literal(stand, id) for _, id in some]
    rows = [str(UUID(id)) for _, id in some]
    (one, _), (other, _) = some[4], some[5]
    first, last = sealed[-CUT][0], sealed[-1][0]
    forged = "01234567-89ab-7000-8000-000000000000"  # of 2009: long before anything was sealed
    spare = "01234567-89ab-7000-8000-000000000001"
    tail = " AND ".join([f"no >= {first}", f"organization_id = ({_OWNER.format(id=ids[0])})"])
    return [
        Tampering("edit", [f"UPDATE activity SET payload = '{{}}' WHERE id = {ids[0]}"], [rows[0]]),
        Tampering("delete", [f"DELETE FROM activity WHERE id = {ids[1]}"], [rows[1]]),
        Tampering(
            "swap",
            [
                f"UPDATE activity SET id = {_literal(stand, spare)} WHERE id = {ids[2]}",
                f"UPDATE activity SET id = {ids[2]} WHERE id = {ids[3]}",
                f"UPDATE activity SET id = {ids[3]} WHERE id = {_literal(stand, spare)}",
            ],
            [rows[2], rows[3]],
        ),
        Tampering(
            "swapped entries",
            [
                f"UPDATE activity_chain SET no = -1 WHERE row_id = {ids[4]}",
                f"UPDATE activity_chain SET no = {one} WHERE row_id = {ids[5]}",
                f"UPDATE activity_chain SET no = {other} WHERE row_id = {ids[4]}",
            ],
            [rows[4], rows[5]],
        ),
        Tampering(
            "insert",
            [
                f"INSERT INTO activity (id, {_COLUMNS}) SELECT {_literal(stand, forged)}, {_COLUMNS}"
                f" FROM activity WHERE id = {ids[6]}"
            ],
            [forged],
        ),
        Tampering(
            "deleted with its entry",
            [
                f"DELETE FROM activity WHERE id = {ids[7]}",
                f"DELETE FROM activity_chain WHERE row_id = {ids[7]}",
            ],
            [f"entry {some[7][0]} is gone"],
        ),
        Tampering(
            "cut tail",
            [
                f"DELETE FROM activity WHERE id IN (SELECT row_id FROM activity_chain WHERE {tail})",
                f"DELETE FROM activity_chain WHERE {tail}",
            ],
            [f"entry {last} is gone: the tail was cut off"],
        ),
    ]


_COLUMNS = (
    "created_at, organization_id, verb, entity_type, entity_id, actor_id, session_id, key_id,"
    " request_id, source_id, payload"
)
_OWNER = "SELECT organization_id FROM activity WHERE id = {id}"


def _literal(stand: Stand, id: str) -> str:
    """An id as this engine keeps it."""
    return f"'{UUID(id)}'" if stand.database else f"'{UUID(id).hex}'"


async def _is_found(stand: Stand, one: Tampering, heads: Sequence[str]) -> bool:
    await stand.books.tamper(*one.statements)
    whole, said = await asyncio.to_thread(product.verified, stand.environment, *heads)
    return not whole and all(name in said for name in one.named)


FIGURE = Figure(
    "F21",
    "what was done is sealed at once, and whoever touches it afterwards is found out",
    prove,
    {"postgresql": 4, "sqlite": 1},
)
