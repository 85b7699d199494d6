"""The same footage again: how much is found under each change, and how often different pictures are taken for one.

    python -m bench.footage [--pictures 30] [--known 200] [--prints 100000] [--videos 3] [--json FILE]

The pictures are drawn here (skies, hills of noise, houses with windows, trees, smoke) from numbers that stay the same;
videos pan over them, by ffmpeg. Drawn pictures are simpler than photographs: these figures compare changes with each
other, and say little of how alike two real streets are. `--prints` times the search alone among so many fingerprints.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from rich.console import Console
from rich.table import Table

from bench.stamp import write_result
from firsthand.weigh.evidence.footage_match import Gallery
from firsthand.weigh.evidence.footage_media import Media, Shot
from firsthand.weigh.evidence.footage_prints import PLAIN, SAME, SIDE, Printer
from firsthand.weigh.evidence.footage_programs import program
from firsthand.weigh.evidence.footage_search import near

__all__ = ["CHANGES", "Found", "drawn", "measured", "timed"]

_WIDE, _HIGH = 640, 400
_ELSE = 1_000_000  # numbers of pictures that are in no collection begin here


@dataclass(frozen=True, slots=True)
class Found:
    """Under one change: how many were looked for and found, how many others were taken for them, ms for each."""

    change: str
    sought: int
    found: int
    wrong: int
    milliseconds: float

    @property
    def recall(self) -> float:
        return self.found / max(1, self.sought)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrong)


def drawn(number: int) -> Image.Image:
    """The picture of that number: always the same."""
    chance = np.random.default_rng(number)
    horizon = int(_HIGH * chance.uniform(0.3, 0.7))
    ground = np.zeros((_HIGH, _WIDE, 3))
    ground[:horizon] = chance.integers(90, 230, 3) * np.linspace(1, 0.8, horizon)[:, None, None]
    ground[horizon:] = chance.integers(30, 140, 3) * np.linspace(0.8, 1.1, _HIGH - horizon)[:, None, None]
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(chance.integers(4, 14))):
        _house(pen, chance, horizon)
    for _ in range(int(chance.integers(3, 12))):
        x, y, size = (int(each) for each in chance.integers((0, horizon - 20, 8), (_WIDE, _HIGH, 50)))
        pen.ellipse([x - size, y - size, x + size, y + size], fill=_colour(chance, 10, 160))
    waves = np.repeat(_waves(chance)[:, :, None], 3, axis=2) * 22
    return Image.fromarray(np.clip(np.asarray(picture).astype(float) + waves, 0, 255).astype(np.uint8))


def _house(pen: ImageDraw.ImageDraw, chance: np.random.Generator, horizon: int) -> None:
    left, wide, high = (int(each) for each in chance.integers((-40, 30, 20), (_WIDE, 160, 200)))
    foot = horizon + int(chance.integers(-10, 60))
    pen.rectangle([left, foot - high, left + wide, foot], fill=_colour(chance, 20, 230))
    for x in range(left + 6, left + wide - 8, 14):
        for y in range(foot - high + 6, foot - 10, 18):
            if chance.random() < 0.7:
                pen.rectangle([x, y, x + 7, y + 9], fill=_colour(chance, 0, 255))


def _colour(chance: np.random.Generator, low: int, high: int) -> tuple[int, int, int]:
    red, green, blue = (int(each) for each in chance.integers(low, high, 3))
    return red, green, blue


def _waves(chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """Noise as nature has it: the coarser, the stronger."""
    down, across = np.fft.fftfreq(_HIGH)[:, None], np.fft.rfftfreq(_WIDE)[None, :]
    often = np.sqrt(down**2 + across**2)
    often[0, 0] = 1
    sort = chance.normal(size=often.shape) + 1j * chance.normal(size=often.shape)
    noise = np.fft.irfft2(sort / often**1.6, s=(_HIGH, _WIDE))
    return np.asarray((noise - noise.mean()) / noise.std())


def _written(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file)


def _cut(low: float, high: float) -> _Change:
    def change(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
        size = chance.uniform(low, high)
        left, top = chance.uniform(0, 1 - size, 2)
        wide, tall = picture.size
        box = (left * wide, top * tall, (left + size) * wide, (top + size) * tall)
        return picture.crop((int(box[0]), int(box[1]), int(box[2]), int(box[3])))

    return change


def _bar(*, over: bool) -> _Change:
    """A caption on a bar: over the foot of the picture, or below it."""

    def change(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
        (wide, tall), share = picture.size, chance.uniform(0.08, 0.2)
        bar, colour = int(tall * share), _colour(chance, 0, 255)
        made = Image.new("RGB", (wide, tall if over else tall + bar), colour)
        made.paste(picture, (0, 0))
        pen, foot = ImageDraw.Draw(made), made.size[1]
        pen.rectangle([0, foot - bar, wide, foot], fill=colour)
        letters = (255, 255, 255) if sum(colour) < 380 else (0, 0, 0)
        pen.text((10, foot - bar + 4), "SOMETHING WAS SEEN TODAY " * 3, fill=letters, font_size=bar * 0.4)
        return made

    return change


def _bordered(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    wide, tall = picture.size
    made = Image.new("RGB", (int(wide * chance.uniform(1.1, 1.6)), int(tall * chance.uniform(1, 1.1))))
    made.paste(picture, ((made.size[0] - wide) // 2, (made.size[1] - tall) // 2))
    return made


def _mirrored(picture: Image.Image, _: np.random.Generator) -> Image.Image:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


_Change = Callable[[Image.Image, np.random.Generator], Image.Image]
CHANGES: Mapping[str, _Change] = {
    "written anew (JPEG 40)": lambda picture, _: _written(picture, 40),
    "200 × 125 pixels": lambda picture, _: picture.resize((200, 125)),
    "mirrored": _mirrored,
    "turned by a quarter": lambda picture, _: picture.transpose(Image.Transpose.ROTATE_90),
    "cut to 90-100%": _cut(0.9, 1),
    "cut to 80-90%": _cut(0.8, 0.9),
    "cut to 70-80%": _cut(0.7, 0.8),
    "cut to 60-70%": _cut(0.6, 0.7),
    "cut to a square": lambda picture, _: picture.crop((120, 0, 520, 400)),
    "a caption over it": _bar(over=True),
    "a caption below it": _bar(over=False),
    "a border": _bordered,
    "mirrored, cut, JPEG 50": lambda picture, chance: _written(
        _cut(0.85, 0.95)(_mirrored(picture, chance), chance), 50
    ),
}
"""What is done to a picture before it is looked for."""


def measured(pictures: int, known: int) -> list[Found]:
    """Look for changed pictures of a collection, and for pictures that are not in it."""
    printer, media = Printer(), Media()
    shots = [_shot(media, drawn(number)) for number in range(known)]
    gallery = Gallery(printer, [(shot.gray, printer.prints(shot.gray)) for shot in shots])
    rows = []
    for name, change in CHANGES.items():
        chance = np.random.default_rng(1)
        made = [change(drawn(number), chance) for number in range(min(pictures, known))]
        rows.append(_looked_for(name, gallery, printer, [_shot(media, each) for each in made], belongs=True))
    others = [_shot(media, drawn(_ELSE + number)) for number in range(pictures)]
    return [*rows, _looked_for("a different picture", gallery, printer, others, belongs=False)]


def _shot(media: Media, picture: Image.Image) -> Shot:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.convert("RGB").save(file.name, compress_level=1)
        return media.shots(Path(file.name))[0]


def _looked_for(name: str, gallery: Gallery, printer: Printer, shots: Sequence[Shot], *, belongs: bool) -> Found:
    found = wrong = 0
    started = perf_counter()
    for number, shot in enumerate(shots):
        hits = {each.number for each in gallery.same(shot.gray, printer.prints(shot.gray))}
        found += belongs and number in hits
        wrong += len(hits - ({number} if belongs else set()))
    each = (perf_counter() - started) / max(1, len(shots)) * 1000
    return Found(name, len(shots) if belongs else 0, found, wrong, round(each, 1))


def of_videos(count: int) -> list[Found]:
    """Videos that pan over a drawn picture, looked for after they were made smaller, mirrored, bannered and written
    anew; a video counts as found when any of its frames is."""
    ffmpeg = program("ffmpeg")
    if ffmpeg is None:
        return []
    printer, media = Printer(), Media()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            drawn(number).save(Path(folder, f"{number}.png"))
            pan = "crop=480:300:x='160*t/6':y='60*t/6'"
            still = ["-loop", "1", "-t", "6", "-i", f"{folder}/{number}.png"]
            _made(ffmpeg, [*still, "-vf", pan, "-pix_fmt", "yuv420p", f"{folder}/{number}.mp4"])
        shots = [[(number, shot) for shot in media.shots(Path(folder, f"{number}.mp4"))] for number in range(count)]
        flat = [each for own in shots for each in own]
        gallery = Gallery(printer, [(shot.gray, printer.prints(shot.gray)) for _, shot in flat])
        changes = {
            "video, smaller, other codec": ["-vf", "scale=240:-2", "-c:v", "mpeg4", "-q:v", "12"],
            "video, mirrored": ["-vf", "hflip"],
            "video, a bar over it, starts later": ["-ss", "1.3", "-vf", "drawbox=0:ih*0.86:iw:ih*0.14:red:fill"],
        }
        return [
            _videos_under(name, change, ffmpeg, Path(folder), count, gallery, flat) for name, change in changes.items()
        ]


def _videos_under(
    name: str,
    change: Sequence[str],
    ffmpeg: str,
    folder: Path,
    count: int,
    gallery: Gallery,
    flat: Sequence[tuple[int, Shot]],
) -> Found:
    printer, media, found, wrong = Printer(), Media(), 0, 0
    started = perf_counter()
    for number in range(count):
        changed = folder / "changed.avi"
        _made(ffmpeg, ["-i", str(folder / f"{number}.mp4"), *change, str(changed)])
        hits = {
            flat[each.number][0]
            for shot in media.shots(changed)
            for each in gallery.same(shot.gray, printer.prints(shot.gray))
        }
        found += number in hits
        wrong += len(hits - {number})
    return Found(name, count, found, wrong, round((perf_counter() - started) / max(1, count) * 1000, 1))


def _made(ffmpeg: str, arguments: Sequence[str]) -> None:
    subprocess.run([ffmpeg, "-y", "-nostdin", "-v", "error", *arguments], check=True)


def timed(prints: int, sought: int = 64) -> tuple[float, int]:
    """Milliseconds to look for one fingerprint among so many, within 31 bits, and how many of the sought were found:
    each is one that is there, with 31 bits turned."""
    chance = np.random.default_rng(2)
    known = chance.integers(0, 1 << 64, (prints, 4), dtype=np.uint64)
    bits = np.unpackbits(known[:sought].view(np.uint8).reshape(sought, -1), axis=1)
    for row in bits:
        row[chance.choice(256, SAME, replace=False)] ^= 1
    asked = np.packbits(bits, axis=1).view(np.uint64)
    started = perf_counter()
    which, at, _ = near(asked, known, SAME)
    return (perf_counter() - started) / sought * 1000, int((which == at).sum())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.footage", description="Find the same footage again.")
    parser.add_argument("--pictures", type=int, default=30, metavar="N", help="looked for under each change")
    parser.add_argument("--known", type=int, default=200, metavar="N", help="in the collection")
    parser.add_argument(
        "--prints", type=int, default=100_000, metavar="N", help="fingerprints to time the search among"
    )
    parser.add_argument("--videos", type=int, default=3, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    options = parser.parse_args(arguments)
    rows = [*measured(options.pictures, options.known), *of_videos(options.videos)]
    milliseconds, found = timed(options.prints)
    Console().print(_table(rows))
    print(f"one of {options.prints:,} fingerprints within {SAME} bits: {milliseconds:.2f} ms, {found} of 64 found")
    print(f"pictures are {SIDE} × {SIDE}, and too plain below quality {PLAIN}")
    if options.json:
        given = sys.argv[1:] if arguments is None else list(arguments)
        told = {
            "found": [asdict(row) for row in rows],
            "prints": options.prints,
            "milliseconds": round(milliseconds, 3),
        }
        write_result(options.json, "bench.footage", given, told)
    return 0


def _table(rows: Sequence[Found]) -> Table:
    table = Table("change", "sought", "recall", "precision", "wrong", "ms each")
    for row in rows:
        recall, precision = (f"{row.recall:.3f}", f"{row.precision:.3f}") if row.sought else ("", "")
        table.add_row(row.change, str(row.sought or ""), recall, precision, str(row.wrong), str(row.milliseconds))
    return table


if __name__ == "__main__":
    sys.exit(main())
