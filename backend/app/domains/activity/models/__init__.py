"""The audit logs: what happened, whence it came, and the chains that seal both."""

from app.domains.activity.models.chains import (
    AccountLink,
    ActivityLink,
    LinkKnown,
)
from app.domains.activity.models.lines import AccountEvent, Activity
from app.domains.activity.models.sources import AccountSource, ActivitySource

__all__ = [
    "AccountEvent",
    "AccountLink",
    "AccountSource",
    "Activity",
    "ActivityLink",
    "ActivitySource",
    "LinkKnown",
]
