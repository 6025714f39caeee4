"""`python scripts/seed_data.py`: `quartermaster seed`, the demo users and the sample world."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.cli import main

if __name__ == "__main__":
    main(["seed", *sys.argv[1:]])
