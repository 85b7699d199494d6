"""Pictures out of files: a picture as it is, or the frames of a video that ffmpeg takes out of it.

What a file is, its first bytes say, never its name. Formats that can run or fetch something (PostScript, playlists)
are not among those that are read. Sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

import re
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import orjson

from firsthand.weigh.evidence.footage_prints import SIDE, Gray, load_media
from firsthand.weigh.evidence.footage_programs import HOW_TO_GET, program, run_program

__all__ = ["FRAMES", "Media", "Shot", "Unreadable", "kind_of"]

FRAMES = 40
"""Frames that are taken out of one video at most."""
_PIXELS = 80_000_000  # of a picture; what is larger unpacks to more than a quarter of a gigabyte
_PICTURE_BYTES, _VIDEO_BYTES = 100 << 20, 8 << 30
_PROBE_SECONDS, _SECONDS = 20, 120
_LONG = 600  # seconds; of a longer video only key frames are decoded
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,ogg,asf"
"""What ffmpeg may read: files that hold their video in them. Playlists and concatenations name other files."""
_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|BM|RIFF....WEBP", re.DOTALL)
_VIDEO = re.compile(
    rb"....(?:ftyp|moov|mdat|free|wide|skip)|\x1aE\xdf\xa3|RIFF....AVI |FLV\x01|OggS|\x00\x00\x01[\xba\xb3]|G.{187}G"
    rb"|\x30\x26\xb2\x75",
    re.DOTALL,
)
_TIME = re.compile(rb"pts_time:\s*(-?[\d.]+)")


class Unreadable(Exception):
    """A file of which no picture can be had; the message says why. It becomes a `Skip`."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a file; `second` is where in a video it stands, None for a picture. `note` says what of the file
    was left out."""

    gray: Gray
    second: float | None = None
    note: str | None = None


class _Reads(Protocol):
    def __call__(self, path: Path) -> Iterator[Shot]: ...


def kind_of(path: Path) -> str:
    """ "picture" or "video", by the first bytes.

    Raises:
        Unreadable: it is empty, too large, or neither.
    """
    try:
        known = path.lstat()
        if not stat.S_ISREG(known.st_mode):  # opening a pipe would wait for ever
            raise Unreadable("it is no plain file")
        size = known.st_size
        with path.open("rb") as file:
            head = file.read(200)
    except OSError as error:
        raise Unreadable(f"it cannot be opened: {error.strerror or error}") from error
    if not size:
        raise Unreadable("it is empty (0 bytes)")
    kind = "picture" if _PICTURE.match(head) else "video" if _VIDEO.match(head) else None
    if kind is None:
        raise Unreadable("by its first bytes it is neither a picture (JPEG, PNG, WebP, GIF, BMP) nor a video")
    most = _PICTURE_BYTES if kind == "picture" else _VIDEO_BYTES
    if size > most:
        raise Unreadable(f"it has {size:,} bytes; a {kind} may have {most:,}")
    return kind


class Media:
    """Reads pictures with pillow, and videos with ffmpeg where it is installed.

    Raises:
        InputError: pillow is not installed.
    """

    def __init__(self) -> None:
        self._image: Any = load_media("PIL.Image")
        self._image.init()  # else it does not know WebP by name
        self._turn: Any = load_media("PIL.ImageOps").exif_transpose
        self._reads: dict[str, _Reads] = {"picture": self._picture, "video": self._video}

    def shots(self, path: Path) -> list[Shot]:
        """The pictures of a file.

        Raises:
            Unreadable: there are none to be had.
        """
        return list(self._reads[kind_of(path)](path))

    def _picture(self, path: Path) -> Iterator[Shot]:
        """Whatever pillow stumbles over in a broken file is one more reason to leave it out."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", self._image.DecompressionBombWarning)
                with self._image.open(path, formats=_FORMATS) as picture:
                    yield self._shot(picture)
        except (self._image.DecompressionBombWarning, self._image.DecompressionBombError) as error:
            raise Unreadable(f"it unpacks to too many pixels: {error}") from error
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError) as error:
            raise Unreadable(f"the picture is broken: {str(error)[:200] or type(error).__name__}") from error
        except (MemoryError, ArithmeticError, AttributeError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"the picture cannot be unpacked: {type(error).__name__}") from error

    def _shot(self, picture: Any) -> Shot:
        width, height = picture.size
        if width * height > _PIXELS:
            raise Unreadable(f"it has {width:,} × {height:,} pixels; {_PIXELS:,} in all are the limit")
        if min(width, height) < _SMALLEST:
            raise Unreadable(f"it has {width} × {height} pixels; under {_SMALLEST} on a side nothing can be compared")
        moving = bool(getattr(picture, "is_animated", False)) and picture.format != "MPO"
        picture.draft("RGB", (4 * SIDE, 4 * SIDE))
        picture.thumbnail((8 * SIDE, 8 * SIDE))
        upright = self._turn(picture)
        if upright.mode not in ("L", "RGB"):
            upright = self._on_white(upright)
        small = upright.convert("L").resize((SIDE, SIDE), self._image.Resampling.BOX)
        note = "it is animated: only its first picture is compared" if moving else None
        return Shot(np.asarray(small, np.uint8), note=note)

    def _on_white(self, picture: Any) -> Any:
        """What is transparent lets the page show through."""
        seen = picture.convert("RGBA")
        page = self._image.new("RGBA", seen.size, "white")
        page.alpha_composite(seen)
        return page

    def _video(self, path: Path) -> Iterator[Shot]:
        """Frames at even times and where the scene changes; of a long video its key frames."""
        ffmpeg = program("ffmpeg")
        if ffmpeg is None:
            raise Unreadable(f"videos need ffmpeg, which is not installed ({HOW_TO_GET['ffmpeg']})")
        length = _length(path)
        every = max(1.0, length / FRAMES) if length else 5.0
        outcome = run_program(
            _arguments(ffmpeg, path, every, keys_only=not length or length > _LONG),
            _SECONDS,
            FRAMES * SIDE**2 + (1 << 20),
        )
        count = len(outcome.out) // SIDE**2
        if not count:
            raise Unreadable(f"ffmpeg gets no picture out of the video: {outcome.failed or 'it has none'}")
        frames = np.frombuffer(outcome.out[: count * SIDE**2], np.uint8).reshape(-1, SIDE, SIDE)
        seconds = [float(second) for second in _TIME.findall(outcome.err)]
        note = f"ffmpeg read only a part of the video: {outcome.failed}" if outcome.failed else None
        for number, frame in enumerate(frames[:FRAMES]):
            yield Shot(frame, seconds[number] if number < len(seconds) else 0.0, note if number == 0 else None)


_SMALLEST = 32


def _length(path: Path) -> float | None:
    """Seconds of a video as ffprobe has it; None where it cannot say."""
    ffprobe = program("ffprobe")
    if ffprobe is None:
        return None
    arguments = [ffprobe, "-v", "error", *_SAFE, "-show_entries", "format=duration", "-of", "json", f"file:{path}"]
    outcome = run_program(arguments, _PROBE_SECONDS, 1 << 16)
    try:
        length = float(orjson.loads(outcome.out)["format"]["duration"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    return length if 0 < length < _DAY else None


_DAY = 86_400
_SAFE = ("-protocol_whitelist", "file", "-format_whitelist", _DEMUXERS, "-max_pixels", str(_PIXELS))


def _arguments(ffmpeg: str, path: Path, every: float, *, keys_only: bool) -> list[str]:
    """Frames as bare lightness on its output, their times among what it says. The path cannot be taken for an option
    or an address, being absolute behind "file:"."""
    wanted = f"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{every:.3f})+gt(scene,0.4)'"
    return [
        *(ffmpeg, "-hide_banner", "-nostdin", "-nostats", "-max_alloc", str(512 << 20), "-threads", "2"),
        *(_SAFE if not keys_only else (*_SAFE, "-skip_frame", "nokey")),
        *("-i", f"file:{path}", "-map", "0:v:0", "-an", "-sn", "-dn"),
        *("-vf", f"{wanted},scale={SIDE}:{SIDE}:flags=area,format=gray,showinfo=checksum=0"),
        *("-vsync", "vfr", "-frames:v", str(FRAMES), "-f", "rawvideo", "pipe:1"),
    ]
