"""The data set: rows of one organization made by arithmetic, the same at every run.

Each level is the fold of its movements, so `quartermaster doctor` finds the books right afterwards. Values are those
of the columns: quantities in millionths.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from app.core.db import sort_key
from app.domains.stock.models import NEVER

BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
ROOMS, BINS, CATEGORIES = 10, 200, 20
LINES = 50  # a posting
ISSUED_EVERY = 4  # items of which some went out again
AT_ONCE = 10_000  # items whose rows are made before they are stored
MILLION = 10**6
# what the n-th row of a table is called
ITEM, LOT, LEVEL, RECEIPT, ISSUE, RECEIPTS, ISSUES, PLACE, CATEGORY, TAG, TAGGING = range(1, 12)
FEW = (7, 23, 41)  # items that are alone in a category and with a tag
COMMON_TAG, RARE_TAG, RARE_CATEGORY = 0, 1, CATEGORIES
TAGGED_EVERY = 20  # items
ADJECTIVES = ["blue", "red", "long", "short", "steel", "brass", "rubber", "spare", "heavy", "light"]
NOUNS = [
    "bolt",
    "nut",
    "washer",
    "pump",
    "filter",
    "hose",
    "valve",
    "bearing",
    "fuse",
    "cable",
    "gasket",
    "lamp",
]


@dataclass(frozen=True, slots=True)
class Premises:
    """Whose rows they are: an organization, its first person, and two of its virtual places."""

    organization_id: UUID
    user_id: UUID
    supplier_id: UUID
    customer_id: UUID


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, in the order in which tables refer to each other."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


Movement: TypeAlias = tuple[str, UUID, UUID, int]  # kind, from, to, quantity


def id_of(kind: int, n: int) -> UUID:
    """A UUIDv7 of the second in which the row was made."""
    made = int(BEGINNING.timestamp() + n) * 1000
    return UUID(int=made << 80 | 7 << 76 | kind << 64 | 2 << 62 | n)


def made_at(n: int) -> datetime:
    return BEGINNING + timedelta(seconds=n)


def changed_at(n: int) -> datetime:
    """When item n was changed last."""
    return made_at(n) + timedelta(seconds=scrambled(n) % 1_000_000)


def scrambled(n: int) -> int:
    """Another number for each n below 2**32, in no visible order: not all is sorted by age."""
    return n * 2654435761 % 2**32


def name_of(n: int) -> str:
    other = scrambled(n)
    return f"{ADJECTIVES[other % 10]} {NOUNS[other // 10 % 12]} {other:010}"


def sku_of(n: int) -> str:
    return f"S-{scrambled(n + 7):010}"


def place_of(n: int) -> UUID:
    """The bin in which item n is."""
    return id_of(PLACE, 1 + ROOMS + n % BINS)


def category_of(n: int) -> UUID:
    return id_of(CATEGORY, RARE_CATEGORY if n in FEW else n % CATEGORIES)


def received(n: int) -> int:
    return (10 + scrambled(n + 3) % 5000) * MILLION + n % 3 * 250_000


def issued(n: int) -> int:
    return (1 + n % 10) * MILLION if n % ISSUED_EVERY == 0 else 0


def fixtures(premises: Premises) -> Iterator[Rows]:
    """What is there once: categories, and a tree of a site, rooms and bins."""
    organization = premises.organization_id

    def named(kind: int, n: int, parent: UUID | None, name: str, code: str) -> tuple[Any, ...]:
        at = made_at(n)
        return (id_of(kind, n), organization, at, at, 1, parent, name, sort_key(name), code)

    common: tuple[str, ...] = ("id", "organization_id", "created_at", "updated_at", "version")
    common += ("parent_id", "name", "name_key", "code")
    yield Rows(
        "categories",
        (*common, "icon", "colour"),
        [
            (*named(CATEGORY, n, None, f"Category {n}", f"C{n}"), "", "")
            for n in range(CATEGORIES + 1)
        ],
    )
    yield Rows(
        "tags",
        (
            "id",
            "organization_id",
            "created_at",
            "updated_at",
            "version",
            "name",
            "name_key",
            "colour",
        ),
        [
            (id_of(TAG, n), organization, made_at(n), made_at(n), 1, name, name, "")
            for n, name in ((COMMON_TAG, "common"), (RARE_TAG, "rare"))
        ],
    )
    site = id_of(PLACE, 0)
    places = [(*named(PLACE, 0, None, "Warehouse", "W"), "site", "")]
    places += [
        (*named(PLACE, n, site, f"Room {n}", f"R{n}"), "room", "") for n in range(1, 1 + ROOMS)
    ]
    places += [
        (*named(PLACE, n, id_of(PLACE, 1 + n % ROOMS), f"Bin {n}", f"B{n}"), "bin", "")
        for n in range(1 + ROOMS, 1 + ROOMS + BINS)
    ]
    yield Rows("locations", (*common, "kind", "notes"), places)


def grown(premises: Premises, start: int, stop: int) -> Iterator[Rows]:
    """Items from `start` to `stop` with lots, levels, and the movements that made those.

    `start` is a multiple of what a posting takes.
    """
    for first in range(start, stop, AT_ONCE):
        some = range(first, min(first + AT_ONCE, stop))
        yield _items(premises, some)
        yield _taggings(premises, some)
        yield _lots(premises, some)
        yield _postings(premises, some)
        yield _movements(premises, some)
        yield _levels(premises, some)


def _items(premises: Premises, some: range) -> Rows:
    columns = (
        *("id", "organization_id", "created_at", "updated_at", "version", "name", "name_key"),
        *("sku", "sku_key", "barcode", "category_id", "tracking", "unit", "manufacturer"),
        *("model_number", "notes", "min_level", "attributes"),
    )
    rows: list[tuple[Any, ...]] = []
    for n in some:
        at, name, sku = made_at(n), name_of(n), sku_of(n)
        rows.append((
            *(id_of(ITEM, n), premises.organization_id, at, changed_at(n), 1, name, sort_key(name)),
            *(sku, sort_key(sku), f"40{n:011}", category_of(n), "stock", "pcs"),
            *("Acme", f"M-{n}", "", 5 * MILLION, "{}"),
        ))  # fmt: skip
    return Rows("items", columns, rows)


def _taggings(premises: Premises, some: range) -> Rows:
    """With what sorts their items, which PostgreSQL's triggers do not copy while this is loaded."""
    marked = [(n, COMMON_TAG) for n in some if n % TAGGED_EVERY == 0]
    marked += [(n, RARE_TAG) for n in FEW if n in some]
    columns = (
        *("id", "organization_id", "created_at", "tag_id", "item_id", "item_name_key"),
        *("item_sku_key", "item_created_at", "item_updated_at", "item_archived"),
    )
    rows = [
        (
            *(id_of(TAGGING, n), premises.organization_id, made_at(n), id_of(TAG, tag)),
            *(id_of(ITEM, n), sort_key(name_of(n)), sort_key(sku_of(n)), made_at(n)),
            *(changed_at(n), False),
        )
        for n, tag in marked
    ]
    return Rows("taggings", columns, rows)


def _lots(premises: Premises, some: range) -> Rows:
    columns = (
        *("id", "organization_id", "created_at", "updated_at", "version", "item_id", "code"),
        "expires_key",
    )
    rows = [
        (
            *(id_of(LOT, n), premises.organization_id, made_at(n), made_at(n), 1),
            *(id_of(ITEM, n), "", NEVER),
        )
        for n in some
    ]
    return Rows("lots", columns, rows)


def _postings(premises: Premises, some: range) -> Rows:
    columns = ("id", "organization_id", "created_at", "reference", "reason", "actor_id")
    sheets = range(some.start // LINES, (some.stop - 1) // LINES + 1)
    rows = [
        (
            *(id_of(kind, n), premises.organization_id, made_at(n * LINES)),
            *(reference, "", premises.user_id, id_of(kind, n)),
        )
        for n in sheets
        for kind, reference in ((RECEIPTS, "OPENING"), (ISSUES, ""))
    ]
    return Rows("postings", (*columns, "request_id"), rows)


def movements_of(premises: Premises, n: int) -> Iterator[tuple[UUID, UUID, Movement]]:
    """Id, posting and content of each movement of item n."""
    place, sheet = place_of(n), n // LINES
    came = ("receive", premises.supplier_id, place, received(n))
    yield id_of(RECEIPT, n), id_of(RECEIPTS, sheet), came
    if gone := issued(n):
        went = ("issue", place, premises.customer_id, gone)
        yield id_of(ISSUE, n), id_of(ISSUES, sheet), went


def _movements(premises: Premises, some: range) -> Rows:
    columns = (
        *("id", "organization_id", "created_at", "posting_id", "kind", "from_location_id"),
        *("to_location_id", "quantity", "item_id", "lot_id", "reason", "reference"),
        *("actor_id", "request_id"),
    )
    rows = [
        (
            *(id, premises.organization_id, made_at(n), posting, *movement),
            *(id_of(ITEM, n), id_of(LOT, n), "", "", premises.user_id, posting),
        )
        for n in some
        for id, posting, movement in movements_of(premises, n)
    ]
    return Rows("stock_movements", columns, rows)


def _levels(premises: Premises, some: range) -> Rows:
    columns = (
        *("id", "organization_id", "created_at", "updated_at", "item_id", "lot_id"),
        *("location_id", "on_hand", "reserved"),
    )
    rows = [
        (
            *(id_of(LEVEL, n), premises.organization_id, made_at(n)),
            made_at(n) + timedelta(seconds=scrambled(n + 1) % 1_000_000),
            *(id_of(ITEM, n), id_of(LOT, n), place_of(n), received(n) - issued(n), 0),
        )
        for n in some
    ]
    return Rows("stock_levels", columns, rows)
