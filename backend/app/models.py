"""Imports every table, for Alembic and for tests."""

from app.core import idempotency_keys as _idempotency_keys  # noqa: F401 (its table)
from app.core import trees as _trees  # noqa: F401
from app.core.db import Base
from app.core.triggers import install_function
from app.domains.activity import models as _activity  # noqa: F401
from app.domains.catalog import models as _catalog  # noqa: F401
from app.domains.exchange import models as _exchange  # noqa: F401
from app.domains.identity import models as _identity  # noqa: F401
from app.domains.locations import models as _locations  # noqa: F401
from app.domains.stock import models as _stock  # noqa: F401
from app.domains.views import models as _views  # noqa: F401

install_function(Base.metadata)
metadata = Base.metadata
