"""The built web UI: what is served under `/`, how long it may be kept, and what it may do."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.core import config
from app.main import create_app
from tests.settings import settings_for
from tests.world import refused

FOR_EVER = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE, MISSING = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, (404, "not_found")
FILES = {
    "index.html": "<!doctype html><title>Quartermaster</title>",
    "index.html.br": "[page, brotli]",
    "scheme.js": "scheme()",
    "scheme.js.gz": "[scheme, gzip]",
    "sw.js": "sw()",
    "favicon.svg": "<svg/>",
    "manifest.webmanifest": "{}",
    "icons/192.png": "PNG",
    ".vite/manifest.json": "secret",
    "assets/index-1a2b.js": "main()",
    "assets/index-1a2b.js.br": "[brotli]",
    "assets/index-1a2b.js.gz": "[gzip]",
    "assets/index-1a2b.css": "a{}",
    "assets/face-3c.woff2": "woff2",
    "assets/decoder-4d.js": "decode()",
    "assets/decoder-4d.js.br": "[decode, brotli]",
    "assets/zxing-5e.wasm": "wasm",
}


def build(folder: Path) -> Path:
    root = folder / "dist"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    (folder / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(folder / "secret.txt")
    return root


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Of the test's own, to change or to serve with other settings."""
    return build(tmp_path)


def served(root: Path, **settings: Any) -> httpx2.AsyncClient:
    app = create_app(settings_for(root.parent, web_dir=root, **settings))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app),
        base_url="http://test",
        headers={"Accept-Encoding": "identity"},
    )


@pytest.fixture(scope="module")
async def web(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx2.AsyncClient]:
    async with served(build(tmp_path_factory.mktemp("web"))) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/index.html", "/acme/stock?do=receive", "/a/b.c", "/x/"])
async def test_every_address_of_a_page_leads_to_the_index(
    web: httpx2.AsyncClient, path: str
) -> None:
    page = await web.get(path, headers=PAGE)
    assert (page.status_code, page.text) == (200, FILES["index.html"])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["content-security-policy"] == POLICY
    same = await web.get(path, headers=PAGE | {"If-None-Match": page.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == page.headers["etag"]
    other = await web.get(path, headers=PAGE | {"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_only_who_wants_a_page_is_led_there(web: httpx2.AsyncClient) -> None:
    assert refused(await web.get("/acme/stock")) == MISSING
    wants = {"Accept": "application/json"}
    assert refused(await web.get("/acme/stock", headers=wants)) == MISSING
    assert refused(await web.post("/acme/stock", headers=PAGE)) == MISSING
    assert (await web.get("/", headers=wants)).text == FILES["index.html"]


@pytest.mark.parametrize(
    "path",
    [
        *("/api", "/api/", "/api/v1/nothing", "/docs/nothing", "/redoc/nothing", "/static/x.js"),
        *("/static/docs/x.js", "/health/nothing", "/openapi.json/x", "/assets/gone-0.js"),
        *("/assets", "/assets/", "/assets/index-1a2b.js/x"),
    ],
)
async def test_what_is_not_a_page_is_missing_and_says_so(
    web: httpx2.AsyncClient, path: str
) -> None:
    assert refused(await web.get(path, headers=PAGE)) == MISSING


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_the_servers_own_addresses_stay_its_own(web: httpx2.AsyncClient) -> None:
    assert refused(await web.get("/api/v1/auth/login", headers=PAGE))[0] == 405
    assert refused(await web.get("/api/v1/users/me", headers=PAGE))[0] == 401
    assert (await web.get("/health/live", headers=PAGE)).json() == {"status": "ok"}
    assert "swagger-ui" in (await web.get("/docs", headers=PAGE)).text
    assert (await web.get("/openapi.json", headers=PAGE)).json()["openapi"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index-1a2b.js", "text/javascript; charset=utf-8"),
        ("index-1a2b.css", "text/css; charset=utf-8"),
        ("face-3c.woff2", "font/woff2"),
        ("zxing-5e.wasm", "application/wasm"),
    ],
)
async def test_assets_are_kept_for_ever(web: httpx2.AsyncClient, name: str, kind: str) -> None:
    asset = await web.get(f"/assets/{name}")
    assert (asset.status_code, asset.text) == (200, FILES[f"assets/{name}"])
    assert asset.headers["cache-control"] == FOR_EVER
    assert asset.headers["content-type"] == kind
    assert asset.headers["vary"] == "accept-encoding"
    assert asset.headers["content-security-policy"] == POLICY
    assert "content-encoding" not in asset.headers


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR;q=0.1, gzip;q=1", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q = 0.000, *", "gzip"),
        ("*", "br"),
        ("deflate, xbr", None),
        ("gzip;q=0", None),
        ("", None),
        (";;,=", None),
    ],
)
async def test_of_the_compressed_ones_the_best_that_is_understood(
    web: httpx2.AsyncClient, accepts: str, encoding: str | None
) -> None:
    sent = {"br": b"[brotli]", "gzip": b"[gzip]", None: b"main()"}[encoding]
    headers = {"Accept-Encoding": accepts}
    async with web.stream("GET", "/assets/index-1a2b.js", headers=headers) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.headers.get("content-encoding"), raw) == (encoding, sent)
    assert answer.headers["content-length"] == str(len(sent))
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/scheme.js", "text/javascript; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/192.png", "image/png"),
    ],
)
async def test_other_files_are_asked_for_again_each_time(
    web: httpx2.AsyncClient, path: str, kind: str
) -> None:
    file = await web.get(path, headers=PAGE)
    assert file.text == FILES[path[1:]]
    assert file.headers["content-type"] == kind
    assert file.headers["cache-control"] == "no-cache"
    same = await web.get(path, headers={"If-None-Match": file.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_the_decoder_alone_may_run_wasm(web: httpx2.AsyncClient) -> None:
    policy = (await web.get("/assets/decoder-4d.js")).headers["content-security-policy"]
    assert policy == POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    for path in ("/", "/assets/index-1a2b.js", "/assets/zxing-5e.wasm", "/docs"):
        header = (await web.get(path, headers=PAGE)).headers["content-security-policy"]
        assert "eval" not in header


async def test_without_a_policy_the_decoder_has_none(built: Path) -> None:
    async with served(built, csp_mode="disabled") as web:
        for path in ("/", "/assets/decoder-4d.js"):
            assert "content-security-policy" not in (await web.get(path)).headers


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/.vite/manifest.json",
        "/assets/%00",
        "/" + "x" * 5000,
    ],
)
async def test_nothing_outside_is_ever_served(web: httpx2.AsyncClient, path: str) -> None:
    # the address as it is: a client would take the dots out by itself
    url = httpx2.URL(scheme="http", host="test", raw_path=path.encode())
    answer = await web.request("GET", url)
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_head_is_get_without_a_body(web: httpx2.AsyncClient) -> None:
    for path in ("/", "/acme", "/assets/index-1a2b.js", "/scheme.js"):
        head, get = await web.head(path, headers=PAGE), await web.get(path, headers=PAGE)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "cache-control", "content-length", "content-type"):
            assert head.headers[name] == get.headers[name]


async def test_a_new_build_is_noticed_while_we_serve(built: Path) -> None:
    index = built / "index.html"
    async with served(built) as web:
        before = await web.get("/")
        index.write_text("<title>New</title>")
        os.utime(index, ns=(1, 2))
        after = await web.get("/", headers={"If-None-Match": before.headers["etag"]})
        assert (after.status_code, after.text) == (200, "<title>New</title>")
        index.unlink()
        assert "<h1>Quartermaster</h1>" in (await web.get("/")).text


async def test_the_index_is_read_once(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(built) as web:
        first = await web.get("/")
        monkeypatch.setattr(Path, "read_bytes", None)
        assert (await web.get("/")).text == first.text


async def test_before_anything_is_built_there_is_the_home_page(tmp_path: Path) -> None:
    async with served(tmp_path / "nowhere") as web:
        home = await web.get("/")
        assert "<h1>Quartermaster</h1>" in home.text
        for path in ("/acme/stock", "/scheme.js", "/assets/index-1a2b.js"):
            assert refused(await web.get(path, headers=PAGE)) == MISSING


def test_where_the_web_ui_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_for(tmp_path, web_dir="ui").web_root == (config.BASE / "ui").resolve()
    assert settings_for(tmp_path, web_dir=tmp_path / "ui").web_root == tmp_path / "ui"
    unset = settings_for(tmp_path, web_dir=None)
    monkeypatch.setattr(config, "ROOT", tmp_path)
    assert unset.web_root == config.BACKEND / "app" / "web"
    (tmp_path / "frontend" / "dist").mkdir(parents=True)
    assert unset.web_root == tmp_path / "frontend" / "dist"
    monkeypatch.setattr(config, "IN_CHECKOUT", False)
    assert unset.web_root == config.BACKEND / "app" / "web"
