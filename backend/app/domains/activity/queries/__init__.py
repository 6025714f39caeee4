"""The logs as people read them."""

from app.domains.activity.queries import accounts
from app.domains.activity.queries.lines import search

__all__ = ["accounts", "search"]
