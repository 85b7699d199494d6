"""The calibration curve as an SVG drawn by hand: what was given against what was so, with intervals and ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.world_scores import Bin

__all__ = ["calibration_figure"]

_SIDE, _LEFT, _TOP = 400, 60, 30
_COUNTS = 60
_STYLE = (
    "text{font:12px sans-serif;fill:#333}.grid{stroke:#ddd}.even{stroke:#888;stroke-dasharray:4 4}"
    ".range{fill:#0072b2;fill-opacity:.15}.rate{stroke:#0072b2;stroke-width:2}.point{fill:#0072b2}"
    ".vote{stroke:#d55e00;stroke-width:1.5;fill:none}.cross{fill:#d55e00}.count{fill:#bbb}"
)


def calibration_figure(bins: Sequence[Bin], vote: Sequence[Bin]) -> str:
    """The bins of the likelihoods with the interval of each rate and the mean range given, those of a vote beside them,
    and under both how many claims each bin of the likelihoods holds."""
    width, height = _LEFT + _SIDE + 20, _TOP + _SIDE + _COUNTS + 70
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>How many claims were so, by the likelihood they were given</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_axes(),
        *_ranges(bins),
        *_curve(bins),
        *_vote(vote),
        *_counts(bins),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(chance: float) -> str:
    return f"{_LEFT + chance * _SIDE:.1f}"


def _y(chance: float) -> str:
    return f"{_TOP + (1 - chance) * _SIDE:.1f}"


def _axes() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        at = tenth / 10
        yield f'<line class="grid" x1="{_x(at)}" y1="{_y(0)}" x2="{_x(at)}" y2="{_y(1)}"/>'
        yield f'<line class="grid" x1="{_x(0)}" y1="{_y(at)}" x2="{_x(1)}" y2="{_y(at)}"/>'
        yield f'<text x="{_x(at)}" y="{_TOP + _SIDE + 16}" text-anchor="middle">{at:.1f}</text>'
        yield f'<text x="{_LEFT - 8}" y="{_y(at)}" text-anchor="end" dy="4">{at:.1f}</text>'
    yield f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    below = _TOP + _SIDE + _COUNTS + 50
    yield f'<text x="{_x(0.5)}" y="{below}" text-anchor="middle">likelihood given (grey: claims in each bin)</text>'
    middle = _TOP + _SIDE / 2
    yield f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">share that was so</text>'
    yield f'<text x="{_LEFT + 10}" y="{_TOP + 18}" style="fill:#0072b2">● likelihood, with the range given</text>'
    yield f'<text x="{_LEFT + 10}" y="{_TOP + 36}" style="fill:#d55e00">× vote of documents</text>'


def _ranges(bins: Sequence[Bin]) -> Iterator[str]:
    above = [f"{_x(each.mean)},{_y(each.high)}" for each in bins]
    below = [f"{_x(each.mean)},{_y(each.low)}" for each in reversed(bins)]
    yield f'<polygon class="range" points="{" ".join((*above, *below))}"/>'


def _curve(bins: Sequence[Bin]) -> Iterator[str]:
    for each in bins:
        x = _x(each.mean)
        yield f'<line class="rate" x1="{x}" y1="{_y(each.rate_low)}" x2="{x}" y2="{_y(each.rate_high)}"/>'
        yield f'<circle class="point" cx="{x}" cy="{_y(each.rate)}" r="4"/>'


def _vote(bins: Sequence[Bin]) -> Iterator[str]:
    points = " ".join(f"{_x(each.mean)},{_y(each.rate)}" for each in bins)
    yield f'<polyline class="vote" points="{points}"/>'
    for each in bins:
        yield f'<text class="cross" x="{_x(each.mean)}" y="{_y(each.rate)}" text-anchor="middle" dy="4">×</text>'


def _counts(bins: Sequence[Bin]) -> Iterator[str]:
    most = max(each.claims for each in bins)
    for each in bins:
        height = _COUNTS * each.claims / most
        top = _TOP + _SIDE + 24 + _COUNTS - height
        wide = _SIDE / 10 - 4
        yield f'<rect class="count" x="{_x(each.start)}" y="{top:.1f}" width="{wide:.1f}" height="{height:.1f}"/>'
