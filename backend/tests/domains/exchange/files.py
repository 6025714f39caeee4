"""Files as other programs write them, made up anew; and how a test sends one."""

from typing import Any

import httpx2
from sqlalchemy import func, select

from app.core.db import TenantOwned
from app.domains.catalog.models import Category, Item
from app.domains.exchange.models import Import
from app.domains.locations.models import Location
from app.domains.stock.models import Lot, Posting, StockLevel, StockMovement
from tests.world import Person, World, ok

CONSUMABLES = """\
Company,Name,Category,Supplier,Manufacturer,QTY,Location,Order Number,Min Amount,Model Number,\
Item Number,Notes,Purchase Date,Purchase Cost
Alder & Sons,Sealant,Adhesives,Bulk Trade,Hollow Inc,40,North Depot,PO-77-1,10,3533000000000000001,\
6381000000000001,"keep dry, keep cool",11/25/22,35.2
Alder & Sons,Gloves,Protection,Bulk Trade,"Reed, Moss and Fern",54,South Depot,009135-2,92,\
560224840856625589401,3563000000000002,,9/7/22,53.1
Birch Ltd,Filter,Protection,,Hollow Inc,97,North Depot,,20,5.60225E+19,3555000000000003,,2/5/23,
"""
ACCESSORIES = """\
Company,Name,Category,Supplier,Manufacturer,QTY,Location,Order Number,Min Amount,Model Number,\
Notes,Purchase Date,Purchase Cost
Alder & Sons,Headset,Audio,Bulk Trade,Hollow Inc,61,Stage,017-2,59,3558,for calls,8/24/22,73.96
Birch Ltd,Cable,Audio,Bulk Trade,Hollow Inc,17,Stage,8019-6,10,3.01043E+13,,6/4/22,5.27
"""
SNIPE_LOCATIONS = """\
name,address,address2,city,state,country,zip,manager,manager username,currency
Elm Court,8 Elm Court,,Northam,AB,CA,T8S,Ada Lund,alund,CAD
Oak Ridge,14 Oak Ridge,Floor 3,Southam,AB,CA,T8S,,,
Elm Court,9 Elm Court,,Eastham,AB,CA,,,,CAD
"""
HOMEBOX = """\
HB.location,HB.name,HB.quantity,HB.description,HB.labels
Garage / Shelf 1,Drill,1,Cordless,tools
Garage,Screws,250,Mixed,tools;small
"""
WRITTEN = (Category, Item, Location, Lot, Posting, StockLevel, StockMovement, Import)


async def upload(
    org: World, content: str | bytes, name: str = "file.csv", by: Person | None = None, **said: str
) -> httpx2.Response:
    body = content.encode() if isinstance(content, str) else content
    sent = {"file": (name, body, "text/csv")}
    return await org.call("POST", "/imports", by=by, files=sent, data=said)


async def uploaded(org: World, content: str | bytes, **said: str) -> Any:
    response = await upload(org, content, by=None, **said)
    assert response.status_code == 201, response.text
    return response.json()


async def commit(org: World, content: str | bytes, **said: str) -> Any:
    """The report of a file that has to come in."""
    row = await uploaded(org, content, **said)
    assert row["errors"] == []
    return ok(await org.call("POST", f"/imports/{row['id']}/commit"))


async def bad_cells(org: World, content: str, **said: str) -> dict[str, str]:
    """The codes of the cells that keep a file out, by pointer. It leaves no trace."""
    row = await uploaded(org, content, **said)
    before = await written(org)
    preview = await org.get(f"/imports/{row['id']}/preview")
    response = await org.call("POST", f"/imports/{row['id']}/commit")
    assert response.status_code == 422, response.text
    problem = response.json()
    assert problem["code"] == "bad_cells"
    assert problem["errors"] == preview["errors"]
    assert problem["error_count"] == len(problem["errors"])
    assert await written(org) == before
    return {fault["pointer"]: fault["code"] for fault in problem["errors"]}


async def written(org: World) -> dict[str, int]:
    """How many rows the organization has in every table that an import writes."""
    counts = {}
    async with org.context() as ctx:
        for model in WRITTEN:
            counts[model.__name__] = await count(ctx.session, model)
    return counts


async def count(session: Any, model: type[TenantOwned]) -> int:
    rows = await session.scalar(select(func.count()).select_from(model))
    return int(rows)
