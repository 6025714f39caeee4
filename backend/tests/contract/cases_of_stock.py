"""The cases of stock, of files, and of what happened; see `cases`."""

from typing import Any

from app.core.context import Actor
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.tags import service as tags
from app.domains.tags.schemas import TagCreate
from tests.contract.calls import Call, case, fresh
from tests.contract.makers import own_category, own_tag, own_unit
from tests.world import World


async def _held(world: World) -> Any:
    """The movement of a receipt of 10."""
    return await world.receive(await world.item(), await world.location(), 10)


async def _held_of_category(world: World, **fields: Any) -> tuple[Any, str]:
    """The same, of an item in a category."""
    category = await own_category(world)
    item = await world.item(category_id=category)
    return await world.receive(item, await world.location(), 10, **fields), category


@case("get_location_contents")
async def get_location_contents(world: World) -> Call:
    held, category = await _held_of_category(world)
    await world.receive(await world.item("Gold"), {"id": held["to_location_id"]}, 5)
    query = {"item_id": held["item_id"], "category_id": category}
    return Call(ids={"location_id": held["to_location_id"]}, query=query)


@case("list_stock")
async def list_stock(world: World) -> Call:
    held, category = await _held_of_category(world)
    query = {"item_id": held["item_id"], "category_id": category}
    return Call(query=query | {"location_id": held["to_location_id"]})


@case("receive_stock")
async def receive_stock(world: World) -> Call:
    unit = await own_unit(world)
    at = {"item_id": (await world.item())["id"], "location_id": (await world.location())["id"]}
    more = {"unit": unit["code"], "unit_cost": "1.50", "lot": fresh()}
    return Call(body=at | {"quantity": "2"} | more)


@case("issue_stock")
async def issue_stock(world: World) -> Call:
    held = await _held(world)
    body = {"item_id": held["item_id"], "location_id": held["to_location_id"], "quantity": "1"}
    return Call(body=body)


@case("transfer_stock")
async def transfer_stock(world: World) -> Call:
    held, target = await _held(world), await world.location("Hall")
    ends = {"from_location_id": held["to_location_id"], "to_location_id": target["id"]}
    return Call(body=ends | {"item_id": held["item_id"], "quantity": "1"})


@case("adjust_stock")
async def adjust_stock(world: World) -> Call:
    held = await _held(world)
    at = {"item_id": held["item_id"], "location_id": held["to_location_id"]}
    return Call(body=at | {"counted": "7", "reason": "counted"})


@case("create_posting")
async def create_posting(world: World) -> Call:
    kinds = {
        "receive": receive_stock,
        "issue": issue_stock,
        "transfer": transfer_stock,
        "adjust": adjust_stock,
    }
    lines = [{"kind": kind} | (await make(world)).body for kind, make in kinds.items()]
    return Call(body={"lines": lines, "reference": "R-1", "reason": "proof"})


@case("get_posting")
async def get_posting(world: World) -> Call:
    return Call(ids={"posting_id": (await _held(world))["posting_id"]})


@case("reverse_posting")
async def reverse_posting(world: World) -> Call:
    return Call(ids=(await get_posting(world)).ids, body={"reason": "wrong"})


@case("list_movements")
async def list_movements(world: World) -> Call:
    held = await _held(world)
    return Call(
        query={
            "item_id": held["item_id"],
            "location_id": held["to_location_id"],
            "posting_id": held["posting_id"],
            "actor_id": str(world.owner.user_id),
        }
    )


@case("reverse_movement")
async def reverse_movement(world: World) -> Call:
    return Call(ids={"movement_id": (await _held(world))["id"]}, body={"reason": "wrong"})


async def _reservation(world: World) -> Any:
    """Of 4 out of 10, kept for the world's owner."""
    held = await _held(world)
    at = {"item_id": held["item_id"], "location_id": held["to_location_id"]}
    return await world.post("/reservations", at | {"quantity": "4", "for": "Refit"})


@case("list_reservations")
async def list_reservations(world: World) -> Call:
    kept = await _reservation(world)
    names = ("item_id", "lot_id", "location_id", "owner_id")
    return Call(query={name: kept[name] for name in names})


@case("create_reservation")
async def create_reservation(world: World) -> Call:
    issue = (await issue_stock(world)).body
    return Call(body=issue | {"for": "Refit", "expires_at": "2999-01-01T00:00:00Z"})


@case("get_reservation", "release_reservation")
async def get_reservation(world: World) -> Call:
    return Call(ids={"reservation_id": (await _reservation(world))["id"]})


@case("consume_reservation")
async def consume_reservation(world: World) -> Call:
    body = {"reason": "Refit", "reference": "R-1"}
    return Call(ids=(await get_reservation(world)).ids, body=body)


async def _limit(world: World) -> Any:
    """Of an item that lies in the place below."""
    place, item = await world.location("Hall"), await world.item()
    await world.receive(item, await world.location(parent_id=place["id"]), 10)
    body = {"item_id": item["id"], "location_id": place["id"], "min_level": "20"}
    return await world.post("/stock-limits", body | {"max_level": "50"})


@case("list_low_stock")
async def list_low_stock(world: World) -> Call:
    category = await own_category(world)
    await world.item(category_id=category, min_level="5")
    return Call(query={"category_id": category})


@case("list_stock_limits")
async def list_stock_limits(world: World) -> Call:
    limit = await _limit(world)
    return Call(query={name: limit[name] for name in ("item_id", "location_id")})


@case("create_stock_limit")
async def create_stock_limit(world: World) -> Call:
    at = {"item_id": (await world.item())["id"], "location_id": (await world.location())["id"]}
    return Call(body=at | {"min_level": "1", "max_level": "2.5"})


@case("get_stock_limit", "delete_stock_limit")
async def get_stock_limit(world: World) -> Call:
    return Call(ids={"limit_id": (await _limit(world))["id"]})


@case("update_stock_limit")
async def update_stock_limit(world: World) -> Call:
    return Call(ids=(await get_stock_limit(world)).ids, body={"min_level": "30"})


@case("list_stock_value", "get_stock_value")
async def list_stock_value(world: World) -> Call:
    held, category = await _held_of_category(world, unit_cost="1.50")
    return Call(query={"location_id": held["to_location_id"], "category_id": category})


@case("merge_item")
async def merge_item(world: World) -> Call:
    kept = await _reservation(world)
    target = await world.item("Gold")
    return Call(ids={"item_id": kept["item_id"]}, body={"into_id": target["id"]})


async def _lot(world: World) -> Any:
    return await world.post("/lots", {"item_id": (await world.item())["id"], "code": fresh()})


@case("list_lots")
async def list_lots(world: World) -> Call:
    lot = await _lot(world)
    return Call(
        query={"item_id": lot["item_id"], "tag_id": await own_tag(world, lot_ids=[lot["id"]])}
    )


@case("create_lot")
async def create_lot(world: World) -> Call:
    return Call(body={"item_id": (await world.item())["id"], "code": fresh(), "quality": 500})


@case("get_lot", "delete_lot")
async def get_lot(world: World) -> Call:
    return Call(ids={"lot_id": (await _lot(world))["id"]})


@case("update_lot")
async def update_lot(world: World) -> Call:
    return Call(ids=(await get_lot(world)).ids, body={"quality": 700})


# codes


@case("scan")
async def scan(world: World) -> Call:
    item = await world.item(sku=fresh())
    await world.receive(item, await world.location(), 10)
    return Call(ids={"code": item["sku"]})


# files

SHEET = b"Name,SKU,Category\nOre,%s,Metals\n"


async def _import(world: World) -> str:
    file = {"file": ("things.csv", SHEET % fresh().encode())}
    return str((await world.post("/imports", files=file))["id"])


@case("create_import")
async def create_import(_world: World) -> Call:
    return Call(body={"kind": "items", "mapping": "{}"}, file=SHEET % fresh().encode())


@case("list_imports")
async def list_imports(world: World) -> Call:
    await _import(world)
    return Call()


@case("get_import", "preview_import", "commit_import")
async def get_import(world: World) -> Call:
    return Call(ids={"import_id": await _import(world)})


@case("export_items", "export_stock")
async def export_stock(world: World) -> Call:
    await _held(world)
    return Call()


# what happened


@case("list_activity", "export_activity_as_csv", "export_activity_as_json_lines")
async def list_activity(world: World) -> Call:
    """Of something that was done with a key."""
    who = Actor(world.owner.user_id, world.owner.session_id, new_id())
    async with unit_of_work(world.database, write=True) as unit:
        ctx = unit.context(world.tenant, who)
        tag = await tags.create(ctx, TagCreate(name=fresh("t-"), colour=""))
    by = {"actor_id": who.user_id, "session_id": who.session_id, "key_id": who.key_id}
    about = {"entity_id": tag.id, "request_id": unit.origin.request_id}
    return Call(query={name: str(id) for name, id in (about | by).items()})
