"""Memberships and API keys: what opens an organization, and ends there while the session goes on."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from prove.figures.ended_sessions.held import Ending, Held, owner
from prove.stand import Stand
from prove.visitors import ME, Session, Visitor
from rig.product import API
from rig.wire import Call, Line


@dataclass(slots=True)
class Place:
    """Somebody who is an administrator in the organization of the stand, and what opens it."""

    stand: Stand
    line: Line
    visitor: Visitor
    mine: Session

    @classmethod
    async def joined(cls, stand: Stand, line: Line) -> "Place":
        visitor = await Visitor.registered(line)
        mine = await visitor.signed_in(line)
        place = cls(stand, line, visitor, mine)
        token = (await place.rule("POST", "/invitations", role="admin"))["token"]
        await mine.told(line, Call("POST", f"{API}/invitations/{token}/accept"))
        return place

    async def membership(self) -> str:
        """The path of theirs."""
        me = (await self.mine.told(self.line, ME))["id"]
        newest = Call("GET", f"{self.stand.inside}/members?sort=-created_at&limit=200")
        members = (await self.mine.told(self.line, newest))["items"]
        (id,) = [member["id"] for member in members if member["user_id"] == me]
        return f"/members/{id}"

    async def rule(self, method: str, path: str, **body: str) -> Any:
        """What the owner is answered."""
        call = Call(method, f"{self.stand.inside}{path}", json.dumps(body) if body else "")
        return await owner(self.stand).told(self.line, call)

    async def key(self) -> Any:
        """A key of theirs, as it is answered."""
        await self.visitor.stepped_up(self.line, self.mine)
        said = json.dumps({"name": "Program", "scopes": ["catalog:read"]})
        return await self.mine.told(self.line, Call("POST", f"{self.stand.inside}/api-keys", said))

    def held(self, path: str, access: str = "") -> Held:
        """What opens `path` of the organization: the session, or the key `access`."""
        holder = Session(access or self.mine.access, "")
        call = Call("GET", f"{self.stand.inside}{path}")

        async def opens(line: Line) -> bool:
            answer = await holder.ask(line, call)
            if answer.status not in {200, 401, 403, 404}:
                raise RuntimeError(f"{call.path} was answered {answer.status}")
            return answer.status == 200

        return Held(opens)


async def _membership_ended(stand: Stand, line: Line) -> AsyncIterator[Held]:
    place = await Place.joined(stand, line)
    yield place.held("/items")
    await place.rule("DELETE", await place.membership())


async def _left(stand: Stand, line: Line) -> AsyncIterator[Held]:
    place = await Place.joined(stand, line)
    yield place.held("/items")
    await place.mine.told(line, Call("POST", f"{stand.inside}/leave"))


async def _demoted(stand: Stand, line: Line) -> AsyncIterator[Held]:
    place = await Place.joined(stand, line)
    yield place.held("/invitations")
    await place.rule("PATCH", await place.membership(), role="viewer")


async def _key_revoked(stand: Stand, line: Line) -> AsyncIterator[Held]:
    place = await Place.joined(stand, line)
    key = await place.key()
    yield place.held("/items", key["key"])
    await place.mine.told(line, Call("DELETE", f"{stand.inside}/api-keys/{key['id']}"))


async def _keys_maker_removed(stand: Stand, line: Line) -> AsyncIterator[Held]:
    place = await Place.joined(stand, line)
    key = await place.key()
    yield place.held("/items", key["key"])
    await place.rule("DELETE", await place.membership())


PLACES: Mapping[str, Ending] = {
    "membership ended": _membership_ended,
    "organization left": _left,
    "role lowered": _demoted,
    "key revoked": _key_revoked,
    "key's maker removed": _keys_maker_removed,
}
