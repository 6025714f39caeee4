"""The logs over HTTP."""

from app.domains.activity.routes.accounts import router as account
from app.domains.activity.routes.lines import router as tenant

__all__ = ["account", "tenant"]
