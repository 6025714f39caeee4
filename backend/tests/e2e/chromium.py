"""The browser of this machine. `python -m tests.e2e.chromium` exits 1 if there is none."""

import os
import shutil
import sys

# the shell has no window: a page of its own takes a third of a second less
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# it may run as root in a container, and speaks with nobody but the server of the test
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def path() -> str | None:
    """`$CHROMIUM`, or else the first Chromium or Chrome that is installed."""
    named = os.environ.get("CHROMIUM")
    return (
        shutil.which(named) if named else next(filter(None, map(shutil.which, (*NAMES, MAC))), None)
    )


if __name__ == "__main__":
    sys.exit(path() is None)
