"""What superusers do to accounts and organizations. Nothing here makes anyone a superuser."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core import links
from app.core.context import AccountContext, Context, Tenant
from app.core.errors import AppError, Conflict, NotFound
from app.core.kept_mails import MailKind
from app.core.links import LinkPurpose
from app.domains.identity.events import (
    OrganizationActivated,
    OrganizationChanged,
    OrganizationDeactivated,
    PasswordResetRequired,
    UserActivated,
    UserDeactivated,
)
from app.domains.identity.models import (
    EmailTaken,
    EndedBecause,
    Organization,
    User,
    UserSession,
)
from app.domains.identity.schemas import (
    AccountRead,
    Asked,
    CreateAccount,
    OrganizationCreate,
    OrganizationOpened,
    RowReport,
    TreatAccount,
    Treatment,
)
from app.domains.identity.service import accounts, organizations, sessions
from app.domains.identity.service.desk import OwnDesk
from app.domains.identity.service.mailing import mail_to


class OwnAccount(Conflict):
    code, detail = "own_account", "Not your own account: somebody has to be left to undo it."


class BulkRefused(Conflict):
    code = "bulk_refused"
    detail = "One of the operations was refused, so none was carried out; `results` says which."


async def user(ctx: AccountContext, user_id: UUID) -> User:
    return await _user(ctx, user_id, lock=False)


async def create(ctx: AccountContext, data: CreateAccount) -> User:
    """An account without a password; its owner chooses one by the link that is mailed."""
    if await accounts.by_email(ctx, data.email) is not None:
        raise EmailTaken(at="/body/email")
    made = User(email=data.email, full_name=data.full_name, password_hash="")
    await accounts.add(ctx, made)
    await _mail_reset(ctx, made)
    return made


async def treat(ctx: AccountContext, user_id: UUID, treatment: Treatment) -> User:
    """Carry out one of the treatments; one that changes nothing is none."""
    match treatment:
        case Treatment.ACTIVATE:
            return await _activate(ctx, user_id)
        case Treatment.DEACTIVATE:
            return await _deactivate(ctx, user_id)
        case Treatment.REQUIRE_PASSWORD_RESET:
            return await _require_password_reset(ctx, user_id)


async def _activate(ctx: AccountContext, user_id: UUID) -> User:
    user = await _user(ctx, user_id)
    if not user.is_active:
        user.is_active = True
        ctx.emit(UserActivated(user.id))
        await ctx.flush()
    return user


async def _deactivate(ctx: AccountContext, user_id: UUID) -> User:
    """Every session of the account ends with it, and every token of them."""
    user = await _user(ctx, user_id)
    if user.id == ctx.actor.user_id:
        raise OwnAccount
    if user.is_active:
        user.is_active = False
        ctx.emit(UserDeactivated(user.id))
        await sessions.end_all(ctx, user.id, EndedBecause.DEACTIVATED)
    return user


async def _require_password_reset(ctx: AccountContext, user_id: UUID) -> User:
    """The password is no more, and a link to choose another is mailed."""
    user = await _user(ctx, user_id)
    if user.id == ctx.actor.user_id:
        raise OwnAccount
    user.password_hash = ""
    ctx.emit(PasswordResetRequired(user.id))
    await sessions.end_all(ctx, user.id, EndedBecause.PASSWORD_RESET_REQUIRED)
    await _mail_reset(ctx, user)
    return user


async def bulk(own: OwnDesk, operations: Sequence[Asked], *, atomic: bool) -> list[RowReport]:
    """One report an operation. `atomic`: one refusal undoes all, and is raised with the reports."""
    if not atomic:
        return [await _alone(own, index, asked) for index, asked in enumerate(operations)]
    reports: list[RowReport] = []
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        for index, asked in enumerate(operations):
            reports.append(await _reported(ctx, index, asked))
            if reports[-1].status >= 400:
                raise BulkRefused(results=[report.model_dump(mode="json") for report in reports])
    return reports


async def _alone(own: OwnDesk, index: int, asked: Asked) -> RowReport:
    try:
        async with own.desk.work(write=True) as unit:
            return await _done(unit.account(own.actor), index, asked)
    except AppError as refusal:
        return _refused(index, refusal)


async def _reported(ctx: AccountContext, index: int, asked: Asked) -> RowReport:
    try:
        return await _done(ctx, index, asked)
    except AppError as refusal:
        return _refused(index, refusal)


async def _done(ctx: AccountContext, index: int, asked: Asked) -> RowReport:
    if isinstance(asked, TreatAccount):
        user, status = await treat(ctx, asked.user_id, asked.action), 200
    else:
        user, status = await create(ctx, asked), 201
    return RowReport(index=index, status=status, user=read(user))


def _refused(index: int, refusal: AppError) -> RowReport:
    return RowReport(index=index, status=refusal.status, code=refusal.code, detail=str(refusal))


def read(user: User) -> AccountRead:
    return AccountRead.model_validate(
        {name: getattr(user, name) for name in AccountRead.model_fields if name != "has_password"}
        | {"has_password": bool(user.password_hash)}
    )


async def open_organization(ctx: AccountContext, data: OrganizationOpened) -> Organization:
    """An organization for somebody else. The caller does not become a member."""
    owner = await ctx.session.get(User, data.owner_id)
    if owner is None or not owner.is_active:
        raise NotFound(at="/body/owner_id")
    said = OrganizationCreate(**data.model_dump(exclude={"owner_id"}))
    return await organizations.found(ctx, said, owner.id)


async def organization(ctx: AccountContext, organization_id: UUID) -> Organization:
    found = await ctx.session.get(Organization, organization_id)
    if found is None:
        raise NotFound
    return found


async def switch(ctx: AccountContext, organization_id: UUID, *, on: bool) -> Organization:
    """Shut an organization, or open it again; its own log and that of the installation say so."""
    known = await organization(ctx, organization_id)
    inside = _inside(ctx, known)
    there = await organizations.get(inside)
    if there.is_active is not on:
        there.is_active = on
        inside.emit(OrganizationChanged(there.id))
        ctx.emit((OrganizationActivated if on else OrganizationDeactivated)(there.id))
        await inside.flush()
    return there


async def revoke(ctx: AccountContext, session_id: UUID) -> None:
    """End somebody's session; NotFound if there is none, or it has ended."""
    owner = select(UserSession.user_id).where(UserSession.id == session_id)
    user_id = await ctx.session.scalar(owner)
    which = UserSession.id == session_id
    if user_id is None or not await sessions.end(
        ctx, user_id, EndedBecause.REVOKED_BY_ADMIN, which, session_id
    ):
        raise NotFound


async def _user(ctx: AccountContext, user_id: UUID, *, lock: bool = True) -> User:
    """The account, which is somebody's still; locked, so that no sign-in comes in between."""
    query = select(User).where(User.id == user_id, User.emptied_at.is_(None))
    query = query.with_for_update(key_share=True) if lock else query
    found = (await ctx.session.scalars(query)).one_or_none()
    if found is None:
        raise NotFound
    return found


async def _mail_reset(ctx: AccountContext, user: User) -> None:
    link = await links.make(ctx, LinkPurpose.RESET_PASSWORD, user_id=user.id)
    await mail_to(ctx, user, MailKind.RESET_PASSWORD, link=link.id)
    await ctx.flush()


def _inside(ctx: AccountContext, there: Organization) -> Context:
    return ctx.unit.context(Tenant(there.id, there.slug, there.currency), ctx.actor)
