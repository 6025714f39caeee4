"""The proof that every level is the fold of its movements, and that it finds what is not."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.core.ids import new_id
from app.domains.stock.models import Reservation, ReservationStatus, StockLevel, StockMovement
from app.domains.stock.queries import movements
from app.domains.stock.service import audit, ledger
from app.domains.stock.service.audit import Difference
from tests.world import World

LEVELS = StockLevel.__table__.c


async def differences(org: World) -> list[Difference]:
    async with org.context() as ctx:
        return await audit.differences(ctx)


async def stocked(org: World) -> tuple[UUID, UUID, UUID]:
    """Item, lot and place of 4.5, after movements of every kind."""
    item, shelf, other = await org.item(), await org.location(), await org.location()
    one: dict[str, Any] = {"item_id": item["id"], "location_id": shelf["id"]}
    ends = {"from_location_id": shelf["id"], "to_location_id": other["id"]}
    await org.receive(item, shelf, "10.500001")
    await org.issue(item, shelf, 2)
    await org.post("/stock/transfer", {"item_id": item["id"], "quantity": 4} | ends)
    await org.post("/stock/adjust", one | {"counted": "4.5", "reason": "R"})
    undone = await org.receive(item, shelf, 1)
    await org.post(f"/movements/{undone['id']}/reverse")
    (level,) = (await org.get("/stock", params={"location_id": shelf["id"]}))["items"]
    return UUID(item["id"]), UUID(level["lot_id"]), UUID(shelf["id"])


async def test_levels_that_follow_their_movements_are_right(org: World) -> None:
    await stocked(org)
    assert await differences(org) == []


async def test_a_level_that_is_not_what_moved_is_found(org: World, other_org: World) -> None:
    _, lot, place = await stocked(org)
    async with org.context(write=True) as ctx:
        here = (LEVELS.lot_id == lot, LEVELS.location_id == place)
        assert await ctx.update(StockLevel, *here, on_hand=Decimal("4.500001")) == 1
    found = Difference(lot, place, on_hand=Decimal("4.500001"), fold=Decimal("4.5"))
    assert await differences(org) == [found]
    assert await differences(other_org) == []


async def test_a_level_that_is_missing_is_found(org: World) -> None:
    _, lot, place = await stocked(org)
    async with org.context(write=True) as ctx:
        here = (LEVELS.lot_id == lot, LEVELS.location_id == place)
        assert await ctx.delete(StockLevel, *here) == 1
    assert await differences(org) == [Difference(lot, place, Decimal(0), Decimal("4.5"))]


async def test_a_level_that_nothing_moved_to_is_found(org: World) -> None:
    item, lot, _ = await stocked(org)
    place = UUID((await org.location())["id"])
    level = ledger.empty_level((item, lot, place)) | {"on_hand": Decimal(3)}
    async with org.context(write=True) as ctx:
        await ctx.insert(StockLevel, [level])
    assert await differences(org) == [Difference(lot, place, Decimal(3), Decimal(0))]


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_sums_beyond_64_bits_are_exact(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, "0.000001")
    async with org.context(write=True) as ctx:
        (row,) = await ctx.rows(select(movements))
        nearly = {"quantity": Decimal("999999999.999999")}
        more = [row | nearly | {"id": new_id()} for _ in range(9300)]
        await ctx.insert(StockMovement, more)  # 9.3 * 10^18 millionths: 2^63 is 9.2 * 10^18
    fold = Decimal(9300000000000) - 9300 * Decimal("0.000001") + Decimal("0.000001")
    (found,) = await differences(org)
    assert (found.on_hand, found.fold) == (Decimal("0.000001"), fold)


async def test_what_is_reserved_without_a_reservation_is_found(org: World) -> None:
    item, lot, place = await stocked(org)
    body = {"item_id": str(item), "location_id": str(place), "quantity": 2, "for": "Refit"}
    kept = await org.post("/reservations", body)
    assert await differences(org) == []
    here = (LEVELS.lot_id == lot, LEVELS.location_id == place)
    async with org.context(write=True) as ctx:
        assert await ctx.update(StockLevel, *here, reserved=Decimal(3)) == 1
    whole = Decimal("4.5")
    assert await differences(org) == [Difference(lot, place, whole, whole, Decimal(3), Decimal(2))]
    async with org.context(write=True) as ctx:
        which = Reservation.__table__.c.id == UUID(kept["id"])
        released = ReservationStatus.RELEASED
        assert await ctx.update(Reservation, which, status=released) == 1
    assert await differences(org) == [Difference(lot, place, whole, whole, Decimal(3), Decimal(0))]
