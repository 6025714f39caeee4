"""Units: the built-in ones and the organization's own."""

from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from app.core.context import Context
from app.core.errors import InUse, Invalid
from app.domains.catalog.events import UnitCreated, UnitDeleted
from app.domains.catalog.models import Item, OwnUnit, UnitKnown
from app.domains.catalog.schemas import UnitCreate, UnitRead
from app.domains.catalog.units import ALIASES, BUILT_IN, Unit


class UnitUnknown(Invalid):
    code = "unit_unknown"


def _unit(own: OwnUnit) -> Unit:
    base = BUILT_IN[own.base]
    return Unit(own.code, own.name, base.dimension, Fraction(own.factor) * base.factor)


async def resolve(ctx: Context, code: str, at: str) -> Unit:
    """The unit that the input at the pointer `at` names; `UnitUnknown` if there is none.

    One of the organization's own is locked, so that it stays until what is counted in it is stored.
    """
    code = ALIASES.get(code, code)
    if code in BUILT_IN:
        return BUILT_IN[code]
    query = select(OwnUnit).where(OwnUnit.code == code).with_for_update(read=True)
    own = (await ctx.session.scalars(query)).one_or_none()
    if own is None:
        known = ", ".join(BUILT_IN)
        raise UnitUnknown(f"There is no unit {code}; built in are: {known}.", at=at)
    return _unit(own)


async def known(ctx: Context) -> dict[str, Unit]:
    """Every unit by its code: the built-in ones and the organization's own."""
    own = await ctx.session.scalars(select(OwnUnit))
    return {**BUILT_IN, **{unit.code: _unit(unit) for unit in own}}


async def create(ctx: Context, data: UnitCreate) -> UnitRead:
    code, base = ALIASES.get(data.code, data.code), ALIASES.get(data.base, data.base)
    if code in BUILT_IN:
        raise UnitKnown(at="/body/code")
    if base not in BUILT_IN:
        raise UnitUnknown(f"{data.base} is not a built-in unit.", at="/body/base")
    own = OwnUnit(code=code, name=data.name, base=base, factor=data.factor)
    await ctx.store(own)
    ctx.emit(UnitCreated(own.id))
    await ctx.flush()
    return _read(own)


async def delete(ctx: Context, unit_id: UUID) -> None:
    own = await ctx.get(OwnUnit, unit_id, lock=True)
    used = select(Item.name).where(Item.unit == own.code).limit(1)
    if (name := await ctx.session.scalar(used)) is not None:
        raise InUse(f"Items are counted in {own.code}, such as {name}.")
    await ctx.session.delete(own)
    ctx.emit(UnitDeleted(own.id))
    await ctx.flush()


async def everything(ctx: Context) -> list[UnitRead]:
    """All units that items can be counted in: the built-in ones first."""
    built_in = [
        UnitRead(
            id=None,
            code=unit.code,
            name=unit.name,
            dimension=unit.dimension,
            base=_base(unit.dimension).code,
            factor=str(unit.factor),
        )
        for unit in BUILT_IN.values()
    ]
    own = await ctx.session.scalars(select(OwnUnit).order_by(OwnUnit.code))
    return built_in + [_read(unit) for unit in own]


def _base(dimension: str) -> Unit:
    return next(u for u in BUILT_IN.values() if u.dimension == dimension and u.factor == 1)


def _read(own: OwnUnit) -> UnitRead:
    dimension = BUILT_IN[own.base].dimension
    return UnitRead(
        id=own.id,
        code=own.code,
        name=own.name,
        dimension=dimension,
        base=own.base,
        factor=str(own.factor),
    )
