"""Database URLs as people have them, made into those that the async drivers take."""

from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

# libpq's spelling -> asyncpg's argument of `connect`
TRANSLATED = {"sslmode": "ssl", "connect_timeout": "timeout", "ssl": "ssl"}
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
SERVER_SETTINGS = {"application_name", "search_path", "options", "timezone"}


def normalized(text: str) -> str:
    """`text` with driver and arguments of asyncpg or aiosqlite.

    Raises ValueError for anything but PostgreSQL and SQLite and for arguments it cannot carry over.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("is not a database URL such as postgresql://user@host/name") from None
    name = url.drivername.partition("+")[0]
    if name in {"postgresql", "postgres"}:
        query = {_known(key): value for key, value in url.query.items()}
        url = url.set(drivername="postgresql+asyncpg", query=query)
        _refuse_nonsense(url)
    elif name == "sqlite":
        url = url.set(drivername="sqlite+aiosqlite")
    else:
        raise ValueError("must begin with postgresql:// or sqlite://")
    return url.render_as_string(hide_password=False)


def _known(key: str) -> str:
    if key in SERVER_SETTINGS:
        return key
    if key not in TRANSLATED and key not in TRANSLATED.values():
        raise ValueError(f"has the argument {key}, which is not supported here")
    return TRANSLATED.get(key, key)


def _refuse_nonsense(url: URL) -> None:
    """Values that would come to light at the first connection, and not in a plain sentence."""
    if url.query.get("ssl", "prefer") not in SSL_MODES:
        raise ValueError(f"takes as sslmode one of {', '.join(sorted(SSL_MODES))}")
    if not str(url.query.get("timeout", "1")).isdecimal():
        raise ValueError("takes as connect_timeout a whole number of seconds")


def without_password(text: str) -> str:
    """`text` as it may be shown."""
    return make_url(text).render_as_string(hide_password=True)


def split(url: URL) -> tuple[URL, dict[str, Any]]:
    """The bare PostgreSQL URL and its arguments as asyncpg's `connect` takes them."""
    arguments: dict[str, Any] = {}
    settings: dict[str, str] = {}
    for key, value in url.query.items():
        text = value if isinstance(value, str) else value[-1]
        if key in SERVER_SETTINGS:
            settings[key] = text
        else:
            arguments[key] = float(text) if key == "timeout" else text
    return url.set(query={}), arguments | {"server_settings": settings}
