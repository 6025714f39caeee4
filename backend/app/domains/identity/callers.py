"""Who says to call: judged by what a request carries, and counted, before any query."""

from functools import lru_cache, partial
from ipaddress import ip_address
from typing import TypeAlias

from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param

from app.core.afterwards import afterwards
from app.core.context import Actor, Origin
from app.core.errors import Unauthorized
from app.core.limits.rates import Rates
from app.core.limits.rules import PERSON, STRANGER, Limit, neighbourhood
from app.domains.identity import api_keys, tokens
from app.domains.identity.queries.authority import Authority
from app.domains.identity.service.usage import Usage

KeyForms: TypeAlias = list[str]


def origin_of(request: Request) -> Origin:
    address = _address(request.client.host) if request.client else None
    agent, language = request.headers.get("user-agent"), request.headers.get("accept-language")
    return Origin(request.state.request_id, address, agent, language)


@lru_cache(maxsize=1_000)
def _address(host: str) -> str | None:
    """As it is written in short; None for what is none, as the name of a socket."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def bearer_token(request: Request) -> str | None:
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    return token if scheme.lower() == "bearer" else None


async def caller(request: Request, token: str | None) -> tokens.Claims | KeyForms:
    """Of an access token its claims, of an API key the forms in which it may be stored.

    Raises `Unauthorized` for what is neither of ours; `RateLimited` before that.
    """
    keys = request.app.state.keys
    try:
        if token is None:
            raise Unauthorized
        if token.startswith(api_keys.PREFIX):
            forms = api_keys.read(keys, token)
            await _count(request, PERSON, forms[0])
            return forms
        claims = tokens.read(keys, token)
    except Unauthorized:
        await count_stranger(request)
        raise
    await _count(request, PERSON, claims.user_id.hex)
    return claims


async def person(request: Request, token: str | None) -> tokens.Claims:
    """The same where no key opens: what is about a person is for that person."""
    found = await caller(request, token)
    if not isinstance(found, tokens.Claims):
        raise Unauthorized("An API key opens its organization alone; sign in for this.")
    return found


async def count_stranger(request: Request) -> None:
    """Count by address whoever has not signed in."""
    await _count(request, STRANGER, neighbourhood(origin_of(request).ip))


async def _count(request: Request, limit: Limit, subject: str) -> None:
    """Once a request, however often it is judged."""
    state, rates = request.scope["state"], request.app.state.rates
    assert isinstance(rates, Rates)
    if "standing" not in state:
        state["standing"] = await rates.admit(limit, subject)


def actor_of(me: Authority) -> Actor:
    return Actor(me.user_id, me.session_id, me.key_id)


def note_use(request: Request, me: Authority) -> None:
    """Have it written, once the answer has left, that session or key were used."""
    usage: Usage = request.app.state.usage
    if usage.is_due(me):
        afterwards(request.scope["state"], partial(usage.write, me))
