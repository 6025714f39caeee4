"""What a first visit loads: the entry of the build's manifest with all that it imports at once."""

import gzip
from pathlib import Path
from typing import Any

from tests.e2e.manifest import DIST, manifest

SCRIPT, STYLE, ROUTE = 200_000, 35_000, 60_000  # bytes, compressed by gzip (ui.md, section 4.8)


def with_imports(name: str, chunks: dict[str, dict[str, Any]]) -> set[str]:
    """The chunk and what it cannot do without; what it may load later is left out."""
    found, waiting = set[str](), [name]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += chunks[one].get("imports", [])
    return found


def size(file: str) -> int:
    return len(gzip.compress((DIST / file).read_bytes(), 9))


def scripts(names: set[str], chunks: dict[str, dict[str, Any]]) -> int:
    return sum(size(chunks[name]["file"]) for name in names)


def test_the_first_load() -> None:
    chunks = manifest()
    first = with_imports("index.html", chunks)
    words = {name for name in chunks if name.startswith("src/locales/en/")}
    shown = scripts(first, chunks)
    assert shown <= SCRIPT, f"{shown:,} bytes of script before anything is shown"
    assert words  # they come with their route
    styles = {style for name in first for style in chunks[name].get("css", [])}
    drawn = sum(map(size, styles))
    assert drawn <= STYLE, f"{drawn:,} bytes of style before anything is shown"


def test_no_page_adds_much_to_it() -> None:
    chunks = manifest()
    first = with_imports("index.html", chunks)
    for name, chunk in chunks.items():
        if chunk.get("isDynamicEntry"):
            more = scripts(with_imports(name, chunks) - first, chunks)
            assert more <= ROUTE, f"{name} adds {more:,} bytes"


def test_the_scanner_is_not_there_until_it_is_wanted() -> None:
    chunks = manifest()
    first = with_imports("index.html", chunks)
    loaded = [chunks[name]["file"] for name in first]
    assert not [file for file in loaded if "decoder" in file or "zxing" in file]


def test_every_file_has_its_compressed_siblings() -> None:
    for file in (DIST / "assets").iterdir():
        if file.suffix in {".js", ".css"}:
            assert Path(f"{file}.br").stat().st_size < file.stat().st_size + 100
            assert Path(f"{file}.gz").exists()
