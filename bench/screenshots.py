"""Pictures of every page of the desk, at both widths, light and dark: to be looked at, the best for the README.

    python -m bench.screenshots CASE FOLDER [--best FOLDER] [--only NAME]

The case is shown as it is, from a copy.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.seen import BROWSER, opened, pages_of
from bench.served import served

__all__ = ["main"]

CLAIM = "22 buildings in a day"
DOCUMENT = "https://dailybastion.example/exclusive/22-buildings-mirnograd"
WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
BEST = {
    "board-1280-light": "",
    "claim-1280-light": "#origins",
    "document-1280-light": "",
    "map-1280-dark": "",
    "claim-390-dark": "",
}
"""Those that the README shows: one screen of each, and where on the page it begins."""
_LONGEST = 2600
"""Pixels of a long page that are taken."""
_SETTLED = 700
"""Milliseconds in which fonts and borders come in."""
_QUALITY = 82


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; 1 where there is no browser."""
    given = _given(arguments)
    if BROWSER is None:
        print("There is no chromium or google-chrome on this machine.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        copy = shutil.copytree(given.case, Path(scratch) / given.case.name)
        with served(copy) as desk, opened() as browser:
            pages = pages_of(copy, CLAIM, DOCUMENT)
            for name in [each for each in pages if not given.only or each in given.only]:
                for picture, whole, first in _pictures(browser, desk.address + pages[name], name):
                    (given.folder / f"{picture}.png").write_bytes(whole)
                    if given.best and picture in BEST:
                        _keep(first, given.best / f"{picture}.webp")
                    print(picture)
    return 0


def _pictures(browser: Browser, address: str, name: str) -> list[tuple[str, bytes, bytes]]:
    """Of one page: the name of each picture, the page as far as it goes, and one screen of it; both PNG."""
    made = []
    for width, height in WIDTHS.items():
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(address)
            page.wait_for_timeout(_SETTLED)
            picture = f"{name}-{width}-{theme}"
            whole = _whole(page, width)
            if where := BEST.get(picture):
                page.goto(f"{address}{where}")
            made.append((picture, whole, page.screenshot()))
            context.close()
    return made


def _whole(page: Page, width: int) -> bytes:
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": width, "height": float(min(height, _LONGEST))}
    )


def _keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).convert("RGB").save(path, "WEBP", quality=_QUALITY, method=6)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots", description=__doc__)
    parser.add_argument("case", type=Path, help="the folder of the example case")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--best", type=Path, help="where those for the README go, small")
    parser.add_argument("--only", action="append", help="a page by its name, such as map; may be repeated")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
