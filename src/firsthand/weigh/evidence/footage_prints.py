"""Perceptual fingerprints of pictures: equal, or nearly, for what looks alike, however it was written to a file.

PDQ (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019) gives 256 bits; two
pictures with up to 31 different bits are taken for the same one. A fingerprint bears a change of size, colour, quality
and small marks, but hardly any of the frame: five per cent cut off change some eighty bits. So each picture has the
fingerprints of its *parts* too: without uniform borders and caption bars, without strips that a banner may cover, and
of smaller frames within it. The coarsest quarter of the bits bears a frame that is a tenth off; what comes near by it
is then fitted: the frame is moved on the picture itself until the whole fingerprint is the same, or is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.errors import InputError

__all__ = [
    "PLAIN",
    "SAME",
    "SIDE",
    "TURNS",
    "Frame",
    "Gray",
    "Part",
    "Printer",
    "Prints",
    "Words",
    "coarse",
    "load_media",
    "parts_of",
    "trimmed_frame",
]

Gray = npt.NDArray[np.uint8]
"""A picture as SIDE × SIDE values of lightness, whatever its shape was."""
Words = npt.NDArray[np.uint64]
"""Fingerprints, as n × 4 words of 64 bits."""

SAME = 31
"""Bits in which two fingerprints of the same picture may differ (of 256); PDQ's own recommendation."""
PLAIN = 50
"""A picture with a lower quality (0 to 100, PDQ's measure of its gradients) is too plain to be compared."""
SIDE = 96
"""Pixels of the side of what is kept of a picture: more than PDQ looks at, so that half a frame still has enough."""
_HASHED = 64  # pixels of the side that PDQ scales to
TURNS = (
    "as it is",
    "turned by a quarter",
    "turned upside down",
    "turned by a quarter",
    "mirrored top to bottom",
    "mirrored",
    "mirrored and turned by a quarter",
    "mirrored and turned by a quarter",
)
"""What pdqhash's eight dihedral variants are, in its order."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of a picture, as shares of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def share(self) -> float:
        """How much of the picture it is."""
        return (self.right - self.left) * (self.bottom - self.top)

    def moved(self, step: Sequence[float]) -> Frame | None:
        """With its four sides moved; None where it would leave the picture or become too small to compare."""
        sides = [side + by for side, by in zip((self.left, self.top, self.right, self.bottom), step, strict=True)]
        left, top, right, bottom = (min(1.0, max(0.0, side)) for side in sides)
        return Frame(left, top, right, bottom) if min(right - left, bottom - top) >= _NARROWEST else None


_NARROWEST = 0.3
WHOLE = Frame(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A frame, and what it is: "whole", "trimmed", "strip" (a strip is left out), "inner"."""

    kind: str
    frame: Frame

    @property
    def large(self) -> bool:
        """Whether it is compared with every part of other pictures; an inner one only with their large ones."""
        return self.kind != "inner"


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of one picture: its parts, and for each the words (n × 4). `quality` is that of the whole.

    None are left where it is too plain.
    """

    parts: tuple[Part, ...]
    words: Words
    quality: int


def coarse(words: Words) -> npt.NDArray[np.uint64]:
    """The 64 of the 256 bits that are of the coarsest waves, of each fingerprint: half as many across and down."""
    return np.ascontiguousarray(np.ascontiguousarray(words).view(np.uint8).reshape(-1, 32)[:, 17::2]).view(np.uint64)[
        :, 0
    ]


def load_media(module: str) -> ModuleType:
    """A library of the extra `media`.

    Raises:
        InputError: it is not installed; the message says how to get it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(
            f"Comparing pictures needs {module}, which is not installed: pip install 'firsthand[media]'."
        ) from error


def parts_of(gray: Gray) -> tuple[Part, ...]:
    """The parts of a picture that are compared, the whole first."""
    return _parts_within(trimmed_frame(gray))


@lru_cache(maxsize=4096)  # most pictures have no bars, and so the same parts
def _parts_within(trimmed: Frame | None) -> tuple[Part, ...]:
    parts = [Part("whole", WHOLE)]
    if trimmed is not None:
        parts.append(Part("trimmed", trimmed))
    within = trimmed or WHOLE
    parts += (Part("strip", _inside(frame, within)) for frame in _STRIPS)
    parts += (Part("inner", _inside(frame, within)) for frame in _INNER)
    return tuple(parts)


def _inside(frame: Frame, outer: Frame) -> Frame:
    width, height = outer.right - outer.left, outer.bottom - outer.top
    return Frame(
        outer.left + frame.left * width,
        outer.top + frame.top * height,
        outer.left + frame.right * width,
        outer.top + frame.bottom * height,
    )


def _zooms() -> Iterable[Frame]:
    """Smaller frames of the same shape, the closer to each other (in their own size) the smaller they are."""
    for size, places in ((0.92, 2), (0.84, 3), (0.76, 3), (0.68, 4), (0.6, 5)):
        step = (1 - size) / (places - 1)
        for across in range(places):
            for down in range(places):
                yield Frame(across * step, down * step, across * step + size, down * step + size)


def _narrowed() -> Iterable[Frame]:
    """A frame cut to another shape: a tall one from a wide one, a square, a wide one from a tall one."""
    for cut in (0.07, 0.14, 0.21, 0.28):
        yield Frame(cut, 0, 1 - cut, 1)
        yield Frame(0, cut, 1, 1 - cut)


_STRIPS = tuple(
    frame
    for cut in (0.08, 0.15, 0.22, 0.3)
    for frame in (Frame(0, 0, 1, 1 - cut), Frame(0, cut, 1, 1), Frame(0, 0, 1 - cut, 1), Frame(cut, 0, 1, 1))
)
_INNER = (*_zooms(), *_narrowed())

_FLAT = 14  # steps of lightness that a line of a border may stray from its own middle
_MOSTLY = 0.55  # share of a caption bar's line that is background
_WIDEST = 0.4  # share of the picture that a border or bar may take up on one side


def trimmed_frame(gray: Gray) -> Frame | None:
    """The frame without uniform borders and caption bars; None where there are none, or nothing would be left.

    A line belongs to a bar while most of it has the lightness of the outermost line: letters stand on a background.
    """
    top, bottom = _bar(gray), _bar(gray[::-1])
    left, right = _bar(gray.T), _bar(gray.T[::-1])
    if not any((top, bottom, left, right)):
        return None
    frame = Frame(left / SIDE, top / SIDE, 1 - right / SIDE, 1 - bottom / SIDE)
    return frame if min(frame.right - frame.left, frame.bottom - frame.top) >= _NARROWEST else None


def _bar(lines: Gray) -> int:
    """How many of the first lines are a border or a bar: the first one is plain, and those that follow lie on it."""
    ground = int(np.median(lines[0]))
    near = np.abs(lines.astype(np.int16) - ground) <= _FLAT
    if near[0].mean() < 0.95:
        return 0
    on_it = near[: int(SIDE * _WIDEST) + 1].mean(axis=1) >= _MOSTLY
    ends = np.flatnonzero(~on_it)
    if not len(ends):
        return 0  # the picture itself is plain there: a sky, a night
    end = int(ends[0])
    return end + 1 if end >= 2 else 0  # the line where the bar ends holds something of both


class Printer:
    """Makes fingerprints with pdqhash and pillow, which it loads.

    Raises:
        InputError: one of them is not installed.
    """

    def __init__(self) -> None:
        self._image: Any = load_media("PIL.Image")
        pdq = load_media("pdqhash")
        self._upright: Callable[[Any], tuple[npt.NDArray[np.int64], int]] = pdq.compute
        self._turned: Callable[[Any], tuple[list[npt.NDArray[np.int64]], int]] = pdq.compute_dihedral

    def prints(self, gray: Gray) -> Prints:
        """The fingerprints of a picture and its parts, but of those that are too plain."""
        picture, kept, words = self._image.fromarray(gray), [], []
        quality = -1
        for part in parts_of(gray):
            bits, clear = self._upright(self._pixels(picture, part.frame))
            if quality < 0:
                quality = clear
                if quality < PLAIN:
                    break
            if clear >= PLAIN:
                kept.append(part)
                words.append(_packed(bits))
        return Prints(tuple(kept), np.array(words, np.uint64).reshape(-1, 4), quality)

    def turned(self, gray: Gray, parts: Sequence[Part]) -> Words:
        """The fingerprints of the parts, each in all eight TURNS: n × 8 × 4 words."""
        picture = self._image.fromarray(gray)
        made = [[_packed(bits) for bits in self._turned(self._pixels(picture, part.frame))[0]] for part in parts]
        return np.array(made, np.uint64).reshape(-1, len(TURNS), 4)

    def fitted(self, gray: Gray, frame: Frame, aim: Words, turn: int = 0) -> tuple[int, Frame]:
        """Move a frame on a picture until its fingerprint, in that turn, comes nearest to `aim` (4 words).

        The sides are moved by ever smaller steps while that helps. Returns the bits that still differ, and the frame.
        """
        picture = self._image.fromarray(gray)

        def away(tried: Frame) -> int:
            pixels = self._pixels(picture, tried)
            bits = self._turned(pixels)[0][turn] if turn else self._upright(pixels)[0]
            return int(np.bitwise_count(_packed(bits) ^ aim).sum())

        least = away(frame)
        for size in _STEPS:
            better = True
            while better and least > SAME:
                better = False
                tried = [(away(moved), k, moved) for k, moved in enumerate(_neighbours(frame, size))]
                if tried and min(tried)[0] < least:
                    (least, _, frame), better = min(tried, key=lambda each: each[:2]), True
        return least, frame

    def _pixels(self, picture: Any, frame: Frame) -> npt.NDArray[np.uint8]:
        box = (frame.left * SIDE, frame.top * SIDE, frame.right * SIDE, frame.bottom * SIDE)
        small = np.asarray(picture.resize((_HASHED, _HASHED), self._image.Resampling.BILINEAR, box=box))
        return np.repeat(small[:, :, None], 3, axis=2)


_STEPS = (0.04, 0.02, 0.01)
_MOVES = (
    *((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)),  # one side
    *((1, 0, 1, 0), (0, 1, 0, 1)),  # the frame as it is
    *((1, 0, -1, 0), (0, 1, 0, -1), (1, 1, -1, -1)),  # narrower, lower, smaller
)


def _neighbours(frame: Frame, size: float) -> list[Frame]:
    moves = (frame.moved([way * size * side for side in move]) for move in _MOVES for way in (1, -1))
    return [moved for moved in moves if moved is not None and moved != frame]


def _packed(bits: npt.NDArray[np.int64]) -> Words:
    """256 numbers that are 0 or 1 as 4 words."""
    return np.packbits(bits.astype(np.uint8)).view(np.uint64)
