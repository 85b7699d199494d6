"""Where things of a claim are on the desk: addresses of documents, statements and claims, and anchors of its page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from firsthand.claims import Told
from firsthand.errors import InputError
from firsthand.model import Span
from firsthand.show.speaking import gettext

__all__ = ["address_of", "claim_address", "document_address", "place_of", "place_words", "slot_of"]


def document_address(key: str) -> str:
    return f"/document?{urlencode({'key': key})}"


def address_of(told: Told) -> str:
    """A statement in its document: `at` are the characters that are meant."""
    at = f"{told.span.start}-{told.span.end}"
    return f"/document?{urlencode({'key': told.document, 'at': at})}#statement"


def claim_address(claim: str) -> str:
    return f"/claims/{quote(claim, safe='')}"


def place_words(told: Told) -> str:
    """A telling as a form sends it: by its place, as numbers change when earlier tellings come in."""
    return f"{told.span.start}-{told.span.end} {told.document}"


def place_of(words: str) -> Told:
    """The telling that a form names. Raises InputError: it names none."""
    at, _, document = words.partition(" ")
    start, _, end = at.partition("-")
    if not document or not all(each.isascii() and each.isdigit() and len(each) < 16 for each in (start, end)):
        raise InputError(gettext("The form names a telling that is none. Open the claim anew, then send it again."))
    if int(start) >= int(end):
        raise InputError(gettext("The form names a telling without words. Open the claim anew, then send it again."))
    return Told(document, Span(int(start), int(end)))


def slot_of(told: Told) -> str:
    """Under what the translation of a statement is kept among a person's notes on documents."""
    return f"{told.document} {told.span.start}-{told.span.end}"
