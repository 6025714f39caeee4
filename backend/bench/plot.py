"""A plot of each list against the size of its table, as an SVG written by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, isnan, log10

WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 28, 34
ACROSS = 3  # plots side by side
COLOURS = ("#1f6feb", "#d1242f")


@dataclass(frozen=True, slots=True)
class Line:
    """Points of (rows, milliseconds)."""

    name: str
    points: Sequence[tuple[int, float]]


def svg(plots: Mapping[str, Sequence[Line]], title: str) -> str:
    """One small plot each; rows on a logarithmic axis, milliseconds from 0."""
    down = max(1, ceil(len(plots) / ACROSS))
    width, height = ACROSS * WIDTH, down * HEIGHT + 30
    inner = [
        f'<g transform="translate({n % ACROSS * WIDTH} {30 + n // ACROSS * HEIGHT})">'
        f"{''.join(_plot(name, lines))}</g>"
        for n, (name, lines) in enumerate(plots.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="sans-serif" font-size="11">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="12" y="20" font-size="13">{escape(title)}</text>{"".join(inner)}</svg>\n'
    )


def _plot(name: str, lines: Sequence[Line]) -> Iterator[str]:
    points = [point for line in lines for point in line.points if not isnan(point[1])]
    yield f'<text x="{LEFT}" y="16" font-weight="bold">{escape(name)}</text>'
    if not points:
        return
    sizes = sorted({size for size, _ in points})
    top = _above(max(ms for _, ms in points))
    low, high = log10(sizes[0]), log10(sizes[-1])

    def x(size: int) -> float:
        share = (log10(size) - low) / (high - low) if high > low else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT - 14), 1)

    def y(ms: float) -> float:
        return round(HEIGHT - BOTTOM - ms / top * (HEIGHT - TOP - BOTTOM), 1)

    for ms in (0, top / 2, top):
        yield f'<path d="M{LEFT} {y(ms)}H{WIDTH - RIGHT}" stroke="#d0d7de"/>'
        yield f'<text x="{LEFT - 5}" y="{y(ms) + 4}" text-anchor="end">{ms:g} ms</text>'
    for size in sizes:
        yield f'<text x="{x(size)}" y="{HEIGHT - 18}" text-anchor="middle">{_short(size)}</text>'
    for line, colour in zip(lines, COLOURS, strict=False):
        dots = [(x(size), y(ms)) for size, ms in line.points if not isnan(ms)]
        path = " ".join(f"{a},{b}" for a, b in dots)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield from (f'<circle cx="{a}" cy="{b}" r="2.5" fill="{colour}"/>' for a, b in dots)
    for n, (line, colour) in enumerate(zip(lines, COLOURS, strict=False)):
        text = f'<text x="{LEFT + n * 80}" y="{HEIGHT - 4}" fill="{colour}">'
        yield f"{text}{escape(line.name)}</text>"


def _above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 … that is not below."""
    step: float = 10 ** (ceil(log10(value)) - 1) if value > 0 else 1
    return next(step * factor for factor in (1, 2, 5, 10) if step * factor >= value)


def _short(size: int) -> str:
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit:
            return f"{size / unit:.3g}{letter}"
    return str(size)
