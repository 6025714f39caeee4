"""Who calls, where proxies stand between: as far back as each says it that we trust.

`X-Forwarded-For` is anyone's to write. It counts only where the connection itself comes from one of
`TRUSTED_PROXIES`, and of its entries the last that is none of them. uvicorn, started by itself,
believes it of all that connect from loopback: a caller whose address stands in that header, and
whom no proxy of ours named, is somebody unknown.
"""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from starlette.types import Scope

FOR, PROTO = b"x-forwarded-for", b"x-forwarded-proto"


class Proxies:
    """Those whom `TRUSTED_PROXIES` names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._networks = [ip_network(name) for name in names]

    def identify(self, scope: Scope) -> None:
        """Set `client` and `scheme` of a request."""
        forwarded = [value for name, value in scope["headers"] if name == FOR]
        if not forwarded or scope.get("client") is None:
            return
        said = [part.strip() for value in forwarded for part in value.decode("latin-1").split(",")]
        client = scope["client"][0]
        if self._trusts(client):
            scope["client"] = (self._caller(client, said), 0)
            protocols = [value for name, value in scope["headers"] if name == PROTO]
            if len(protocols) == 1 and protocols[0] in {b"http", b"https"}:
                scope["scheme"] = protocols[0].decode()
        elif any(client in entry for entry in said):
            scope["client"] = None

    def _caller(self, proxy: str, said: Sequence[str]) -> str:
        """The last whom nobody trusts, or the first of those whom we do."""
        caller = proxy
        for entry in reversed(said):
            if not _is_address(entry):
                break  # whoever wrote it, what stands before it cannot be believed
            caller = entry
            if not self._trusts(entry):
                break
        return caller

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        known = ip_address(address)
        known = getattr(known, "ipv4_mapped", None) or known
        return any(known in network for network in self._networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
