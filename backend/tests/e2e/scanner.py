"""A scanner at the browser: it types fast, on the keys of a US keyboard, and ends with Enter."""

import time
from typing import Any

from playwright.sync_api import CDPSession, Page

EVERY = 0.010  # seconds between two keys
AFTER = 0.5  # between two scans
GERMAN = {"y": "z", "z": "y", "Y": "Z", "Z": "Y", "-": "ß"}
_last = {"key": 0.0}


def _code(sign: str) -> str:
    if sign.isdigit():
        return f"Digit{sign}"
    return {"-": "Minus"}.get(sign, f"Key{sign.upper()}")


def scan(page: Page, text: str, layout: dict[str, str] | None = None) -> None:
    """Scan `text` under a keyboard layout, wherever the focus is.

    The keys carry the times of a scanner, so that a slow machine tests the same thing.
    """
    devtools = page.context.new_cdp_session(page)
    at = max(time.time(), _last["key"] + AFTER)
    _last["key"] = at + len(text) * EVERY
    for number, sign in enumerate(text):
        typed = (layout or {}).get(sign, sign)
        key = {"code": _code(sign), "key": typed, "modifiers": 8 if sign.isupper() else 0}
        _press(devtools, key | {"text": typed}, at + number * EVERY)
    enter = {"code": "Enter", "key": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}
    _press(devtools, enter, at + len(text) * EVERY)
    devtools.detach()


def _press(devtools: CDPSession, key: dict[str, Any], at: float) -> None:
    send = devtools.send
    send("Input.dispatchKeyEvent", {"type": "keyDown", "timestamp": at, **key})
    send("Input.dispatchKeyEvent", {"type": "keyUp", "timestamp": at, **key, "text": ""})
