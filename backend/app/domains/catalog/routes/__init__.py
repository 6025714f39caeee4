"""HTTP surface of the catalogue."""

from app.domains.catalog.routes import categories, items, units

tenant = (items.router, categories.router, units.router)
