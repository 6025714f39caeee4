"""The interactive documentation, served by ourselves: it works offline and without inline script."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from app.api.openapi import document

STATIC = Path(__file__).parent / "static"
# Swagger UI sets style attributes and ReDoc makes style elements and a worker from a blob
DOCS_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/static/docs/favicon.png">"""
SWAGGER = (
    HEAD.format(title="Quartermaster API")
    + """
<link rel="stylesheet" href="/static/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/static/docs/swagger-ui-bundle.js"></script>
<script src="/static/swagger-init.js"></script></body></html>"""
)
REDOC = (
    HEAD.format(title="Quartermaster API reference")
    + """
</head><body><redoc spec-url="/openapi.json"></redoc>
<script src="/static/docs/redoc.standalone.js"></script></body></html>"""
)
# of a server without the web UI
HOME = (
    HEAD.format(title="Quartermaster")
    + """
<link rel="stylesheet" href="/static/home.css"></head>
<body><main>
<h1>Quartermaster</h1>
<p class="tagline">Know what you have, where it is, who holds it, and what to get next.</p>
<p>This server speaks HTTP and JSON.</p>
<ul>
<li><a href="/docs">Try it out</a>: sign in with the <em>Authorize</em> button</li>
<li><a href="/redoc">Read the reference</a></li>
<li><a href="/openapi.json">The OpenAPI document</a></li>
<li><a href="/health">Health</a></li>
</ul>
</main></body></html>"""
)


def mount(app: FastAPI) -> None:
    """Swagger UI, ReDoc, and the one OpenAPI document at its two addresses."""

    async def swagger() -> HTMLResponse:
        return HTMLResponse(SWAGGER, headers={"content-security-policy": DOCS_CSP})

    async def redoc() -> HTMLResponse:
        return HTMLResponse(REDOC, headers={"content-security-policy": DOCS_CSP})

    async def openapi(_request: Request) -> JSONResponse:
        return JSONResponse(document(app))

    for path, page in (("/docs", swagger), ("/redoc", redoc)):
        app.get(path, include_in_schema=False)(page)
    for path in ("/openapi.json", "/api/v1/openapi.json"):
        app.get(path, include_in_schema=False)(openapi)
    app.mount("/static/docs", StaticFiles(directory=_swagger_files()))
    app.mount("/static", StaticFiles(directory=STATIC))


def _swagger_files() -> Path:
    """The folder of Swagger UI and ReDoc in the wheel that ships them."""
    found = find_spec("fastapi_offline")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "static"
