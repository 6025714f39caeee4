"""Sessions: each way to end one is tried by somebody at two devices."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.core.kept_mails import MailKind
from prove.figures.ended_sessions.held import Ending, Held, owner
from prove.mails import token_mailed
from prove.stand import Stand
from prove.visitors import PASSWORD, Session, Visitor, refreshed
from rig.product import API
from rig.wire import Call, Line

OTHER_PASSWORD = "another " + PASSWORD
ME = "/users/me"
GRACE = 10.5  # seconds after which a rotated token counts as copied


@dataclass(slots=True)
class Devices:
    """Of one person: `mine` is to end."""

    stand: Stand
    line: Line
    visitor: Visitor
    mine: Session
    other: Session

    async def ask(self, method: str, path: str, **body: str) -> Any:
        """What the other device is answered."""
        call = Call(method, f"{API}{path}", json.dumps(body) if body else "")
        return await self.other.told(self.line, call)

    async def proved(self) -> None:
        """Step up at the other device."""
        await self.visitor.stepped_up(self.line, self.other)

    async def rule(self, method: str, path: str) -> None:
        """As a superuser."""
        await owner(self.stand).told(self.line, Call(method, f"{API}/admin{path}"))

    async def session_id(self) -> str:
        """Of the one that is to end."""
        listed = await self.mine.told(self.line, Call("GET", f"{API}{ME}/sessions"))
        (id,) = [row["id"] for row in listed["items"] if row["current"]]
        return str(id)

    async def user_id(self) -> str:
        return str((await self.ask("GET", ME))["id"])


Kill: TypeAlias = Callable[[Devices], Awaitable[None]]


def _session(kill: Kill, *, with_factor: bool = False) -> Ending:
    async def ending(stand: Stand, line: Line) -> AsyncIterator[Held]:
        visitor = await Visitor.registered(line)
        if with_factor:
            await visitor.secured(line)
        mine, other = await visitor.signed_in(line), await visitor.signed_in(line)
        yield Held(mine.opens, mine.refresh)
        await kill(Devices(stand, line, visitor, mine, other))

    return ending


async def _logout(two: Devices) -> None:
    await two.mine.told(two.line, Call("POST", f"{API}/auth/logout"))


async def _logout_all(two: Devices) -> None:
    await two.ask("POST", "/auth/logout-all")


async def _revoked(two: Devices) -> None:
    await two.ask("DELETE", f"{ME}/sessions/{await two.session_id()}")


async def _revoked_by_a_superuser(two: Devices) -> None:
    await two.rule("DELETE", f"/sessions/{await two.session_id()}")


async def _copied(two: Devices) -> None:
    await refreshed(two.line, two.mine.refresh)
    await asyncio.sleep(GRACE)
    if (await refreshed(two.line, two.mine.refresh)).status != 401:
        raise RuntimeError("a token that was rotated long ago was taken")


async def _password_changed(two: Devices) -> None:
    await two.ask("POST", f"{ME}/password", current_password=PASSWORD, new_password=OTHER_PASSWORD)


async def _password_reset(two: Devices) -> None:
    email = two.visitor.email
    await two.ask("POST", "/auth/password-recovery", email=email)
    token = await token_mailed(two.stand, MailKind.RESET_PASSWORD, email)
    await two.ask("POST", "/auth/password-reset", token=token, password=OTHER_PASSWORD)


async def _email_changed(two: Devices) -> None:
    email = f"new-{two.visitor.email}"
    await two.proved()
    await two.ask("POST", f"{ME}/email", email=email)
    token = await token_mailed(two.stand, MailKind.CONFIRM_EMAIL, email)
    await two.ask("POST", "/auth/change-email", token=token)


async def _factor_on(two: Devices) -> None:
    await two.visitor.secured(two.line)


async def _factor_off(two: Devices) -> None:
    await two.proved()
    await two.ask("DELETE", f"{ME}/mfa")


async def _codes_renewed(two: Devices) -> None:
    await two.proved()
    await two.ask("POST", f"{ME}/mfa/recovery-codes")


async def _deactivated(two: Devices) -> None:
    await two.proved()
    await two.ask("POST", f"{ME}/deactivate")


async def _deleted(two: Devices) -> None:
    await two.proved()
    await two.ask("DELETE", ME)


async def _deactivated_by_a_superuser(two: Devices) -> None:
    await two.rule("POST", f"/users/{await two.user_id()}/deactivate")


async def _reset_by_a_superuser(two: Devices) -> None:
    await two.rule("POST", f"/users/{await two.user_id()}/require-password-reset")


SESSIONS: Mapping[str, Ending] = {
    "logout": _session(_logout),
    "logout of all": _session(_logout_all),
    "revoked from another device": _session(_revoked),
    "revoked by a superuser": _session(_revoked_by_a_superuser),
    "refresh token copied": _session(_copied),
    "password changed": _session(_password_changed),
    "password reset": _session(_password_reset),
    "password reset demanded by a superuser": _session(_reset_by_a_superuser),
    "address changed": _session(_email_changed),
    "second factor on": _session(_factor_on),
    "second factor off": _session(_factor_off, with_factor=True),
    "recovery codes renewed": _session(_codes_renewed, with_factor=True),
    "account shut": _session(_deactivated),
    "account shut by a superuser": _session(_deactivated_by_a_superuser),
    "account deleted": _session(_deleted),
}
