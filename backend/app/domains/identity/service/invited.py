"""Opening an account by an invitation, where only the invited may."""

from sqlalchemy import or_, update

from app.core.context import AccountContext
from app.core.errors import Forbidden
from app.core.keys import Keys
from app.core.links import Link
from app.core.writing import met
from app.domains.identity.models import email_key
from app.domains.identity.service import invitations


class InvitationNeeded(Forbidden):
    code = "invitation_needed"
    detail = "Only who was invited can open an account here: send the token of your invitation."


class KeptForAnother(InvitationNeeded):
    detail = "The invitation is for another e-mail address."


async def reserve(ctx: AccountContext, keys: Keys, token: str | None, email: str) -> None:
    """Keep the link for the account of this address, new or known: it opens no other.

    Joining spends it, as ever: were it spent here, it would tell who had an account before. Raises
    `InvitationNeeded`, and `LinkRefused` where it lets nobody in.
    """
    if token is None:
        raise InvitationNeeded
    invitation, _ = await invitations.shown(ctx, keys, token, at="/body/invitation")
    key = email_key(email)
    if invitation.email:
        kept = invitation.email_key == key
    else:
        free = or_(Link.email.is_(None), Link.email == key)
        keeping = update(Link).where(Link.id == invitation.link_id, free).values(email=key)
        kept = bool(await met(ctx.session, keeping))
    if not kept:
        raise KeptForAnother
