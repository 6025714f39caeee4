"""What a row may say, and what keeps it out."""

from typing import Any

from tests.domains.exchange.files import bad_cells, commit, upload, uploaded
from tests.world import World, ok, refused


async def item_named(org: World, name: str) -> Any:
    (found,) = [i for i in (await org.get("/items"))["items"] if i["name"] == name]
    return await org.get(f"/items/{found['id']}")


async def test_an_item_is_found_by_its_sku_and_renamed(org: World) -> None:
    item = await org.item("Bolt", sku="B-1", notes="old")
    report = await commit(org, "SKU,Name,Category,Notes,Min Level\nB-1,Hex bolt,Fasteners,,5\n")
    assert (report["items_created"], report["items_changed"]) == (0, 1)
    read = await org.get(f"/items/{item['id']}")
    assert (read["name"], read["notes"], read["min_level"]) == ("Hex bolt", "old", "5")
    assert read["category_id"] is not None


async def test_a_sku_goes_to_the_item_of_that_name_that_has_none(org: World) -> None:
    first = await org.item("Bolt")
    await org.item("Bolt", sku="other")
    await commit(org, "SKU,Name,Category\nB-1,bolt,\n")
    read = await org.get(f"/items/{first['id']}")
    assert (read["sku"], read["name"]) == ("B-1", "Bolt")


async def test_a_sku_alone_names_an_item_but_makes_none(org: World) -> None:
    await org.item("Bolt", sku="B-1")
    assert await bad_cells(org, "SKU,QTY,Location\nB-2,1,Depot\n") == {"/rows/2/SKU": "unknown"}
    assert (await commit(org, "SKU,QTY,Location\nB-1,1,Depot\n"))["levels_raised"] == 1


async def test_a_name_that_could_be_several_items_is_asked_about(org: World) -> None:
    await org.item("Bolt")
    await org.item("bolt")
    assert (await commit(org, "Name,Unit\nBolt,pcs\n"))["rows_unchanged"] == 1  # the same letters
    assert await bad_cells(org, "Name,Unit\nBOLT,pcs\n") == {"/rows/2/Name": "ambiguous"}


async def test_without_a_category_the_one_without_is_meant(org: World) -> None:
    category = await org.post("/categories", {"name": "Big"})
    await org.item("Bolt", category_id=category["id"])
    report = await commit(org, "Name,QTY,Location\nBolt,1,Depot\n")
    assert report["items_created"] == 0  # there is but one
    other = await org.item("Bolt")
    await commit(org, "Name,QTY,Location\nBolt,2,Depot\n")
    assert (await org.get(f"/items/{other['id']}"))["on_hand"] == "2"


async def test_archived_things_and_places_are_not_brought_back_unasked(org: World) -> None:
    item = await org.item("Bolt", sku="B-1")
    path = f"/items/{item['id']}"
    await org.patch(path, {"archived": True, "version": item["version"]})
    place = await org.location("Depot")
    await org.post(f"/locations/{place['id']}/archive")
    assert await bad_cells(org, "Name,QTY,Location\nBolt,1,Other\nNut,1,Depot\n") == {
        "/rows/2/Name": "archived",
        "/rows/3/Location": "archived",
    }
    text = "Name,QTY,Location\nNut,1,Depot / Bin\n"
    assert await bad_cells(org, text) == {"/rows/2/Location": "archived"}
    await org.item("Bolt")
    await org.location("Depot")
    assert (await commit(org, "Name,QTY,Location\nBolt,1,Depot\n"))["levels_raised"] == 1


async def test_what_is_tracked_by_unit_has_no_quantity(org: World) -> None:
    await org.item("Laptop", tracking="serialized")
    text = "Name,QTY,Location\nLaptop,1,Depot\n"
    assert await bad_cells(org, text) == {"/rows/2/QTY": "not_stock_tracked"}


async def test_an_item_keeps_its_tracking_and_unit(org: World) -> None:
    await org.item("Laptop", tracking="serialized")
    await org.item("Wire", unit="m")
    text = "Name,Tracking,Unit\nLaptop,stock,\nWire,,kg\nOre,serialized,t\nGel,stock,\n"
    assert await bad_cells(org, text) == {
        "/rows/2/Tracking": "tracking_differs",
        "/rows/3/Unit": "unit_differs",
    }
    await commit(org, "Name,Tracking,Unit\nOre,serialized,t\nGel,stock,\n")
    assert (await item_named(org, "Ore"))["tracking"] == "serialized"
    assert (await item_named(org, "Ore"))["unit"] == "t"


async def test_a_quantity_is_converted_into_the_items_unit(org: World) -> None:
    await org.post("/units", {"code": "coil", "name": "coil", "base": "m", "factor": "25"})
    await org.item("Wire", unit="m")
    text = "Name,QTY,Unit,Location,Min Level\nWire,3,coil,Depot,1\nWire,250,cm,Attic,25\n"
    await commit(org, text.replace(",25\n", ",2500\n"))
    assert await org.held() == {("", "Depot"): "75", ("", "Attic"): "2.5"}
    assert (await item_named(org, "Wire"))["min_level"] == "25"
    text = "Name,QTY,Unit,Location\nWire,3,kg,Depot\n"
    assert await bad_cells(org, text) == {"/rows/2/QTY": "unit_mismatch"}


async def test_the_same_level_twice_names_both_rows(org: World) -> None:
    text = "Name,QTY,Location\nBolt,1,Depot\nNut,1,Depot\nBOLT,2,depot\n"
    row = await uploaded(org, text)
    preview = await org.get(f"/imports/{row['id']}/preview")
    (fault,) = preview["errors"]
    assert fault["message"] == "The same item, place and lot stand in row 2 already."
    assert await bad_cells(org, text) == {"/rows/4": "double"}


async def test_rows_that_contradict_each_other_are_named(org: World) -> None:
    text = "Name,SKU,QTY,Location,Min Level\nBolt,B,1,A,5\nBolt,B,1,B,6\nNut,B,1,C,5\n"
    assert await bad_cells(org, text) == {
        "/rows/3/Min Level": "contradiction",
        "/rows/4/Name": "contradiction",
    }


async def test_bounds_do_not_cross(org: World) -> None:
    await org.item("Bolt", max_level="5")
    text = "Name,Min Level,Max Level\nBolt,6,\nNut,3,2\nPin,,1\n"
    assert await bad_cells(org, text) == {
        "/rows/2/Min Level": "crossed",
        "/rows/3/Min Level": "crossed",
    }


async def test_a_barcode_is_of_one_item(org: World) -> None:
    await org.item("Bolt", barcode="4006381333931")
    text = "Name,Barcode\nBolt,4006381333931\nNut,4006381333931\nPin,1\nCap,1\n"
    assert await bad_cells(org, text) == {
        "/rows/3/Barcode": "barcode_taken",
        "/rows/5/Barcode": "barcode_taken",
    }


async def test_lots_come_with_quality_and_expiry(org: World) -> None:
    header = "Name,QTY,Location,Lot,Quality,Expires\n"
    said = header + "Ore,5,Depot,L1,800,2027-01-31\nOre,2,Attic,L1,800,\n"
    assert (await commit(org, said))["levels_raised"] == 2
    assert (await commit(org, said))["rows_unchanged"] == 2
    (lot,) = (await org.get("/lots"))["items"]
    assert (lot["code"], lot["quality"], lot["expires_on"]) == ("L1", 800, "2027-01-31")
    assert await org.held() == {("L1", "Depot"): "5", ("L1", "Attic"): "2"}
    text = (
        header
        + "Ore,5,Depot,L1,700,\nOre,1,Depot,L2,1,\nOre,1,Attic,L2,2,\nOre,1,X,,5,\nOre,1,Y,L3,1001,\n"
        + "Ore,1,Z,L1,,2028-01-01\n"
    )
    row = await uploaded(org, text.replace("Ore,1,X,,5,\nOre,1,Y,L3,1001,\n", ""))
    preview = await org.get(f"/imports/{row['id']}/preview")
    assert [f["message"] for f in preview["errors"]] == [
        "Quality differs from that of lot L1, which has 800",
        "Quality contradicts row 3, about the same",
        "Expires differs from that of lot L1, which has 2027-01-31",
    ]
    assert await bad_cells(org, text) == {
        "/rows/2/Quality": "lot_differs",
        "/rows/4/Quality": "contradiction",
        "/rows/5/Lot": "missing",
        "/rows/6/Quality": "not_a_number",
        "/rows/7/Expires": "lot_differs",
    }


async def test_a_lot_without_a_quality_has_none(org: World) -> None:
    item = await org.item("Ore")
    await org.post("/lots", {"item_id": item["id"], "code": "L1"})
    text = "Name,QTY,Location,Lot,Quality\nOre,5,Depot,L1,0\n"
    row = await uploaded(org, text)
    (fault,) = (await org.get(f"/imports/{row['id']}/preview"))["errors"]
    assert fault["message"] == "Quality differs from that of lot L1, which has none"


async def test_a_place_is_found_by_name_or_path(org: World) -> None:
    depot = await org.location("Depot", kind="site")
    room = await org.location("Room 1", parent_id=depot["id"])
    await org.location("A / B", parent_id=room["id"])
    text = "Name,QTY,Location\nBolt,1,room 1\nNut,1,Depot / ROOM 1\nPin,1,A / B\nCap,1,Loss\n"
    report = await commit(org, text)
    assert report["locations_created"] == 1  # the virtual one of that name is nobody's place
    assert (await org.held(location_id=room["id"]))[("", "Room 1")] == "1"
    await org.location("Room 1", parent_id=(await org.location("Annex"))["id"])
    text = "Name,QTY,Location\nBolt,1,Room 1\n"
    row = await uploaded(org, text)
    (fault,) = (await org.get(f"/imports/{row['id']}/preview"))["errors"]
    assert fault["message"] == (
        "Location can be more than one location: Depot / Room 1, Annex / Room 1; "
        "write the whole path"
    )
    assert await bad_cells(org, text) == {"/rows/2/Location": "ambiguous"}


async def test_places_are_not_nested_too_deep(org: World) -> None:
    deep = " / ".join(f"L{n}" for n in range(32))
    await commit(org, f"Name,QTY,Location\nBolt,1,{deep}\n")
    text = "Name,Parent\nL32,L31\n"
    assert await bad_cells(org, text) == {"/rows/2/Name": "too_deep"}


async def test_categories_are_a_tree_too(org: World) -> None:
    await commit(org, "Name,Category\nBolt,Hardware / Fasteners\nNut,fasteners\n")
    names = [c["name"] for c in (await org.get("/categories"))["items"]]
    assert names == ["Fasteners", "Hardware"]
    other = "Name,Category\nBolt,Tools / Fasteners\nNut,Fasteners\nPin,Hardware / / x\n"
    assert await bad_cells(org, other) == {
        "/rows/3/Category": "ambiguous",
        "/rows/4/Category": "path",
    }


async def test_places_have_parents_kinds_codes_and_notes(org: World) -> None:
    text = (
        "Name,Parent,Kind,Code,Notes\n"
        "Bay 1,Hangar,room,B1,cold\n"
        "Hangar,,building,,\n"
        "Bay 2,Hangar,,B2,\n"
        "Shelf / Top,Hangar / Bay 2,,,\n"
        "Bay 1,hangar,room,,\n"
    )
    report = await commit(org, text)
    assert report["locations_created"] == 5
    places = {p["name"]: p for p in (await org.get("/locations"))["items"]}
    assert (places["Hangar"]["kind"], places["Bay 1"]["code"]) == ("building", "B1")
    assert places["Top"]["path"] == ["Hangar", "Bay 2", "Shelf", "Top"]
    report = await commit(org, text.replace("room,B1,cold", "bin,B9,cold").replace(",room", ",bin"))
    assert (report["locations_changed"], report["rows_unchanged"]) == (1, 4)
    assert (await org.get(f"/locations/{places['Bay 1']['id']}"))["code"] == "B9"


async def test_what_is_wrong_with_places_is_named(org: World) -> None:
    await org.location("Hangar", code="H")
    text = "Name,Kind,Code\nTower,castle,\nShed,,H\nBarn,,X\nHut,,X\n,site,\nA / / B,,\n"
    assert await bad_cells(org, text) == {
        "/rows/2/Kind": "not_a_choice",
        "/rows/3/Code": "code_taken",
        "/rows/5/Code": "code_taken",
        "/rows/6/Name": "missing",
        "/rows/7/Name": "path",
    }


async def test_a_difference_that_no_movement_can_carry_is_named(org: World) -> None:
    item, place = await org.item("Dust"), await org.location("Depot")
    await org.receive(item, place, "999999999")
    await org.receive(item, place, "999999999")
    text = "Name,QTY,Location\nDust,1,Depot\n"
    assert await bad_cells(org, text) == {"/rows/2/QTY": "too_large"}


async def test_a_file_of_another_kind_may_be_said(org: World) -> None:
    report = await commit(org, "Name,QTY,Location\nBolt,5,Depot\n", kind="items")
    assert report["left_out"] == ["QTY", "Location"]
    assert (report["items_created"], report["levels_raised"]) == (1, 0)


async def test_assets_are_not_taken_for_items_unasked(org: World) -> None:
    text = "Name,Asset Tag,Category\nLaptop,A-1,IT\n"
    assert refused(await upload(org, text)) == (422, "kind_unknown")
    assert (await commit(org, text, kind="items"))["items_created"] == 1


async def test_a_guarded_cell_is_what_it_says(org: World) -> None:
    await commit(org, "Name,QTY,Location\n'=1+1,5,'-Depot\n'quoted',1,Depot\n")
    names = {i["name"] for i in (await org.get("/items"))["items"]}
    assert names == {"=1+1", "'quoted'"}
    assert ("", "-Depot") in await org.held()


async def test_a_stock_that_changed_meanwhile_is_compared_when_it_is_committed(org: World) -> None:
    await commit(org, "Name,QTY,Location\nBolt,5,Depot\n")
    item, place = await item_named(org, "Bolt"), (await org.get("/locations"))["items"][0]
    row = await uploaded(org, "Name,QTY,Location\nBolt,7,Depot\n")
    await org.receive(item, place, 10)
    report = ok(await org.call("POST", f"/imports/{row['id']}/commit"))
    assert (report["levels_raised"], report["levels_lowered"]) == (0, 1)
    assert await org.held() == {("", "Depot"): "7"}
