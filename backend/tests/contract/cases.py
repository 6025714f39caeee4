"""For each operation a request that is right, made of things that a world has just got for it.

Every case names an own thing in each place where an id can stand: the sweep exchanges them one by
one for another organization's, which it gets from the same case made in another world.
"""

from datetime import timedelta
from typing import Any

from app.core.clock import now
from app.domains.identity.permissions import Role
from tests.contract import cases_of_accounts, cases_of_organizations, cases_of_stock
from tests.contract.calls import FIXTURES, Call, case, fresh
from tests.contract.makers import own_account, own_category, own_tag, own_unit, superuser
from tests.world import PASSWORD, World, sign_up

__all__ = ["FIXTURES", "cases_of_accounts", "cases_of_organizations", "cases_of_stock"]

# the system, and oneself


@case("get_health", "get_live", "get_ready", "get_me", "list_my_sessions", "list_organizations")
async def nothing(_world: World) -> Call:
    return Call()


@case("register")
async def register(_world: World) -> Call:
    return Call(body={"email": f"{fresh()}@example.test", "password": PASSWORD, "full_name": "Ada"})


@case("login")
async def login(_world: World) -> Call:
    credentials = await own_account(_world)
    return Call(body=credentials | {"device_name": "Laptop"})


@case("login_with_form")
async def login_with_form(world: World) -> Call:
    credentials = await own_account(world)
    return Call(
        body={
            "grant_type": "password",
            "username": credentials["email"],
            "password": credentials["password"],
        }
    )


@case("refresh_tokens")
async def refresh_tokens(world: World) -> Call:
    answer = await world.client.post("/api/v1/auth/login", json=await own_account(world))
    return Call(body={"refresh_token": answer.json()["refresh_token"]})


@case("logout", "logout_all")
async def logout(world: World) -> Call:
    return Call(by=await sign_up(world.app))


@case("revoke_my_session")
async def revoke_my_session(world: World) -> Call:
    somebody = await sign_up(world.app)
    return Call(ids={"session_id": str(somebody.session_id)}, by=somebody)


@case("update_me")
async def update_me(_world: World) -> Call:
    return Call(body={"full_name": "Grace"})


@case("list_my_activity")
async def list_my_activity(world: World) -> Call:
    somebody = await sign_up(world.app)
    body = {"full_name": "Grace"}
    answer = await world.client.patch("/api/v1/users/me", json=body, headers=somebody.headers)
    assert answer.status_code == 200, answer.text
    return Call(by=somebody)


@case("list_account_activity")
async def list_account_activity(world: World) -> Call:
    return Call(by=await superuser(world))


@case("get_my_preferences")
async def get_my_preferences(world: World) -> Call:
    return Call(by=await sign_up(world.app))


@case("update_my_preferences")
async def update_my_preferences(world: World) -> Call:
    body = {"language": "de", "scheme": "dark", "density": "compact", "sounds": False}
    more = {"shortcuts": False, "columns": {"stock": ["item", "on_hand"], "items": None}}
    return Call(body=body | more, by=await sign_up(world.app))


@case("create_organization")
async def create_organization(_world: World) -> Call:
    body = {"name": "Crew", "slug": f"crew-{fresh()}", "currency": "aUEC", "timezone": "UTC"}
    return Call(body=body)


# the organization and its members


@case("get_organization", "list_units")
async def whole(_world: World) -> Call:
    return Call()


@case("list_members")
async def list_members(world: World) -> Call:
    await world.person()
    return Call()


@case("update_organization")
async def update_organization(_world: World) -> Call:
    return Call(body={"name": f"Renamed {fresh()}"})


@case("get_member", "end_membership")
async def get_member(world: World) -> Call:
    return Call(ids={"membership_id": str((await world.person()).membership_id)})


@case("update_member")
async def update_member(world: World) -> Call:
    member = await world.person(Role.MEMBER)
    return Call(ids={"membership_id": str(member.membership_id)}, body={"role": "viewer"})


# API keys


@case("list_api_keys")
async def list_api_keys(world: World) -> Call:
    await _key(world)
    return Call()


@case("create_api_key")
async def create_api_key(_world: World) -> Call:
    ends = (now() + timedelta(days=30)).isoformat()
    return Call(body={"name": "Scanner", "scopes": ["stock:read"], "expires_at": ends})


@case("revoke_api_key")
async def revoke_api_key(world: World) -> Call:
    return Call(ids={"key_id": (await _key(world))["id"]})


async def _key(world: World) -> Any:
    return await world.post("/api-keys", {"name": "Scanner", "scopes": ["stock:read"]})


# the catalogue


@case("list_items")
async def list_items(world: World) -> Call:
    category = await own_category(world)
    item = await world.item(category_id=category)
    return Call(
        query={"category_id": category, "tag_id": await own_tag(world, item_ids=[item["id"]])}
    )


@case("create_item")
async def create_item(world: World) -> Call:
    unit = await own_unit(world)
    return Call(
        body={"name": "Ore", "category_id": await own_category(world), "unit": unit["code"]}
        | {"sku": fresh(), "barcode": fresh(), "min_level": "1", "attributes": {"grade": 3}}
    )


@case("get_item", "delete_item")
async def get_item(world: World) -> Call:
    return Call(ids={"item_id": (await world.item())["id"]})


@case("update_item")
async def update_item(world: World) -> Call:
    item, unit = await world.item(), await own_unit(world)
    body = {"name": "Gold", "category_id": await own_category(world), "unit": unit["code"]}
    return Call(ids={"item_id": item["id"]}, body=body)


@case("duplicate_item")
async def duplicate_item(world: World) -> Call:
    item = await world.item(category_id=await own_category(world))
    body = {"name": "Gold", "sku": fresh(), "barcode": fresh()}
    return Call(ids={"item_id": item["id"]}, body=body)


@case("list_categories")
async def list_categories(world: World) -> Call:
    parent = await own_category(world)
    await world.post("/categories", {"name": "Gold", "parent_id": parent})
    return Call(query={"parent_id": parent})


@case("create_category")
async def create_category(world: World) -> Call:
    return Call(body={"name": "Gold", "parent_id": await own_category(world), "code": fresh()})


@case("get_category", "delete_category")
async def get_category(world: World) -> Call:
    return Call(ids={"category_id": await own_category(world)})


@case("update_category")
async def update_category(world: World) -> Call:
    body = {"name": "Gold", "parent_id": await own_category(world)}
    return Call(ids={"category_id": await own_category(world)}, body=body)


@case("create_unit")
async def create_unit(_world: World) -> Call:
    return Call(body={"code": fresh(), "name": "Crate", "base": "pcs", "factor": "24"})


@case("delete_unit")
async def delete_unit(world: World) -> Call:
    return Call(ids={"unit_id": (await own_unit(world))["id"]})


# tags


async def _things(world: World) -> dict[str, list[str]]:
    item, place = await world.item(), await world.location()
    lot = await world.post("/lots", {"item_id": item["id"], "code": fresh()})
    return {"item_ids": [item["id"]], "location_ids": [place["id"]], "lot_ids": [lot["id"]]}


@case("list_tags")
async def list_tags(world: World) -> Call:
    things = await _things(world)
    await own_tag(world, **things)
    return Call(query={name.removesuffix("s"): ids[0] for name, ids in things.items()})


@case("create_tag")
async def create_tag(_world: World) -> Call:
    return Call(body={"name": fresh(), "colour": "#1f6feb"})


@case("get_tag", "delete_tag")
async def get_tag(world: World) -> Call:
    return Call(ids={"tag_id": await own_tag(world)})


@case("update_tag")
async def update_tag(world: World) -> Call:
    return Call(ids=(await get_tag(world)).ids, body={"name": fresh(), "colour": ""})


@case("attach_tag", "detach_tag")
async def attach_tag(world: World) -> Call:
    return Call(ids=(await get_tag(world)).ids, body=await _things(world))


# places


@case("list_locations")
async def list_locations(world: World) -> Call:
    place = await world.location()
    shelf = await world.location("Shelf", parent_id=place["id"])
    tag = await own_tag(world, location_ids=[shelf["id"]])
    return Call(query={"parent_id": place["id"], "tag_id": tag})


@case("create_location")
async def create_location(world: World) -> Call:
    parent = (await world.location())["id"]
    return Call(body={"name": "Bin", "kind": "bin", "parent_id": parent, "code": fresh()})


@case("get_location", "delete_location", "archive_location", "get_location_tree")
async def get_location(world: World) -> Call:
    return Call(ids={"location_id": (await world.location())["id"]})


@case("restore_location")
async def restore_location(world: World) -> Call:
    call = await get_location(world)
    await world.post(f"/locations/{call.ids['location_id']}/archive")
    return call


@case("update_location")
async def update_location(world: World) -> Call:
    return Call(ids=(await get_location(world)).ids, body={"name": "Hall", "kind": "site"})


@case("move_location")
async def move_location(world: World) -> Call:
    target = (await world.location("Hall"))["id"]
    return Call(ids=(await get_location(world)).ids, body={"parent_id": target})


# views


async def _view(world: World) -> str:
    body = {"name": "Low", "screen": "stock", "search": "held=true", "shared": True}
    return str((await world.post("/saved-views", body))["id"])


@case("list_saved_views")
async def list_saved_views(world: World) -> Call:
    await _view(world)
    return Call()


@case("create_saved_view")
async def create_saved_view(_world: World) -> Call:
    body = {"name": "Low", "screen": "stock", "search": "held=true", "shared": True}
    return Call(body=body | {"position": 3})


@case("get_saved_view", "delete_saved_view")
async def get_saved_view(world: World) -> Call:
    return Call(ids={"view_id": await _view(world)})


@case("update_saved_view")
async def update_saved_view(world: World) -> Call:
    return Call(ids={"view_id": await _view(world)}, body={"name": "Lower", "search": "q=a"})
