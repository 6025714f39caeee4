"""People, their sessions, the organizations they belong to, and what they may do there."""
