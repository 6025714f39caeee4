"""The built web UI under `/`, wherever no operation has the path.

What is in `assets/` has a hash of its content in its name, so it is kept for ever; all else is
asked for again each time and answered 304 while it is the same. A page's address leads to
`index.html`, which finds its way by itself. A missing asset never does: a tab that was open
before an update has to notice.
"""

import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from os import stat_result
from pathlib import Path
from stat import S_ISREG

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.docs import HOME
from app.api.middleware import CSP
from app.core.config import Settings

OURS = {"api", "docs", "health", "openapi.json", "redoc", "static"}  # where the UI has no say
FOR_EVER, EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the smaller first
DECODER = re.compile(r"assets/decoder-[^/]+\.js")
# as browsers want them, whatever this machine takes the names for
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Page:
    """`index.html` as it was last read."""

    content: bytes
    etag: str
    mtime: int


class Web:
    """Answers what no route does, and leaves the rest to `missing`, the framework's own answer."""

    def __init__(self, settings: Settings, missing: ASGIApp) -> None:
        self.missing = missing
        self.files = StaticFiles(directory=settings.web_root, check_dir=False)
        self.index = settings.web_root / "index.html"
        self.page: Page | None = None
        policy = CSP[settings.csp_mode]
        # a page keeps its policy, but a worker has that of its own answer: only there wasm may run
        self.decoder_policy = policy and policy.replace(
            "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp | None = None
        if scope["type"] == "http" and scope["method"] == "GET":  # HEAD comes as GET
            answer = await run_in_threadpool(self._answer, scope["path"], Headers(scope=scope))
        await (answer or self.missing)(scope, receive, send)

    def _answer(self, path: str, asked: Headers) -> Response | None:
        name = path.removeprefix("/")
        folder = name.partition("/")[0]
        if folder in OURS:
            return None
        self._reread()
        if self.page is None:
            return None if name else HTMLResponse(HOME)
        if not name or name == self.index.name:
            return self._leading_page(self.page, asked)
        found = self._file(name, asked)
        if found is None and folder != "assets" and "text/html" in asked.get("accept", ""):
            return self._leading_page(self.page, asked)
        return found

    def _reread(self) -> None:
        """Keep up with what is built while we serve."""
        try:
            mtime = self.index.stat().st_mtime_ns
            if self.page is None or self.page.mtime != mtime:
                content = self.index.read_bytes()
                self.page = Page(content, f'"{sha256(content).hexdigest()[:32]}"', mtime)
        except OSError:
            self.page = None

    def _leading_page(self, page: Page, asked: Headers) -> Response:
        headers = {"cache-control": EACH_TIME, "etag": page.etag, "vary": "accept"}
        return self._unless_same(HTMLResponse(page.content, headers=headers), asked)

    def _file(self, name: str, asked: Headers) -> Response | None:
        """A file below the root, compressed where that stands beside it and is understood."""
        if any(part.startswith(".") for part in name.split("/")):
            return None
        kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
        kept = FOR_EVER if name.startswith("assets/") else EACH_TIME
        headers = {"cache-control": kept, "vary": "accept-encoding"}
        if DECODER.fullmatch(name) and self.decoder_policy:
            headers["content-security-policy"] = self.decoder_policy
        for encoding in (*_understood(asked.get("accept-encoding", "")), None):
            found = self._lookup(name + ENCODINGS.get(encoding or "", ""))
            if found is not None:
                headers |= {"content-encoding": encoding} if encoding else {}
                path, stat = found
                response = FileResponse(
                    path, 200, headers, kind or "application/octet-stream", stat_result=stat
                )
                return self._unless_same(response, asked)
        return None

    def _lookup(self, name: str) -> tuple[str, stat_result] | None:
        try:
            path, stat = self.files.lookup_path(name)  # never outside of its directory
        except (OSError, ValueError):  # too long, or nothing that a name can hold
            return None
        return (path, stat) if stat is not None and S_ISREG(stat.st_mode) else None

    def _unless_same(self, response: Response, asked: Headers) -> Response:
        if self.files.is_not_modified(response.headers, asked):
            return NotModifiedResponse(response.headers)
        return response


def _understood(accept_encoding: str) -> list[str]:
    """The encodings of ours that the header allows (RFC 9110, 12.5.3)."""
    weights: dict[str, bool] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameter)
    return [name for name in ENCODINGS if weights.get(name, weights.get("*", False))]


def mount(app: FastAPI, settings: Settings) -> None:
    """After all routes: of a path that one of them knows, theirs is the answer, be it a 405."""
    app.router.default = Web(settings, app.router.default)
