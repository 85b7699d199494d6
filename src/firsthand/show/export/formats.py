"""The formats that a case can be taken out in: one line for each, and the one function that writes any of them.

    case + what is chosen → Material → the writer of the format → a file

Another format is one file with a function that fits `Writer`, and a line in `FORMATS`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from firsthand.errors import InputError
from firsthand.show.export import claimreview, geojson, prov, stix, tables
from firsthand.show.export.annotations import write_annotations
from firsthand.show.export.dossier import write_dossier
from firsthand.show.export.material import Chosen, Material, WeighedClaim, material_of
from firsthand.show.export.pdf import write_pdf
from firsthand.show.export.wacz import Exported, Selection, write_wacz
from firsthand.show.plain import one_line
from firsthand.show.speaking import N_
from firsthand.store import Case
from firsthand.store.holdings import Standing

__all__ = [
    "FORMATS",
    "Chosen",
    "Done",
    "Format",
    "Writer",
    "format_named",
    "format_of_file",
    "write_export",
    "write_material",
]

Progress = Callable[[int, int], None]
"""Called with how much is done, of how much."""


class Writer(Protocol):
    """Writes the claims of a case in one format."""

    def __call__(self, material: Material, file: BinaryIO, /) -> int:
        """Write to `file`, which cannot be read or gone back in; how many things of the format there are.

        Raises:
            EmptyInput: there is nothing that the format could tell.
            OutputError: a package that the format needs is not installed.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `suffixes` are endings of file names that can mean no other one; `counts` is what it counts, for one
    and for many. `write` is None for the web archive, which is not made of claims."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    says: str
    counts: tuple[str, str]
    write: Writer | None
    suffix: str = ""
    """What a file of it is usually called by; the first of `suffixes` where this is empty."""

    @property
    def ending(self) -> str:
        """For the name of a file that is made for somebody."""
        return self.suffix or self.suffixes[0]


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: in which format, and how many things of it; the log of the case stood at `standing` then.
    `archive` tells more of a web archive."""

    format: Format
    count: int
    standing: Standing
    archive: Exported | None = None


_CLAIMS = ("claim", "claims")

FORMATS: tuple[Format, ...] = (
    Format(
        "geojson",
        (".geojson",),
        "application/geo+json",
        N_("claims as points on a map, each with its row of the table"),
        _CLAIMS,
        geojson.write_geojson,
    ),
    Format(
        "csv",
        (".csv",),
        "text/csv",
        N_("one row for each claim, as ACLED and UCDP have events"),
        _CLAIMS,
        tables.write_csv,
    ),
    Format(
        "parquet",
        (".parquet",),
        "application/vnd.apache.parquet",
        N_("the same table, with types, for programs"),
        _CLAIMS,
        tables.write_parquet,
    ),
    Format("hxl", (".hxl.csv",), "text/csv", N_("the same table, with a line of HXL tags"), _CLAIMS, tables.write_hxl),
    Format(
        "annotations",
        (".annotations.jsonld", ".annotations.json"),
        "application/ld+json",
        N_("every statement as an annotation on the text it stands in (W3C Web Annotation)"),
        ("statement", "statements"),
        write_annotations,
    ),
    Format(
        "prov",
        (".prov.jsonld", ".prov.json"),
        "application/ld+json",
        N_("where everything comes from (PROV-O)"),
        ("node", "nodes"),
        prov.write_prov,
    ),
    Format(
        "claimreview",
        (".claimreview.jsonld", ".claimreview.json"),
        "application/ld+json",
        N_("what analysts concluded (schema.org ClaimReview): decided claims only"),
        ("review", "reviews"),
        claimreview.write_claimreview,
    ),
    Format(
        "stix",
        (".stix.json", ".stix"),
        "application/stix+json",
        N_("a bundle of STIX 2.1: a report for each claim, with what it rests on"),
        ("object", "objects"),
        stix.write_stix,
    ),
    Format(
        "dossier",
        (".html", ".htm"),
        "text/html",
        N_("one page to be read alone: the claims that matter first, every document with its hash"),
        _CLAIMS,
        write_dossier,
    ),
    Format(
        "pdf",
        (".pdf",),
        "application/pdf",
        N_("the dossier on paper, with contents, bookmarks and index"),
        _CLAIMS,
        write_pdf,
    ),
    Format("wacz", (".wacz",), "application/wacz", N_("the captures, as a web archive"), ("capture", "captures"), None),
)


def format_named(name: str) -> Format:
    """The format of that name. Raises InputError: there is none."""
    for each in FORMATS:
        if each.name == name.strip().lower():
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise InputError(f"There is no format {one_line(name)!r}. There is: {known}.")


def format_of_file(name: str) -> Format:
    """The format that a file's name ends like. Raises InputError: several may, or none does."""
    low = name.lower()
    fitting = [(len(end), each) for each in FORMATS for end in each.suffixes if low.endswith(end)]
    if not fitting:
        known = ", ".join(each.name for each in FORMATS)
        raise InputError(f"{one_line(name)!r} may be of several formats, or of none. Say which with --to: {known}.")
    return max(fitting, key=lambda pair: pair[0])[1]


def write_export(
    case: Case,
    name: str,
    chosen: Chosen,
    file: BinaryIO,
    folder: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Done:
    """Write a case in the format of that name; the case stays as it is, and may be open for reading only.

    Args:
        file: seekable for the web archive; any other format only writes on.
        folder: for temporary files of a web archive; the system's own where none is given.
        progress: of claims, for each pass over them, as a dossier goes through them several times.

    Raises:
        InputError: there is no such format or claim, or the format cannot be narrowed in that way.
        EmptyInput: there is nothing that the format could tell.
        OutputError: a package that the format needs is not installed.
        CaseError: the case is not as it was written.
    """
    wanted = format_named(name)
    if wanted.write is None:
        return _archived(case, wanted, chosen, file, folder, progress)
    if chosen.narrows_captures:
        raise InputError(f"Only a web archive can be narrowed to captures; {wanted.name} tells of claims.")
    return write_material(_counted(material_of(case, chosen), progress), name, file)


def _counted(material: Material, progress: Progress) -> Material:
    """The same, telling how far each pass over its claims has come."""

    def claims(positions: Iterable[int] | None = None) -> Iterator[WeighedClaim]:
        places = None if positions is None else list(positions)
        total = material.count if places is None else len(places)
        for done, claim in enumerate(material.claims(places), 1):
            yield claim
            progress(done, total)

    return replace(material, claims=claims)


def write_material(material: Material, name: str, file: BinaryIO) -> Done:
    """The same for who has a case's claims at hand, weighed, as a server does: nothing is worked out again.

    Raises:
        InputError: there is no such format, or it is one of captures.
        EmptyInput: there is nothing that the format could tell.
        OutputError: a package that the format needs is not installed.
    """
    wanted = format_named(name)
    if wanted.write is None:
        raise InputError(f"{wanted.name} is not made of claims.")
    return Done(wanted, wanted.write(material, file), material.standing)


def _archived(
    case: Case, wanted: Format, chosen: Chosen, file: BinaryIO, folder: Path | None, progress: Progress
) -> Done:
    if chosen.narrows_claims:
        raise InputError(
            "A web archive holds captures, not claims: narrow it by their keys, or by when they were seen."
        )
    for key in chosen.keys:
        if not case.has_key(key):
            raise InputError(f"Nothing in the case has the key {one_line(key)}.")
    selection = Selection(chosen.keys, chosen.seen_since)
    done = write_wacz(case, file, folder or Path(tempfile.gettempdir()), selection, progress)
    return Done(wanted, done.captures, done.standing, done)
