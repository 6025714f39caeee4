"""What stands on things: the codes that people scan."""
