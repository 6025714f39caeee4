"""What the demo organization keeps: stations, ships, ores by quality, components, provisions."""

from dataclasses import dataclass

from app.domains.locations.models import LocationKind


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    kind: LocationKind
    inside: tuple["Place", ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    sku: str
    name: str
    category: str
    unit: str
    manufacturer: str = ""
    minimum: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    sku: str
    place: str
    quantity: str
    unit_cost: str
    lot: str = ""
    quality: int | None = None


_K = LocationKind
PLACES = (
    Place(
        "STA-1",
        "Highgate Station",
        _K.STATION,
        (
            Place("STA-1-H1", "Hangar 1", _K.ROOM),
            Place("STA-1-WH", "Warehouse", _K.ROOM),
            Place("STA-1-RF", "Refinery deck", _K.ROOM),
        ),
    ),
    Place(
        "STA-2",
        "Far Reach Outpost",
        _K.STATION,
        (Place("STA-2-ST", "Storage bay", _K.ROOM), Place("STA-2-LK", "Locker wall", _K.BIN)),
    ),
    Place(
        "SHP-1",
        "Hauler Long Patience",
        _K.SHIP,
        (Place("SHP-1-C1", "Forward hold", _K.BIN), Place("SHP-1-C2", "Aft hold", _K.BIN)),
    ),
    Place("SHP-2", "Prospector Second Chance", _K.SHIP, (Place("SHP-2-OP", "Ore pods", _K.BIN),)),
)
ITEMS = (
    Thing("ORE-QNT", "Quantanium ore", "Ores", "SCU", minimum="50"),
    Thing("ORE-BEX", "Bexalite ore", "Ores", "SCU", minimum="20"),
    Thing("ORE-LAR", "Laranite ore", "Ores", "SCU"),
    Thing("ORE-TIT", "Titanium ore", "Ores", "SCU"),
    Thing("CMP-PWR-2", "Power plant, size 2", "Components", "pcs", "Amon & Reese", "2"),
    Thing("CMP-CLR-2", "Cooler, size 2", "Components", "pcs", "Wen/Cassel", "2"),
    Thing("CMP-SHD-1", "Shield generator, size 1", "Components", "pcs", "Seal Corporation", "4"),
    Thing("CMP-QDR-2", "Quantum drive, size 2", "Components", "pcs", "Roberts Space", "1"),
    Thing("PRV-MED", "Medical pen", "Provisions", "pcs", "CureLife", "100"),
    Thing("PRV-RAT", "Ration pack", "Provisions", "pcs", "Big Benny's", "60"),
    Thing("PRV-WTR", "Drinking water", "Provisions", "L", minimum="200"),
    Thing("FUE-HYD", "Hydrogen fuel", "Fuel", "SCU", minimum="100"),
)
STOCK = (
    Entry("ORE-QNT", "SHP-2-OP", "12.25", "88", "Q-741", 741),
    Entry("ORE-QNT", "STA-1-RF", "31.5", "88", "Q-902", 902),
    Entry("ORE-QNT", "STA-1-RF", "8.064", "61", "Q-388", 388),
    Entry("ORE-BEX", "STA-1-RF", "16", "44", "B-655", 655),
    Entry("ORE-LAR", "SHP-1-C1", "96", "31", "L-510", 510),
    Entry("ORE-LAR", "STA-1-WH", "24.5", "31", "L-512", 512),
    Entry("ORE-TIT", "SHP-1-C2", "120", "9", "T-220", 220),
    Entry("CMP-PWR-2", "STA-1-WH", "3", "18500"),
    Entry("CMP-CLR-2", "STA-1-WH", "5", "9200"),
    Entry("CMP-SHD-1", "STA-2-ST", "2", "12400"),
    Entry("CMP-QDR-2", "STA-1-H1", "1", "46000"),
    Entry("PRV-MED", "STA-2-LK", "64", "120"),
    Entry("PRV-MED", "SHP-1-C1", "40", "120"),
    Entry("PRV-RAT", "STA-2-LK", "18", "35"),
    Entry("PRV-WTR", "STA-1-WH", "480", "2"),
    Entry("FUE-HYD", "STA-1-H1", "240", "14"),
)
