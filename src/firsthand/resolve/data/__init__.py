"""The word lists and tables of this room: YAML files, one block per language, read when first needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["block", "load"]

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a build of PyYAML without libyaml reads the same, only slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


@cache
def load(name: str) -> Any:
    """What the file `name` beside this module holds."""
    source = files(__name__).joinpath(name).read_bytes()
    return yaml.load(source, Loader=_Loader)


def block(name: str, language: str) -> Any:
    """The block for `language` (an ISO 639-1 code) of the file `name`; None where the file has none."""
    return load(name).get(language)
