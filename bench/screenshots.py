"""Pictures of every page of the desk, at both widths, light and dark: to be looked at, the best for the README.

    python -m bench.screenshots CASE FOLDER [--best FOLDER] [--only NAME]

The case is shown from a copy, in which a verdict is given, and people are let in for the pages that need a login.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from bench.seen import BROWSER, INSIDE, PROXIED, add_people, log_in, opened, pages_of
from bench.served import ServedDesk, start

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
_LONGEST = 4000
"""Pixels of a long page that are taken."""
_SETTLED = 700
"""Milliseconds in which fonts and borders come in."""
_SHADED = 200
"""Milliseconds in which a map is drawn anew in the other colours."""
_QUALITY = 82


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; 1 where there is no browser."""
    given = _given(arguments)
    if BROWSER is None:
        print("There is no chromium or google-chrome on this machine.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, opened() as browser:
        desk = start(shutil.copytree(given.case, Path(scratch) / given.case.name))
        try:
            for picture, whole, first in _taken(browser, desk, set(given.only or ())):
                (given.folder / f"{picture}.png").write_bytes(whole)
                if given.best and picture in BEST:
                    _keep(first, given.best / f"{picture}.webp")
                print(picture)
        finally:
            desk.kill()
    return 0


_Taken = Iterator[tuple[str, bytes, bytes]]
"""Of each picture its name, the page as far as it goes, and one screen of it; both PNG."""


def _taken(browser: Browser, desk: ServedDesk, only: set[str]) -> _Taken:
    """First while the case is being read, where it has no board yet; then as who sits at the machine; then by login."""
    one = browser.new_context(reduced_motion="reduce")
    page = one.new_page()
    if not only and page.goto(desk.address).status == 503:  # type: ignore[union-attr]
        yield from _pictures(page, f"{desk.address}/", "reading")
    desk.wait()
    pages = pages_of(desk.case, CLAIM, DOCUMENT)
    _decide(desk.case, pages["claim"].rpartition("/")[2])
    for name, path in pages.items():
        if not only or name in only:
            one.set_extra_http_headers(dict(PROXIED) if name == "refusal" else {})
            yield from _pictures(page, desk.address + path, name)
    one.close()
    if not only or only & {"login", *INSIDE}:
        yield from _inside(browser.new_context(reduced_motion="reduce"), desk)


def _inside(context: BrowserContext, desk: ServedDesk) -> _Taken:
    add_people(desk.case)
    page = context.new_page()
    yield from _pictures(page, f"{desk.address}/login", "login")
    log_in(page)
    for name in INSIDE:
        yield from _pictures(page, f"{desk.address}/{name}", name)
    context.close()


def _decide(case: Path, claim: str) -> None:
    """A verdict, so that its pages have something to show."""
    reason = "One party's own channel, cited by all the others; nobody independent was there."
    given = ["decide", str(case), claim, "--verdict", "unproven", "--reason", reason, "--analyst", "Олена"]
    subprocess.run([sys.executable, "-m", "firsthand", *given], check=True, stdout=subprocess.DEVNULL)


def _pictures(page: Page, address: str, name: str) -> _Taken:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_timeout(_SETTLED)
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.wait_for_timeout(_SHADED)
            picture = f"{name}-{width}-{theme}"
            whole = _whole(page, width)
            if where := BEST.get(picture):
                page.goto(f"{address}{where}")
            yield picture, whole, page.screenshot()


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
