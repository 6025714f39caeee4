"""HTTP surface of stock."""

from app.domains.stock.routes import items, lots, movements, stock

tenant = (items.router, stock.router, movements.router, lots.router)
