"""Where things are: a tree of places, some of which move."""
