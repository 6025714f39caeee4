"""What people can do with accounts, sessions, organizations and memberships."""
