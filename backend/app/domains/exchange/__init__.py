"""Sheets come in and go out: CSV files of items, places and stock."""
