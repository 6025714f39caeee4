"""How often somebody may ask: what guards accounts is counted in the database, the rest nearby."""
