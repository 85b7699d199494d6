"""The kinds of evidence there are, in the order in which they are asked; what packages add comes behind."""

from __future__ import annotations

from firsthand.errors import InputError
from firsthand.plugins import Connector, connectors
from firsthand.weigh.evidence.change import CHANGE
from firsthand.weigh.evidence.control import CONTROL
from firsthand.weigh.evidence.factchecks import FACT_CHECKS, FactChecksConnector
from firsthand.weigh.evidence.factchecks_match import TermsOf
from firsthand.weigh.evidence.fires import FIRES
from firsthand.weigh.evidence.footage import FOOTAGE
from firsthand.weigh.evidence.scenes import SCENES

__all__ = ["connector_called", "every_connector"]


def every_connector(terms: TermsOf | None = None) -> tuple[Connector, ...]:
    """Ours, and those of installed packages.

    Args:
        terms: gives the terms of a text, the same in every language: by them fact-checks are found in others.

    Raises:
        PluginError: a package adds one that cannot be used.
    """
    checks = FACT_CHECKS if terms is None else FactChecksConnector(terms)
    return (CONTROL, FIRES, SCENES, CHANGE, FOOTAGE, checks, *connectors())


def connector_called(name: str, terms: TermsOf | None = None) -> Connector:
    """The one of that name.

    Raises:
        InputError: there is none; the message names those there are.
    """
    known = {each.name: each for each in every_connector(terms)}
    if name not in known:
        raise InputError(f"There is no evidence of the kind {name!r}. There is: {', '.join(known)}.")
    return known[name]
