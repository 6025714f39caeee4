"""The register of figures: one module each. A new one is a module with a `FIGURE`, and its line here."""

from prove.figures import (
    canaries,
    drawn_to_zero,
    killed_server,
    restarted_database,
    tampered_log,
    transfers,
)
from prove.verdict import Figure

REGISTER: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        killed_server.FIGURE,
        restarted_database.FIGURE,
        drawn_to_zero.FIGURE,
        transfers.FIGURE,
        tampered_log.FIGURE,
        canaries.FIGURE,
    )
}
