"""The kinds of evidence there are, in the order in which they are asked; what packages add comes behind."""

from __future__ import annotations

from firsthand.errors import InputError
from firsthand.plugins import Connector, connectors
from firsthand.weigh.evidence.change import CHANGE
from firsthand.weigh.evidence.control import CONTROL
from firsthand.weigh.evidence.factchecks import FACT_CHECKS
from firsthand.weigh.evidence.fires import FIRES
from firsthand.weigh.evidence.footage import FOOTAGE
from firsthand.weigh.evidence.scenes import SCENES

__all__ = ["connector_called", "every_connector"]

_OWN: tuple[Connector, ...] = (CONTROL, FIRES, SCENES, CHANGE, FOOTAGE, FACT_CHECKS)


def every_connector() -> tuple[Connector, ...]:
    """Ours, and those of installed packages.

    Raises:
        PluginError: a package adds one that cannot be used.
    """
    return _OWN + connectors()


def connector_called(name: str) -> Connector:
    """The one of that name.

    Raises:
        InputError: there is none; the message names those there are.
    """
    known = {each.name: each for each in every_connector()}
    if name not in known:
        raise InputError(f"There is no evidence of the kind {name!r}. There is: {', '.join(known)}.")
    return known[name]
