"""What identity reads: authority with every request, and its lists."""
