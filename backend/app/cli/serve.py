"""`quartermaster serve`: the API, ready to use on a laptop with `--demo`."""

import signal
import socket
import sys
from typing import Annotated

import typer
import uvicorn

from app.cli import migrate, seeding
from app.cli.plain import opened, plainly, refuse, run, say
from app.core.config import Settings, get_settings
from app.core.database_url import without_password
from app.core.startup import refuse_if_behind, wait_for


@plainly
def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind; HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to bind; PORT.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve.")] = 1,
    reload: Annotated[bool, typer.Option(help="Restart when the code changes.")] = False,
    demo: Annotated[bool, typer.Option(help="Migrate, and put in demo data and users.")] = False,
) -> None:
    """Serve the API. Outside development the database must be migrated before."""
    settings = get_settings()
    host, port = host or settings.host, settings.port if port is None else port
    if demo:
        seeding.refuse_demo(settings)
    _refuse_taken(host, port)
    run(_wait())
    if demo or not settings.exposed:
        migrate.migrating().upgrade("head")
    else:
        run(_refuse_unready())
    if demo:
        run(seeding.seed())
    _greet(settings, host, port, demo=demo)
    # uvicorn shuts down in order, and then sends itself the signal again
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        "app.main:app",
        host=host,
        port=port,
        workers=None if reload else workers,
        reload=reload,
        access_log=False,
        log_config=None,
        server_header=False,
        ws="none",
        proxy_headers=False,  # it would believe anyone on loopback; TRUSTED_PROXIES says who
        timeout_graceful_shutdown=30,
        timeout_worker_healthcheck=60,  # a worker that still imports does not answer yet
    )


async def _wait() -> None:
    """Here, because each of several workers would do it, and migrations do not."""
    async with opened() as database:
        await wait_for(database)


async def _refuse_unready() -> None:
    """Here for the same reason."""
    async with opened() as database:
        await refuse_if_behind(database)


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            refuse(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another PORT.")


def _greet(settings: Settings, host: str, port: int, *, demo: bool) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (shown, not bound)
    lines = ["", f"Quartermaster   http://{shown}:{port}   (try it: http://{shown}:{port}/docs)"]
    if demo:
        email, password = seeding.SHOWN_ACCOUNT
        lines.append(f"Sign in as      {email}  with password  {password}")
    lines += [f"Database        {without_password(settings.database)}", ""]
    say("\n".join(lines))


def add_to(app: typer.Typer) -> None:
    app.command()(serve)
