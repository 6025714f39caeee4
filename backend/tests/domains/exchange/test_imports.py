import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.core.context import Actor
from app.core.unit_of_work import unit_of_work
from app.domains.exchange.service import imports, works
from app.domains.exchange.service.plans import Plan
from app.domains.exchange.service.rows import Wishes
from app.domains.identity.permissions import Role
from app.domains.stock.service import targets
from tests.domains.exchange.files import (
    ACCESSORIES,
    CONSUMABLES,
    HOMEBOX,
    SNIPE_LOCATIONS,
    bad_cells,
    commit,
    upload,
    uploaded,
    written,
)
from tests.world import World, faults, ok, refused

STOCK = "Name,QTY,Location\nBolt,5,Depot\n"


async def movements(org: World) -> list[Any]:
    found = await org.get("/movements", params={"sort": "created_at", "limit": 200})
    return list(found["items"])


async def test_a_snipe_it_file_comes_in_with_all_that_has_a_home(org: World) -> None:
    row = await uploaded(org, CONSUMABLES)
    assert (row["kind"], row["status"], row["rows"]) == ("stock", "uploaded", 3)
    assert row["columns"][0] == "Company"
    assert row["mapping"]["Item Number"] == "sku"
    assert row["left_out"] == ["Company", "Supplier"]
    assert row["errors"] == []

    preview = await org.get(f"/imports/{row['id']}/preview")
    assert preview["outcome"]["items_created"] == 3
    assert preview["new_categories"] == ["Adhesives", "Protection"]
    assert preview["new_locations"] == ["North Depot", "South Depot"]
    assert preview["new_items"] == ["Sealant", "Gloves", "Filter"]
    assert preview["differences"][0] == {
        "row": 2,
        "item": "Sealant",
        "location": "North Depot",
        "lot": "",
        "unit": "pcs",
        "present": "0",
        "after": "40",
    }
    assert preview["sample"][0]["values"]["model_number"] == "3533000000000000001"
    assert preview["sample"][0]["changes"] is True
    assert await org.held() == {}

    response = await org.call("POST", f"/imports/{row['id']}/commit")
    report = ok(response)
    assert response.headers["etag"] == f'"v{report["version"]}"'
    assert report["levels_raised"] == 3
    assert report["left_out"] == ["Company", "Supplier"]
    assert await org.held() == {("", "North Depot"): "97", ("", "South Depot"): "54"} | {
        ("", "North Depot"): "97"
    }

    items = {i["name"]: i for i in (await org.get("/items"))["items"]}
    assert items["Gloves"]["sku"] == "3563000000000002"
    assert items["Gloves"]["model_number"] == "560224840856625589401"
    assert items["Filter"]["model_number"] == "5.60225E+19"
    assert items["Sealant"]["min_level"] == "10"
    assert items["Sealant"]["category"] == "Adhesives"
    assert (await org.get(f"/items/{items['Sealant']['id']}"))["notes"] == "keep dry, keep cool"

    first, second, third = await movements(org)
    assert {m["kind"] for m in (first, second, third)} == {"receive"}
    assert first["reference"] == "PO-77-1"
    assert (first["unit_cost"], first["currency"]) == ("35.20", "EUR")
    assert first["occurred_at"] == "2022-11-25T00:00:00Z"
    assert second["occurred_at"] == "2022-09-07T00:00:00Z"
    assert (third["unit_cost"], third["reference"]) == (None, "")
    assert first["reason"] == "import file.csv"
    assert first["posting_id"] == report["posting_id"]

    read = await org.get(f"/imports/{row['id']}")
    assert read["status"] == "committed"
    assert read["report"]["items_created"] == 3
    (listed,) = (await org.get("/imports"))["items"]
    assert listed["id"] == row["id"]
    assert (await org.get("/imports?status=uploaded"))["items"] == []
    verbs = {line["verb"] for line in (await org.get("/activity?entity_type=import"))["items"]}
    assert verbs == {"import.created", "import.committed"}


async def test_the_same_file_again_changes_nothing(org: World) -> None:
    for text in (CONSUMABLES, ACCESSORIES, HOMEBOX, SNIPE_LOCATIONS):
        await commit(org, text)
    before = await written(org)
    activity = (await org.get("/activity?count=exact"))["total"]
    for text in (CONSUMABLES, ACCESSORIES, HOMEBOX, SNIPE_LOCATIONS):
        report = await commit(org, text)
        assert report["posting_id"] is None
        assert report["levels_raised"] == report["levels_lowered"] == report["items_changed"] == 0
        assert report["rows_unchanged"] == len(text.splitlines()) - 1
    assert await written(org) == before | {"Import": 8}
    assert (await org.get("/activity?count=exact"))["total"] == activity + 8


async def test_accessories_have_no_number_and_are_found_by_name_and_category(org: World) -> None:
    await commit(org, ACCESSORIES)
    report = await commit(org, ACCESSORIES.replace("Headset,Audio", "HEADSET,audio"))
    assert (report["items_created"], report["rows_unchanged"]) == (0, 2)
    report = await commit(org, ACCESSORIES.replace("Headset,Audio", "Headset,Video"))
    assert (report["items_created"], report["categories_created"]) == (1, 1)


async def test_homebox_gives_the_tree_of_places(org: World) -> None:
    row = await uploaded(org, HOMEBOX)
    assert row["left_out"] == ["HB.labels"]
    await commit(org, HOMEBOX)
    places = {p["name"]: p for p in (await org.get("/locations"))["items"]}
    assert places["Shelf 1"]["path"] == ["Garage", "Shelf 1"]
    assert (places["Garage"]["kind"], places["Shelf 1"]["kind"]) == ("site", "room")
    assert await org.held() == {("", "Shelf 1"): "1", ("", "Garage"): "250"}


async def test_a_snipe_it_file_of_places_names_one_twice(org: World) -> None:
    report = await commit(org, SNIPE_LOCATIONS)
    assert (report["locations_created"], report["rows_unchanged"]) == (2, 1)
    assert report["left_out"][0] == "address"


async def test_more_is_received_and_less_is_adjusted_away(org: World) -> None:
    await commit(org, "Name,QTY,Location,Purchase Cost\nBolt,5,Depot,1\nNut,9,Depot,2\n")
    text = "Name,QTY,Location,Purchase Cost\nBolt,7.5,Depot,3\nNut,4,Depot,4\n"
    preview = await org.get(f"/imports/{(await uploaded(org, text))['id']}/preview")
    assert [(d["present"], d["after"]) for d in preview["differences"]] == [
        ("5", "7.5"),
        ("9", "4"),
    ]
    report = await commit(org, text)
    assert (report["levels_raised"], report["levels_lowered"]) == (1, 1)
    more, less = sorted((await movements(org))[2:], key=lambda m: str(m["kind"]), reverse=True)
    assert (more["kind"], more["quantity"], more["unit_cost"]) == ("receive", "2.5", "3.00")
    assert (less["kind"], less["quantity"], less["unit_cost"]) == ("adjust", "5", None)
    assert less["reason"] == "import file.csv"
    assert less["to_location"] == "Loss"


async def test_nothing_where_nothing_was_leaves_no_trace(org: World) -> None:
    report = await commit(org, "Name,QTY,Location,Lot\nBolt,0,Depot,\nBolt,0,Depot,L1\n")
    assert report["posting_id"] is None
    counts = await written(org)
    assert (counts["StockLevel"], counts["Lot"], counts["Item"]) == (0, 1, 1)


async def test_a_level_is_brought_to_nothing(org: World) -> None:
    await commit(org, STOCK)
    report = await commit(org, STOCK.replace("5", "0"))
    assert report["levels_lowered"] == 1
    assert await org.held() == {}


async def test_a_file_may_have_no_quantity_in_a_row(org: World) -> None:
    report = await commit(org, "Name,QTY,Location\nBolt,,\n")
    assert (report["items_created"], report["levels_raised"]) == (1, 0)


async def test_bad_cells_are_named_and_nothing_is_written(org: World) -> None:
    text = (
        "Name,QTY,Location,Purchase Cost,Purchase Date,Unit\n"
        'Bolt,"1,234",Depot,1.999,3/4/24,\n'
        "Nut,many,,1,31/31/24,\n"
        ",1,Depot,,,\n"
        "Pin,1,,,,\n"
        "Cap,1,Depot,,,bushels\n"
        "ragged,1\n"
    )
    response = await upload(org, text)
    assert response.status_code == 201
    (first, *_) = response.json()["errors"]
    assert first == {
        "pointer": "/rows/2/QTY",
        "message": "QTY 1,234 can be 1234 or 1.234; write it as 1234.5, without separators",
        "code": "thousands",
        "row": 2,
        "column": "QTY",
    }
    assert await bad_cells(org, text) == {
        "/rows/2/QTY": "thousands",
        "/rows/2/Purchase Cost": "too_fine",
        "/rows/2/Purchase Date": "ambiguous_date",
        "/rows/3/QTY": "not_a_number",
        "/rows/3/Purchase Date": "not_a_date",
        "/rows/4/Name": "missing",
        "/rows/5/Location": "missing",
        "/rows/6/Unit": "unit_unknown",
        "/rows/7": "ragged",
    }


async def test_dates_and_mapping_may_be_said(org: World) -> None:
    text = "Ware,Menge,Ort,Am\nBolt,5,Depot,3/4/24\n"
    mapping = {"Ware": "name", "Menge": "quantity", "Ort": "location", "Am": "occurred_at"}
    said = {"kind": "stock", "mapping": json.dumps(mapping), "dates": "dmy"}
    row = await uploaded(org, text, **said)
    assert row["dates"] == "dmy"
    assert row["mapping"] == mapping
    ok(await org.call("POST", f"/imports/{row['id']}/commit"))
    (moved,) = await movements(org)
    assert moved["occurred_at"] == "2024-04-03T00:00:00Z"


async def test_a_column_that_was_left_out_stays_out(org: World) -> None:
    text = "Name,QTY,Location,Notes\nBolt,5,Depot,secret\n"
    row = await uploaded(org, text, mapping='{"Notes": null}')
    assert row["left_out"] == ["Notes"]
    ok(await org.call("POST", f"/imports/{row['id']}/commit"))
    (item,) = (await org.get("/items"))["items"]
    assert (await org.get(f"/items/{item['id']}"))["notes"] == ""


@pytest.mark.parametrize(
    ("content", "said", "found"),
    [
        (b"\x00\x01", {}, {"/body/file": "not_csv"}),
        (b"a,b\n1,2\n", {}, {"/body/kind": "kind_unknown"}),
        (b"a,b\n1,2\n", {"kind": "items"}, {"/body/mapping": "column_missing"}),
        (b"Name,SKU\n1,2\n", {"mapping": "{"}, {"/body/mapping": "mapping_malformed"}),
        (b"Name,SKU\n1,2\n", {"mapping": "[1]"}, {"/body/mapping": "mapping_malformed"}),
        (b"Name,SKU\n1,2\n", {"mapping": '{"x": "sku"}'}, {"/body/mapping/x": "column_unknown"}),
        (b"Name,SKU\n1,2\n", {"kind": "assets"}, {"/body/kind": "enum"}),
        (b"Name,SKU\n1,2\n", {"dates": "ddd"}, {"/body/dates": "enum"}),
        (b"Name,SKU\n1,2\n", {"other": "x"}, {"/body/other": "extra_forbidden"}),
    ],
)
async def test_what_cannot_be_read_is_refused_and_not_kept(
    org: World, content: bytes, said: dict[str, str], found: dict[str, str]
) -> None:
    response = await upload(org, content, by=None, **said)
    assert response.status_code == 422
    assert faults(response) == found
    assert (await org.get("/imports"))["items"] == []


async def test_a_request_without_a_file_or_with_two_is_refused(org: World) -> None:
    response = await org.call("POST", "/imports", data={"kind": "items"})
    assert faults(response) == {"/body/file": "missing"}
    two = [("file", ("a.csv", b"Name,SKU\n1,2\n")), ("file", ("b.csv", b"Name,SKU\n1,2\n"))]
    response = await org.call("POST", "/imports", files=two)
    assert faults(response) == {"/body/file": "sent_twice"}


async def test_an_import_is_committed_once(org: World) -> None:
    row = await uploaded(org, STOCK)
    ok(await org.call("POST", f"/imports/{row['id']}/commit"))
    again = await org.call("POST", f"/imports/{row['id']}/commit")
    assert refused(again) == (409, "already_committed")


async def test_a_key_answers_twice_and_imports_once(org: World) -> None:
    key = {"Idempotency-Key": "one"}
    file = {"file": ("a.csv", STOCK.encode())}
    first = await org.call("POST", "/imports", files=file, headers=key)
    second = await org.call("POST", "/imports", files=file, headers=key)
    assert ok(first) == ok(second)
    other = {"file": ("a.csv", b"Name,QTY,Location\nNut,5,Depot\n")}
    response = await org.call("POST", "/imports", files=other, headers=key)
    assert refused(response) == (422, "idempotency_key_reused")
    path = f"/imports/{ok(first)['id']}/commit"
    first = await org.call("POST", path, headers=key)
    second = await org.call("POST", path, headers=key)
    assert ok(first) == ok(second)
    assert second.headers["idempotency-replayed"] == "true"
    assert await org.held() == {("", "Depot"): "5"}


async def test_imports_of_others_are_not_found(org: World, other_org: World) -> None:
    row = await uploaded(org, STOCK)
    for method, path in (("GET", ""), ("GET", "/preview"), ("POST", "/commit")):
        response = await other_org.call(method, f"/imports/{row['id']}{path}")
        assert refused(response) == (404, "not_found")
        response = await org.call(method, f"/imports/{row['id']}{path}", by=other_org.owner)
        assert refused(response) == (404, "not_found")
    assert refused(await upload(org, STOCK, by=other_org.owner)) == (404, "not_found")
    assert await org.held() == {}


async def test_who_only_reads_brings_in_nothing(org: World) -> None:
    viewer = await org.person(Role.VIEWER)
    row = await uploaded(org, STOCK)
    assert refused(await upload(org, STOCK, by=viewer)) == (403, "forbidden")
    # authority is judged before the file is
    assert refused(await upload(org, b"\x00", by=viewer)) == (403, "forbidden")
    assert refused(await upload(org, b"\x00", by=viewer, kind="x")) == (403, "forbidden")
    for method, path in (("GET", ""), ("GET", "/preview"), ("POST", "/commit")):
        response = await org.call(method, f"/imports/{row['id']}{path}", by=viewer)
        assert refused(response) == (403, "forbidden")
    assert refused(await org.call("GET", "/imports", by=viewer)) == (403, "forbidden")


async def test_nobody_signed_in_is_told_so_first(org: World) -> None:
    response = await org.client.post(f"{org.path}/imports", files={"file": ("a.csv", b"\x00")})
    assert refused(response) == (401, "unauthorized")


async def test_a_failure_half_way_leaves_nothing(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await uploaded(org, CONSUMABLES)
    before = await written(org)

    async def breaks(*_: object) -> None:
        raise ConnectionError("the line is cut")

    monkeypatch.setattr(targets, "reach", breaks)
    response = await org.call("POST", f"/imports/{row['id']}/commit")
    assert refused(response) == (503, "busy")
    assert await written(org) == before
    assert (await org.get(f"/imports/{row['id']}"))["status"] == "uploaded"
    monkeypatch.undo()
    ok(await org.call("POST", f"/imports/{row['id']}/commit"))


async def test_large_files_are_read_on_a_thread_and_in_steps(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LARGE_BYTES", 0)
    monkeypatch.setattr(imports, "LARGE_ROWS", 0)
    monkeypatch.setattr(works, "AT_ONCE", 2)
    monkeypatch.setattr(targets, "AT_ONCE", 2)
    monkeypatch.setattr("app.domains.exchange.queries.AT_ONCE", 2)
    monkeypatch.setattr("app.domains.stock.service.ledger.LOCKED_AT_ONCE", 2)
    lines = [f"Thing {n},{n + 1},Depot / Bin {n},L{n},Cat" for n in range(7)]
    text = "\n".join(["Name,QTY,Location,Lot,Category", *lines])
    seen: list[tuple[int, int]] = []
    async with unit_of_work(org.database, write=True) as unit:
        ctx = unit.context(org.tenant, Actor())
        reading = await imports.read(text.encode(), Wishes(), "EUR")
        row = await imports.create(ctx, reading, text.encode(), "C:\\x\\big\x00.csv")
        assert row.file_name == "big.csv"
        await imports.commit(ctx, row.id, reading, lambda done, all_: seen.append((done, all_)))
    assert seen[-1][0] == seen[-1][1] == 1 + 8 + 7 + 7
    assert len(await org.held()) == 7
    report = await commit(org, text.replace("Thing", "thing"))
    assert report["rows_unchanged"] == 7


async def test_a_plan_needs_no_locks_to_be_shown(org: World) -> None:
    reading = await imports.read(STOCK.encode(), Wishes(), "EUR")
    async with org.context() as ctx:
        plan: Plan = await imports.plan(ctx, reading)
    assert plan.all_faults == []
    assert imports.plain_name("\x00/..") == ".."
    assert imports.plain_name("") == "file"


async def test_nothing_of_a_lot_that_is_not_there_is_there_already(org: World) -> None:
    item, place = await org.item(), await org.location()
    target = targets.Target(
        at="",
        item_id=UUID(item["id"]),
        location_id=UUID(place["id"]),
        quantity=Decimal(0),
        lot="L1",
    )
    async with org.context(write=True) as ctx:
        assert await targets.reach(ctx, [target], "import") == targets.Reached(None, 0, 0)
    assert (await written(org))["Lot"] == 1


async def test_a_file_beyond_the_body_limit_is_told_so(org: World) -> None:
    response = await upload(org, b"Name,SKU\n" + b"x,y\n" * 2_500_000)
    assert refused(response) == (413, "body_too_large")
