"""What a claim says of one of its documents, cut out of its view: of a claim that ten thousand documents tell, the page
of one of them needs little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import orjson

__all__ = ["MANY", "parts_of"]

MANY = 100
"""Documents from which on the parts of a claim are kept beside it."""


def parts_of(view: bytes) -> dict[str, object]:
    """For each document that tells the claim a view of its own lines, and of the derivations that it is an end of.

    Args:
        view: a `ClaimView` as JSON.
    """
    told: Mapping[str, Any] = orjson.loads(view)
    lines: defaultdict[str, list[object]] = defaultdict(list)
    derivations: defaultdict[str, list[object]] = defaultdict(list)
    for line in told["lines"]:
        lines[line["told"]["document"]].append(line)
    for how in told["account"]["derivations"]:
        for key in {how["taker"], how["taken"]}:
            derivations[key].append(how)
    return {key: {"lines": own, "account": {"derivations": derivations[key]}} for key, own in lines.items()}
