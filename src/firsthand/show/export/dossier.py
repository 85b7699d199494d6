"""The dossier as one page for a browser, which is read alone: no network, no script."""

from __future__ import annotations

from typing import BinaryIO

from firsthand.show.claims.page_html import dossier_html
from firsthand.show.export.material import Material

__all__ = ["write_dossier"]


def write_dossier(material: Material, file: BinaryIO) -> int:
    """The board and every claim; how many. The page is made in memory: it is for reading, not for a large case."""
    claims = list(material.claims())
    known = {each.account.claim.id: each.known for each in claims if each.known is not None}
    accounts = [each.account for each in claims]
    name = f"The claims of {material.name}"
    page = dossier_html(accounts, material.papers, material.ids, name, material.version, known)
    file.write(page.encode("utf-8", "replace"))
    return len(claims)
