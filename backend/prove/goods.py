"""What the clients handle: an item, places, and the calls that move it."""

import json
from dataclasses import dataclass
from typing import Any

from prove.clients import Client, Refused
from prove.stand import Stand
from rig import product
from rig.wire import Call


@dataclass(frozen=True, slots=True)
class Goods:
    """One item and where it can be."""

    inside: str
    item_id: str
    places: list[str]

    def receive(self, place: int, quantity: int, reference: str = "") -> Call:
        at = {"location_id": self.places[place]}
        return self._call("receive", quantity, reference, at)

    def issue(self, place: int, quantity: int, reference: str = "") -> Call:
        at = {"location_id": self.places[place]}
        return self._call("issue", quantity, reference, at)

    def transfer(self, start: int, end: int, quantity: int, reference: str = "") -> Call:
        ends = {"from_location_id": self.places[start], "to_location_id": self.places[end]}
        return self._call("transfer", quantity, reference, ends)

    def levels(self) -> Call:
        """All of them in one page, up to 200."""
        return Call("GET", f"{self.inside}/stock?item_id={self.item_id}&limit=200")

    def _call(self, kind: str, quantity: int, reference: str, where: dict[str, str]) -> Call:
        body = {"item_id": self.item_id, "quantity": str(quantity), "reference": reference} | where
        return Call("POST", f"{self.inside}/stock/{kind}", json.dumps(body))


def goods(stand: Stand, places: int, each: int = 0, name: str = "Ore") -> Goods:
    """A new item, with `each` of it in every one of so many new places."""

    def made(path: str, body: Any) -> Any:
        return product.post(stand.port, stand.inside + path, body, stand.headers)

    item = made("/items", {"name": name})
    some = [made("/locations", {"name": f"{name} {n}", "kind": "bin"})["id"] for n in range(places)]
    if each:
        lines = [
            {"kind": "receive", "item_id": item["id"], "location_id": id, "quantity": str(each)}
            for id in some
        ]
        made("/stock/postings", {"lines": lines})
    return Goods(stand.inside, item["id"], some)


async def receive(client: Client, some: Goods, number: int, wanted: int) -> None:
    """One receipt after the other until all clients together have so many acknowledged.

    Whoever was cut off asks for the one before once more, too.
    """
    told, turn = client.tally.acknowledged, 0
    while len(told) < wanted:
        again = range(turn - 1, turn) if turn and client.was_cut else range(0)
        client.was_cut = False
        for one in (*again, turn):
            key, place = f"{number}-{one}", (number + one) % len(some.places)
            answer = await client.told(some.receive(place, 1, key), key)
            if answer.status != 201:
                raise Refused(f"a receipt was answered {answer.status} {answer.code}")
            client.tally.acknowledge(key, answer.json["id"])
        turn += 1
