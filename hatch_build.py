"""The hook of the build: the desk's assets are brought before the package is made, also for an editable install."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """See `assets/bring.py`, which does it."""

    def dependencies(self) -> list[str]:
        """npm, from a Python package, where there is work for it and the machine has none."""
        assets = _assets(self.root)
        in_a_checkout = (Path(self.root) / "tests").is_dir()
        if assets.is_up_to_date(development=in_a_checkout) or assets.npm_command():
            return []
        return [assets.NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """What only tests need comes with an editable install alone: there the tests lie beside it."""
        _assets(self.root).bring(development=version == "editable")


def _assets(root: str) -> ModuleType:
    """`assets/bring.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("bring", Path(root) / "assets" / "bring.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"assets/bring.py is missing in {root}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
