"""The elements of feeds and sitemaps one by one, of XML that may be broken, huge or out to do harm."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from firsthand.collect.channels.markup import well_formed
from firsthand.collect.channels.web_page import skipped
from firsthand.model import Skip

__all__ = ["free", "xml_elements"]


def xml_elements(
    text: str, address: str, tags: tuple[str, ...], events: tuple[str, ...] = ("end",)
) -> Iterator[tuple[str, etree._Element] | Skip]:
    """Each element of those names, in any namespace, with the event; a Skip where the XML breaks.

    Whoever is done with an element frees it: memory stays flat however many there are.
    """
    parsing = etree.iterparse(
        io.BytesIO(well_formed(text)),
        events=events,
        tag=tuple(f"{{*}}{tag}" for tag in tags),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        yield from parsing
    except etree.XMLSyntaxError as error:
        yield skipped(address, f"broken XML: what follows is not read: {error}")
        return
    fatal = [error for error in parsing.error_log if error.level >= etree.ErrorLevels.FATAL]
    if fatal:
        yield skipped(address, f"broken XML, read as far as it goes: line {fatal[0].line}: {fatal[0].message.strip()}")


def free(element: etree._Element) -> None:
    """Drop what an element holds, and its brothers before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)
