"""What things are: items, the categories they are in, and the units they are counted in."""
