"""From headers to fields: which kind of file it is, and which column says what.

A field's headers stand in the order in which they are preferred, as Snipe-IT, Homebox, other
programs and we ourselves write them.
"""

import re
from collections.abc import Mapping, Sequence

from app.core.errors import Fault, InvalidFields
from app.core.schemas import folded
from app.domains.exchange.models import ImportKind
from app.domains.exchange.service.faults import BadFile

THING = {
    "name": ("name", "item name", "item", "product", "title"),
    "sku": ("sku", "item number", "item no", "article number", "part number"),
    "barcode": ("barcode", "ean", "upc", "gtin"),
    "category": ("category", "category name", "category path"),
    "unit": ("unit", "uom", "unit of measure"),
    "manufacturer": ("manufacturer",),
    "model_number": ("model number", "model no", "model"),
    "min_level": ("min level", "min amount", "min qty", "min quantity", "minimum", "reorder level"),
    "max_level": ("max level", "max amount", "max qty", "max quantity", "maximum"),
    "notes": ("notes", "description", "item notes", "comment"),
}
FIELDS: Mapping[ImportKind, Mapping[str, Sequence[str]]] = {
    ImportKind.ITEMS: THING | {"tracking": ("tracking",)},
    ImportKind.STOCK: THING
    | {
        "quantity": ("qty", "quantity", "on hand", "in stock", "count"),
        "location": ("location", "location path", "location name", "place", "bin"),
        "lot": ("lot", "lot number", "lot code", "batch", "batch number"),
        "quality": ("quality",),
        "expires_on": ("expires", "expires on", "expiry", "expiry date", "expiration date"),
        "reference": ("order number", "order no", "reference", "purchase order", "po number"),
        "unit_cost": ("purchase cost", "unit cost", "purchase price", "unit price", "cost"),
        "occurred_at": ("purchase date", "purchase time", "occurred at", "received on"),
    },
    ImportKind.LOCATIONS: {
        "name": ("name", "location", "location name", "location path", "path"),
        "parent": ("parent", "parent location", "parent name"),
        "kind": ("kind", "type"),
        "code": ("code", "location code"),
        "notes": ("notes", "description"),
    },
}
NEEDED: Mapping[ImportKind, Sequence[tuple[str, ...]]] = {
    ImportKind.ITEMS: [("name", "sku")],
    ImportKind.STOCK: [("name", "sku"), ("quantity",), ("location",)],
    ImportKind.LOCATIONS: [("name",)],
}
# headers that only such files have
OF_ASSETS = {"asset tag", "serial", "serial number"}
OF_LOCATIONS = {
    *("address", "city", "zip", "manager", "kind"),
    *("parent", "parent location", "parent name", "location code", "location path"),
}
HOMEBOX = "hb."


def recognised(columns: Sequence[str]) -> ImportKind:
    """What the rows are about. Raises `BadFile` where the headers do not tell."""
    known = {_key(column) for column in columns}
    if any(folded(column).startswith(HOMEBOX) for column in columns):
        return ImportKind.STOCK
    if known & OF_ASSETS:
        raise BadFile(
            "kind_unknown",
            "This looks like a list of assets, which cannot be imported yet; "
            "say that its kind is items to take the items it names.",
            at="/body/kind",
        )
    if _has(known, ImportKind.STOCK, "quantity") and not known.isdisjoint(_names(known)):
        return ImportKind.STOCK
    if known & OF_LOCATIONS:
        return ImportKind.LOCATIONS
    of_items = [field for field in FIELDS[ImportKind.ITEMS] if field not in {"name", "notes"}]
    if _names(known) and any(_has(known, ImportKind.ITEMS, field) for field in of_items):
        return ImportKind.ITEMS
    says = "The headers do not tell what the rows are; say the kind: items, locations or stock."
    raise BadFile("kind_unknown", says, at="/body/kind")


def mapped(
    kind: ImportKind, columns: Sequence[str], wanted: Mapping[str, str | None]
) -> dict[str, str]:
    """Column to field: as the caller wants it, and for the rest as the headers suggest."""
    _refuse_unusable(kind, columns, wanted)
    found = {column: field for column, field in wanted.items() if field is not None}
    free = {_key(column): column for column in reversed(columns) if column not in wanted}
    for field, headers in FIELDS[kind].items():
        if field in found.values():
            continue
        column = next((free[header] for header in headers if header in free), None)
        if column is not None:
            found[column] = field
    for fields in NEEDED[kind]:
        if not any(field in found.values() for field in fields):
            says = f"No column says the {' or '.join(fields)}; map one, as in"
            example = f'{{"{columns[0]}": "{fields[0]}"}}.'
            raise BadFile("column_missing", f"{says} {example}", at="/body/mapping")
    return {column: found[column] for column in columns if column in found}


def _refuse_unusable(
    kind: ImportKind, columns: Sequence[str], wanted: Mapping[str, str | None]
) -> None:
    faults = []
    fields: set[str] = set()
    for column, field in wanted.items():
        at = "/body/mapping/" + column[:200].replace("~", "~0").replace("/", "~1")
        if column not in columns:
            faults.append(Fault(at, "The file has no such column.", "column_unknown"))
        elif field is not None and field not in FIELDS[kind]:
            known = ", ".join(FIELDS[kind])
            says = f"There is no such field of {kind}; there are {known}."
            faults.append(Fault(at, says, "field_unknown"))
        elif field in fields:
            faults.append(Fault(at, f"Another column says the {field} already.", "field_twice"))
        elif field is not None:
            fields.add(field)
    if faults:
        raise InvalidFields(faults)


def _names(known: set[str]) -> set[str]:
    """The headers among `known` that say which item a row is about."""
    return known & {*THING["name"], *THING["sku"]}


def _has(known: set[str], kind: ImportKind, field: str) -> bool:
    return not known.isdisjoint(FIELDS[kind][field])


def _key(column: str) -> str:
    """A header as the lists above write it."""
    bare = folded(column).removeprefix(HOMEBOX)
    return re.sub(r"[\s_.]+", " ", bare).strip()
