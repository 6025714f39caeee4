"""Marks that people put on things: on items, on places and on lots."""
