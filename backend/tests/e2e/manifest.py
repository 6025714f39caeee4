"""What the build of the web interface says of itself: each source that is loaded on its own, and its file."""

import json
from typing import Any

from tests.commands import ROOT

DIST = ROOT / "frontend/dist"


def manifest() -> dict[str, dict[str, Any]]:
    chunks: dict[str, dict[str, Any]] = json.loads((DIST / ".vite/manifest.json").read_text())
    return chunks
