"""HTTP surface of imports and exports."""

from app.domains.exchange.routes import exports, imports

tenant = (imports.router, exports.router)
