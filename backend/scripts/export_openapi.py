"""`python scripts/export_openapi.py`: `quartermaster openapi`, the OpenAPI document."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.cli import main

if __name__ == "__main__":
    main(["openapi", *sys.argv[1:]])
