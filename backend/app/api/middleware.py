"""One pure ASGI middleware: request id, log line, headers, limits of size, plain start-up.

Each `BaseHTTPMiddleware` costs 120-160 µs a request; this one about 20.
"""

from contextlib import suppress
from time import perf_counter
from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import failed, unserved
from app.api.forwarded import Proxies
from app.api.sizes import too_large
from app.core.afterwards import settle
from app.core.config import API_VERSION, Settings
from app.core.ids import new_id
from app.core.logging import access_log, tellable
from app.core.shutdown import Shutdown
from app.core.startup import StartupRefused

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CSP = {
    "strict": STRICT,
    "relaxed": STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
    "disabled": None,
}


def cors(settings: Settings) -> dict[str, Any]:
    """Who may call from another origin, with what: named one by one, never `*`."""
    return {
        "allow_origins": settings.cors_origins,
        "allow_credentials": True,
        "allow_methods": ["GET", "POST", "PATCH", "DELETE"],
        "allow_headers": [
            *("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Session-Mode")
        ],
        "expose_headers": [
            *("ETag", "Location", "Idempotency-Replayed", "X-Request-ID"),
            *("RateLimit", "RateLimit-Policy", "Retry-After"),
        ],
        "max_age": 600,
    }


class Edge:
    """The first and last to see a request."""

    def __init__(self, app: ASGIApp, settings: Settings, shutdown: Shutdown) -> None:
        self.app, self.limit, self.shutdown = app, settings.max_body_bytes, shutdown
        self.log = access_log()
        self.proxies = Proxies(settings.trusted_proxies)
        fixed = {
            "x-api-version": API_VERSION,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(self), geolocation=(), microphone=()",
            "cross-origin-opener-policy": "same-origin",
        }
        if settings.hsts_seconds:
            stay = f"max-age={settings.hsts_seconds}; includeSubDomains"
            fixed["strict-transport-security"] = stay
        if (policy := CSP[settings.csp_mode]) is not None:
            fixed["content-security-policy"] = policy
        self.fixed = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._start_plainly(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _start_plainly(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A start that is refused says so in one sentence, not by a traceback."""

        async def said(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                refusal: str | None = scope["app"].state.refusal
                message = {**message, "message": refusal or message["message"]}
            await send(message)

        with suppress(StartupRefused):  # told above
            await self.app(scope, receive, said)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = perf_counter(), 500
        request_id = _given_id(scope) or new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        self.proxies.identify(scope)

        begun = False

        async def answer(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                begun = True
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                added = [pair for pair in self.fixed if pair[0] not in present]
                if scope["path"].startswith("/api/") and b"cache-control" not in present:
                    added.append((b"cache-control", b"private, no-store"))
                added.append((b"x-request-id", str(request_id).encode()))
                standing = scope["state"].get("standing")
                if standing is not None and b"ratelimit" not in present:
                    added += standing.headers()
                if self.shutdown.draining:  # else a connection may close just as it is used again
                    added.append((b"connection", b"close"))
                message["headers"] = [*message["headers"], *added]
            await send(message)

        head = scope["method"] == "HEAD"  # is GET; the server leaves out the body
        try:
            if (refusal := too_large(scope, self.limit)) is not None:
                await (await unserved(Request(scope), refusal))(scope, receive, answer)
                return
            await self.app(
                {**scope, "method": "GET"} if head else scope, self._limited(receive), answer
            )
        except Exception as error:
            if not begun:  # the framework would answer it from outside, without our headers
                await (await failed(Request(scope), error))(scope, receive, answer)
            raise
        finally:
            self.log(
                method=scope["method"],
                path=tellable(scope["path"]),
                status=status,
                ms=round((perf_counter() - started) * 1000, 1),
                request_id=str(request_id),
            )
        await settle(scope["state"])

    def _limited(self, receive: Receive) -> Receive:
        """Counts what arrives, whatever the request declared."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > self.limit:
                    raise HTTPException(413, f"A request body may have {self.limit} bytes at most.")
            return message

        return counted


def _given_id(scope: Scope) -> UUID | None:
    """The caller's own request id, where it is a UUID; nothing else of theirs enters the logs."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            try:
                return UUID(value.decode("ascii"))
            except (ValueError, UnicodeDecodeError):
                return None
    return None
