"""The dossier as one page for a browser, which is read alone: no network, no script. It is written part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, Protocol

from markupsafe import Markup

from firsthand.show.assets import asset, environment, policy
from firsthand.show.export.dossier_parts import Dossier, Part, dossier_of
from firsthand.show.export.material import Material

__all__ = ["write_dossier"]

_MOST = 400
"""Tellings, drifts and documents of one claim that the page holds."""
_ENDS_OF_PLANES = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_NO_CHARACTER = re.compile(f"[\ufdd0-\ufdef{_ENDS_OF_PLANES}]")
"""What stands for no character in Unicode, and must not stand in HTML."""
_END = Markup("</section>\n")
_DOCUMENTS = "What was seen, where and when, and the SHA-256 of its bytes, by which it can be checked."
_INDEX = "Names and places of the claims that are told in full, with the numbers of those claims."
_STYLES = ("colours.css", "claims/page.css", "export/dossier.css")


class _Templates(Protocol):
    """The macros of `dossier.html.j2`, each of which gives a piece of the page."""

    def head(self, head: Part, policy: str, style: Markup) -> str: ...
    def group(self, group: Part, index: int) -> str: ...
    def entry(self, entry: Part) -> str: ...
    def claim(self, claim: Part) -> str: ...
    def row(self, entry: Part) -> str: ...
    def source(self, source: Part) -> str: ...
    def index(self, title: str, names: object) -> str: ...
    def log(self, head: Part) -> str: ...
    def section(self, name: str, title: str, says: str = ...) -> str: ...
    def in_short(self) -> str: ...


def write_dossier(material: Material, file: BinaryIO) -> int:
    """A page of the claims; how many. No more of it is in memory than one claim, and the numbers of all."""
    dossier = dossier_of(material, _MOST)
    made: _Templates = environment(dossier="export/dossier.html.j2").get_template("dossier").module  # type: ignore[assignment]
    for piece in _pieces(dossier, made):
        file.write(_NO_CHARACTER.sub("\ufffd", piece).encode("utf-8", "replace"))
    return material.count


def _pieces(dossier: Dossier, made: _Templates) -> Iterator[str]:
    style, head = "".join(map(asset, _STYLES)), dossier.head()
    yield made.head(head, policy(style), Markup(style))  # noqa: S704 (our own files)
    if head["in_full"]:
        yield from _in_full(dossier, made)
    if head["in_short"]:
        yield made.section("in-short", "The other claims in short") + made.in_short()
        yield from map(made.row, dossier.rows())
        yield f"</tbody></table>\n{_END}"
    yield made.section("documents", "The documents", _DOCUMENTS)
    yield from _listed('<ol class="documents">', map(made.source, dossier.sources()), "</ol>")
    yield _END + made.section("index", "Index", _INDEX)
    found = dossier.index()
    for title, names in (("Who says or denies it", found["voices"]), ("Places", found["places"])):
        if names:
            yield made.index(title, names)
    yield _END + made.section("log", "How to check this") + made.log(head)
    yield from _decided(dossier)
    yield f"{_END}</main>\n</body>\n</html>\n"


def _in_full(dossier: Dossier, made: _Templates) -> Iterator[str]:
    yield made.section("claims-that-matter", "The claims that matter first")
    entries = dossier.entries()
    for number, group in enumerate(dossier.groups(), 1):
        first, last = group["first"], group["last"]
        assert isinstance(first, int)
        assert isinstance(last, int)
        yield made.group(group, number)
        yield from _listed('<ol class="entries">', map(made.entry, islice(entries, last + 1 - first)), "</ol>")
    yield _END + made.section("claims", "Claim by claim")
    yield from map(made.claim, dossier.claims())
    yield _END


def _decided(dossier: Dossier) -> Iterator[str]:
    decided = [Markup("<li>{}</li>\n").format(each) for each in dossier.decisions()]
    if decided:
        yield "<h3>Decisions about what is one claim</h3>\n"
        yield from _listed("<ul>", decided, "</ul>")


def _listed(start: str, items: Iterable[str], end: str) -> Iterator[str]:
    """The items between both; nothing where there are none."""
    found = False
    for each in items:
        yield each if found else f"{start}\n{each}"
        found = True
    if found:
        yield f"{end}\n"
