"""How much of what is where: an append-only ledger, and the levels that follow from it."""
