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
    return {"run": raw["project"]["dependencies"], "dev": raw["dependency-groups"]["dev"]}


def test_every_dependency_is_pinned() -> None:
    """A dependency added without `make lock` would be whatever is newest on that day."""
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=!~; ]", each)[0] for group in project().values() for each in group]
    missing = [name for name in names if not re.search(rf"(?m)^{re.escape(name)}==", pinned)]
    assert not missing, f"run `make lock`: {missing}"


def imported(path: Path) -> Iterator[str]:
    """The packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_package_that_is_imported_is_asked_for() -> None:
    """What only came along with something else, or was installed by hand, is missing on another machine."""
    asked = {re.split(r"[\[<>=!~; ]", each)[0].lower() for each in project()["run"]}
    given = packages_distributions()
    unasked = set()
    for path in (ROOT / "src").rglob("*.py"):
        for name in imported(path):
            if name in sys.stdlib_module_names or name == "firsthand":
                continue
            if not asked & {distribution.lower() for distribution in given.get(name, [name])}:
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
