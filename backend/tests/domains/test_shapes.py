"""Hot lists are typed twice, as they are made and as they are documented: the two are one shape."""

import pkgutil
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

import app.domains
from app.core.schemas import Schema
from app.domains.catalog.schemas import (
    CategoryRead,
    CategoryRow,
    ItemListed,
    ItemRead,
    ItemReadRow,
    ItemRow,
)
from app.domains.exchange.schemas import ImportListed, ImportRow
from app.domains.identity.schemas import (
    InvitationRead,
    InvitationRow,
    MemberRead,
    MemberRow,
)
from app.domains.locations.schemas import LocationListed, LocationRow
from app.domains.stock.schemas import (
    ItemWithStock,
    ItemWithStockRow,
    LevelRead,
    LevelRow,
    LimitRead,
    LimitRow,
    LotRead,
    LotRow,
    LowRead,
    LowRow,
    MovementRead,
    MovementRow,
    ReservationRead,
    ReservationRow,
    ValueRead,
    ValueRow,
)
from app.domains.tags.schemas import TagRead, TagRow
from app.domains.views.schemas import SavedViewRead, SavedViewRow
from tests.world import World

PAIRS: dict[Any, type[Schema]] = {
    CategoryRow: CategoryRead,
    ImportRow: ImportListed,
    InvitationRow: InvitationRead,
    ItemReadRow: ItemRead,
    ItemRow: ItemListed,
    ItemWithStockRow: ItemWithStock,
    LevelRow: LevelRead,
    LocationRow: LocationListed,
    LimitRow: LimitRead,
    LotRow: LotRead,
    LowRow: LowRead,
    MemberRow: MemberRead,
    MovementRow: MovementRead,
    ReservationRow: ReservationRead,
    SavedViewRow: SavedViewRead,
    TagRow: TagRead,
    ValueRow: ValueRead,
}
LISTS: dict[str, type[Schema]] = {
    "/categories": CategoryRead,
    "/invitations": InvitationRead,
    "/items": ItemListed,
    "/locations": LocationListed,
    "/lots": LotRead,
    "/members": MemberRead,
    "/movements": MovementRead,
    "/reservations": ReservationRead,
    "/saved-views": SavedViewRead,
    "/stock": LevelRead,
    "/tags": TagRead,
    "/stock-limits": LimitRead,
    "/stock/low": LowRead,
    "/stock/value": ValueRead,
}
WORDS = {"title", "description", "examples", "pattern"}


def shape(kind: Any) -> dict[str, Any]:
    """The JSON that comes out, field by field, without the words about it."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    schema = adapter.json_schema(mode="serialization")
    assert set(schema["required"]) == set(schema["properties"])
    return {name: _bare(field) for name, field in schema["properties"].items()}


def _bare(schema: Any) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:  # a pair of its own
            return schema["$ref"].removesuffix("Row").removesuffix("Read")
        return {key: _bare(value) for key, value in schema.items() if key not in WORDS}
    return [_bare(part) for part in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: str(row.__name__))
def test_a_row_has_the_documented_shape(row: Any) -> None:
    assert shape(row) == shape(PAIRS[row])


def test_every_row_of_a_hot_list_is_compared() -> None:
    found = set()
    for domain in pkgutil.iter_modules(app.domains.__path__):
        for module in pkgutil.iter_modules([f"{app.domains.__path__[0]}/{domain.name}"]):
            if module.name == "schemas":
                schemas = import_module(f"app.domains.{domain.name}.schemas")
                found |= {kind for kind in vars(schemas).values() if is_typeddict(kind)}
    assert found == set(PAIRS)


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_answers_rows_of_the_documented_shape(org: World, path: str) -> None:
    category = await org.post("/categories", {"name": "Ores"})
    item = await org.item(category_id=category["id"], min_level="2.50")
    shelf = await org.location()
    await org.receive(item, shelf, "1.50", lot="L", quality=1, unit_cost="1.5")
    await org.post("/saved-views", {"name": "Low", "screen": "stock", "search": "held=true"})
    at = {"item_id": item["id"], "location_id": shelf["id"], "lot": "L"}
    await org.post("/reservations", at | {"quantity": "0.5", "for": "Refit"})
    limit = {"item_id": item["id"], "location_id": shelf["id"], "min_level": "1.50"}
    await org.post("/stock-limits", limit)
    await org.post("/tags", {"name": "Fragile"})
    await org.post("/invitations", {"email": "grace@example.test"})
    page = await org.get(path)
    documented: type[BaseModel] = LISTS[path]
    (row,) = page["items"]
    assert documented.model_validate(row).model_dump(mode="json", by_alias=True) == row
