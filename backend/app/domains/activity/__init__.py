"""Who did what, before and after: one line in the transaction of every change."""
