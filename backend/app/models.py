"""Imports every table, for Alembic and for tests."""

from app.core import idempotency_keys as _idempotency_keys
from app.core import kept_mails as _kept_mails
from app.core import links as _links
from app.core import trees as _trees
from app.core.db import Base
from app.core.limits import counters as _counters
from app.core.search_ddl import install_search
from app.core.triggers import install_function
from app.domains.activity import models as _activity
from app.domains.catalog import models as _catalog
from app.domains.exchange import models as _exchange
from app.domains.identity import models as _identity
from app.domains.locations import models as _locations
from app.domains.stock import models as _stock
from app.domains.tags import models as _tags
from app.domains.views import models as _views

install_function(Base.metadata)
install_search(Base.metadata)
metadata = Base.metadata
