"""Saved views: the filters and the order of a list, kept under a name."""
