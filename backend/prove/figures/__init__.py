"""The register of figures: one module each. A new one is a module with a `FIGURE`, and its line here."""

from prove.figures import (
    canaries,
    drawn_to_zero,
    ended_sessions,
    killed_server,
    login_flood,
    refreshes,
    restarted_database,
    sweeps,
    tampered_log,
    transfers,
    won_once,
)
from prove.verdict import Figure

REGISTER: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        killed_server.FIGURE,
        restarted_database.FIGURE,
        drawn_to_zero.FIGURE,
        won_once.FIGURE,
        transfers.FIGURE,
        sweeps.EVERYBODY,
        sweeps.MASS_ASSIGNMENT,
        ended_sessions.FIGURE,
        refreshes.FIGURE,
        login_flood.FIGURE,
        tampered_log.FIGURE,
        canaries.FIGURE,
    )
}
