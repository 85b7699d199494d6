"""What `make` brings is what the package asks for."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def project() -> dict[str, list[str]]:
    raw = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [each for extra in raw["project"]["optional-dependencies"].values() for each in extra]
    return {"run": raw["project"]["dependencies"], "dev": raw["dependency-groups"]["dev"], "extra": extras}


def test_every_dependency_is_pinned() -> None:
    """A dependency added without `make lock` would be whatever is newest on that day."""
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=!~; ]", each)[0] for group in ("run", "dev") for each in project()[group]]
    missing = [name for name in names if not re.search(rf"(?m)^{re.escape(name)}==", pinned)]
    assert not missing, f"run `make lock`: {missing}"


LOADED_WHERE_USED = {"change_looking", "change_rasters", "change_scores", "scenes_reading", "typesetting"}
"""Modules that need what an extra brings: of evidence `imagery`, and the program that sets a PDF `pdf`."""


def imported(path: Path) -> Iterator[str]:
    """The packages that a file imports, wherever in it."""
    yield from (name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.partition(".")[0]


def at_the_top(path: Path) -> Iterator[str]:
    """The packages without which a file cannot be imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (name for node in tree.body for name in _names(node))


def test_every_package_that_is_imported_is_asked_for() -> None:
    """What only came along with something else, or was installed by hand, is missing on another machine.

    What an extra brings may be imported where it is used only, never at the top of a module that is not itself loaded
    only there (`LOADED_WHERE_USED`).
    """
    asked, extra = ({re.split(r"[\[<>=!~; ]", each)[0].lower() for each in project()[g]} for g in ("run", "extra"))
    given = packages_distributions()
    unasked = set()
    for path in (ROOT / "src").rglob("*.py"):
        top = set() if path.stem in LOADED_WHERE_USED else set(at_the_top(path))
        for name in imported(path):
            if name in sys.stdlib_module_names or name == "firsthand":
                continue
            if not (asked if name in top else asked | extra) & {other.lower() for other in given.get(name, [name])}:
                unasked.add(f"{name} in {path.relative_to(ROOT)}")
    assert not unasked


def test_pinned_requirements_name_no_index() -> None:
    """Where packages come from is the business of the machine, not of this repository."""
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    assert "://" not in pinned
    assert not re.search(r"(?m)^-", pinned)


def test_every_make_target_is_explained() -> None:
    """`make` alone lists what there is; the developers' page names the same targets."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z]+):.*## ", makefile))
    page = (ROOT / "docs" / "developers" / "setup.md").read_text(encoding="utf-8")
    assert {"setup", "test", "demo", "lint", "bench", "gate", "clean", "help"} <= targets
    assert not [target for target in targets if f"make {target}" not in page]


def test_what_is_loaded_where_it_is_used_is_imported_by_nothing_else() -> None:
    """Only one of them may import another at its top: so the package can be imported without what an extra brings."""
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            node.module.rpartition(".")[2] for node in tree.body if isinstance(node, ast.ImportFrom) and node.module
        }
        assert path.stem in LOADED_WHERE_USED or not named & LOADED_WHERE_USED, path
