"""The demo world: users, two organizations and what a small fleet keeps. Idempotent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cli.plain import desk_of, opened, refuse
from app.cli.seed_world import ITEMS, PLACES, STOCK, Place, Thing
from app.core.clock import now
from app.core.config import Settings
from app.core.context import AccountContext, Actor, Context, Tenant
from app.core.engine import Database
from app.core.startup import refuse_if_behind
from app.core.unit_of_work import unit_of_work
from app.domains.catalog.models import Category, Item
from app.domains.catalog.schemas import CategoryCreate, ItemCreate
from app.domains.catalog.service import categories, items
from app.domains.identity.models import Membership, Organization, User
from app.domains.identity.permissions import Role
from app.domains.identity.schemas import OrganizationCreate
from app.domains.identity.service import accounts, organizations
from app.domains.locations import service as locations
from app.domains.locations.models import Location
from app.domains.locations.schemas import LocationCreate
from app.domains.stock.models import Posting
from app.domains.stock.schemas import PostingCreate, ReceiveLine
from app.domains.stock.service import sheets

REFERENCE = "OPENING-STOCK"


@dataclass(frozen=True, slots=True)
class DemoUser:
    name: str
    role: Role  # in test-org

    @property
    def email(self) -> str:
        return f"{self.name}@scims.test"

    @property
    def password(self) -> str:
        return f"{self.name}123"


DEMO_USERS = (
    DemoUser("owner", Role.OWNER),
    DemoUser("admin", Role.ADMIN),
    DemoUser("member", Role.MEMBER),
    DemoUser("viewer", Role.VIEWER),
)
SHOWN_ACCOUNT = (DEMO_USERS[0].email, DEMO_USERS[0].password)


def refuse_demo(settings: Settings) -> None:
    if settings.exposed:
        refuse(f"Demo users have known passwords; they are refused in {settings.environment}.")


async def seed() -> None:
    """Put in what is missing of the demo data; what is there stays as it is."""
    async with opened() as database:
        refuse_demo(database.settings)
        await refuse_if_behind(database)
        hashes = await _hashes(database)
        async with unit_of_work(database, write=True) as unit:
            account = unit.account()
            users = [await _user(account, demo, hashes) for demo in DEMO_USERS]
            by_name = {demo.name: user.id for demo, user in zip(DEMO_USERS, users, strict=True)}
            owner = by_name["owner"]
            test_org = await _organization(
                account,
                OrganizationCreate(name="Test Organization", slug="test-org", currency="UEC"),
                owner,
            )
            for demo in DEMO_USERS:
                await _member(test_org, by_name[demo.name], demo.role)
            another = await _organization(
                account, OrganizationCreate(name="Another Organization", slug="another-org"), owner
            )
            await _member(another, by_name["viewer"], Role.MEMBER)
            await _world(test_org)


async def _hashes(database: Database) -> dict[str, str]:
    """The hashes of those who are not there yet, made before the transaction begins."""
    async with unit_of_work(database, write=False) as unit:
        account = unit.account()
        absent = [d for d in DEMO_USERS if await accounts.by_email(account, d.email) is None]
    passwords = desk_of(database).passwords
    return {demo.email: await passwords.hash(demo.password) for demo in absent}


async def _user(account: AccountContext, demo: DemoUser, hashes: dict[str, str]) -> User:
    known = await accounts.by_email(account, demo.email)
    return known or await accounts.add(
        account,
        User(
            email=demo.email,
            full_name=f"{demo.name.capitalize()} of the demo",
            password_hash=hashes[demo.email],
            password_is_public=True,
            email_verified_at=now(),
        ),
    )


async def _organization(account: AccountContext, data: OrganizationCreate, owner: UUID) -> Context:
    """The inside of the organization, founded if it is not there."""
    query = select(Organization).where(Organization.slug == data.slug)
    found = (await account.session.scalars(query)).one_or_none()
    found = found or await organizations.found(account, data, owner)
    return account.unit.context(Tenant(found.id, found.slug, found.currency), Actor(owner))


async def _member(ctx: Context, user_id: UUID, role: Role) -> None:
    query = select(Membership.id).where(Membership.user_id == user_id)
    if await ctx.session.scalar(query) is None:
        await organizations.join(ctx, user_id, role)


async def _world(ctx: Context) -> None:
    places = {place.code: await _place(ctx, place, None) for place in PLACES}
    for place in PLACES:
        for inner in place.inside:
            places[inner.code] = await _place(ctx, inner, places[place.code])
    things = {thing.sku: await _thing(ctx, thing) for thing in ITEMS}
    opened_before = select(Posting.id).where(Posting.reference == REFERENCE).limit(1)
    if await ctx.session.scalar(opened_before) is None:
        lines: list[Any] = [
            ReceiveLine(
                kind="receive",
                item_id=things[entry.sku],
                location_id=places[entry.place],
                quantity=Decimal(entry.quantity),
                lot=entry.lot,
                quality=entry.quality,
                unit_cost=Decimal(entry.unit_cost),
            )
            for entry in STOCK
        ]
        sheet = PostingCreate(lines=lines, reference=REFERENCE, reason="Opening stock")
        await sheets.post_sheet(ctx, sheet)


async def _place(ctx: Context, place: Place, parent_id: UUID | None) -> UUID:
    found = await ctx.session.scalar(select(Location.id).where(Location.code == place.code))
    if found is not None:
        return UUID(str(found))
    data = LocationCreate(name=place.name, kind=place.kind, code=place.code, parent_id=parent_id)
    return (await locations.create(ctx, data)).id


async def _thing(ctx: Context, thing: Thing) -> UUID:
    found = await ctx.session.scalar(select(Item.id).where(Item.sku == thing.sku))
    if found is not None:
        return UUID(str(found))
    data = ItemCreate(
        name=thing.name,
        sku=thing.sku,
        unit=thing.unit,
        category_id=await _category(ctx, thing.category),
        manufacturer=thing.manufacturer,
        min_level=None if thing.minimum is None else Decimal(thing.minimum),
    )
    return (await items.create(ctx, data)).id


async def _category(ctx: Context, name: str) -> UUID:
    code = name.upper()[:3]
    found = await ctx.session.scalar(select(Category.id).where(Category.code == code))
    if found is not None:
        return UUID(str(found))
    return (await categories.create(ctx, CategoryCreate(name=name, code=code))).id
