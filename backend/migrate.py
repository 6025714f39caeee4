"""`python migrate.py apply`: the `migrate` commands of the `quartermaster` command line."""

import sys

from app.cli import main

if __name__ == "__main__":
    main(["migrate", *sys.argv[1:]])
