"""A browser's refresh token, in a cookie that no script can read.

The mode is chosen by `X-Session-Mode: cookie`. Without that header no cookie is ever read or
written, so nothing that a foreign page can make a browser send is signed in by itself.
"""

from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from fastapi import Header, Request, Response

from app.core.config import Settings
from app.core.errors import Fault, Forbidden, InvalidFields
from app.domains.identity.schemas import Refresh, SignedInRead

Mode: TypeAlias = Annotated[
    Literal["body", "cookie"],
    Header(
        alias="X-Session-Mode",
        description="`cookie`: the refresh token goes in an HttpOnly cookie, for browsers.",
    ),
]
DAY = 24 * 60 * 60


class CrossSite(Forbidden):
    code = "cross_site"
    detail = "In cookie mode a request comes from a page of this server, or of an allowed origin."


def delivered(
    request: Request, response: Response, signed_in: SignedInRead, mode: Mode
) -> SignedInRead:
    """The answer as `mode` wants it: with the refresh token in its body, or in a cookie."""
    if mode == "body":
        return signed_in
    assert signed_in.refresh_token is not None
    settings: Settings = request.app.state.settings
    response.set_cookie(
        _name(request),
        signed_in.refresh_token,
        max_age=settings.refresh_token_expire_days * DAY,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )
    return signed_in.model_copy(update={"refresh_token": None})


def cleared(request: Request, response: Response, mode: Mode) -> None:
    if mode == "cookie":
        response.delete_cookie(
            _name(request),
            path="/",
            secure=_is_secure(request),
            httponly=True,
            samesite="strict",
        )


def given(request: Request, data: Refresh, mode: Mode) -> str | None:
    """The refresh token from the one place where `mode` has it; None: the browser has no cookie.

    Raises `InvalidFields` for a body that lacks it, or has one where the cookie counts.
    """
    if mode == "cookie":
        if data.refresh_token is not None:
            said = "must be left out in cookie mode"
            raise InvalidFields([Fault("/body/refresh_token", said, "extra_forbidden")])
        return presented(request)
    if data.refresh_token is None:
        raise InvalidFields([Fault("/body/refresh_token", "Field required", "missing")])
    return data.refresh_token


def presented(request: Request) -> str | None:
    """The token in the cookie. Raises `CrossSite` where another site's page sent it."""
    if not _is_from_here(request):
        raise CrossSite
    return request.cookies.get(_name(request))


def _is_from_here(request: Request) -> bool:
    """By what only a browser writes; one that says neither is none, and has no use of cookies."""
    settings: Settings = request.app.state.settings
    origin = request.headers.get("origin")
    if origin in settings.cors_origins:
        return True
    if (site := request.headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    return origin is not None and _host_of(origin) == request.headers.get("host")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _is_secure(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return settings.exposed or request.url.scheme == "https"


def _name(request: Request) -> str:
    """`__Host-`: browsers take such a cookie over https alone, and from no subdomain."""
    return "__Host-qm_refresh" if _is_secure(request) else "qm_refresh"
