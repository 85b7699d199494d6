"""The word lists and tables of this room: YAML files, one block per language, read when first needed."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

__all__ = ["block", "for_language", "load", "rows"]

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # a build of PyYAML without libyaml reads the same, only slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


_TEXT = "tag:yaml.org,2002:str"


class _Loader(_SafeLoader):
    """Reads "no", "on" and "off" as the words they are; only "true" and "false" are truth values."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and kind are PyYAML's
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_document(self, node: Node) -> Any:
        """The value of the node, in a fraction of PyYAML's time: the tables have no objects and no cycles."""
        if isinstance(node, MappingNode):
            return {self.construct_document(key): self.construct_document(value) for key, value in node.value}
        if isinstance(node, SequenceNode):
            return [self.construct_document(each) for each in node.value]
        return node.value if node.tag == _TEXT else self.construct_object(node)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


@cache
def load(name: str) -> Any:
    """What the file `name` beside this module holds."""
    return yaml.load(files(__name__).joinpath(name).read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader


def block(name: str, language: str) -> Any:
    """The block for `language` (an ISO 639-1 code) of the file `name`; None where the file has none."""
    return load(name).get(language)


def for_language(name: str, language: str) -> Any:
    """What the file `name-LANGUAGE.yaml` holds; None where there is none."""
    file = f"{name}-{language}.yaml"
    return load(file) if language.isalpha() and files(__name__).joinpath(file).is_file() else None


@cache
def rows(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lines of the file `name`, cut at ";": the [section] that each stands in, and its cells, ends trimmed."""
    section, found = "", []
    for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((section, tuple(cell.strip() for cell in line.split(";"))))
    return tuple(found)
