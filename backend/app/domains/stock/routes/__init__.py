"""HTTP surface of stock."""

from app.domains.stock.routes import items, limits, lots, movements, reservations, stock, tagging

tenant = (
    items.router,
    stock.router,
    movements.router,
    lots.router,
    reservations.router,
    limits.router,
    tagging.router,
)
