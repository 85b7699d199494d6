"""What a case has beside claims and documents: its evidence, its log, and what was handed in to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import urlsplit

from firsthand.errors import EmptyInput, InputError, MissingInput
from firsthand.pipeline.evidence import Looked, look_at
from firsthand.show.desk.answers.asking import Pairs, number_in, paged, plain
from firsthand.show.desk.answers.handing import Pasted, plain_name
from firsthand.show.desk.served import Served
from firsthand.show.json_report import Json
from firsthand.show.plain import one_line
from firsthand.show.weighed.weighed_json import bodies_json
from firsthand.store.evidence import Held, bodies_of
from firsthand.store.holdings import standing
from firsthand.store.inbox import hand_in, handed, handed_in
from firsthand.store.log import entries

__all__ = ["MOST_FILES", "add", "evidence", "head", "job", "jobs", "log"]

MOST_FILES = 1_000
_PAGE, _MOST = 100, 1_000
_LONGEST_ADDRESS = 4_000
_NAMED = 3


def evidence(served: Served) -> Json:
    """The bodies of evidence of the case, each with its state and what it cannot show, and those that were removed."""
    with served.case() as case:
        found = [replace(looked, body=None) for looked in look_at(case)]
        removed = [each for each in bodies_of(case, removed=True) if each.undone is not None]
    return bodies_json(map(_without_folder, found), map(_without_folder_held, removed))


def _without_folder(looked: Looked) -> Looked:
    return replace(looked, held=_without_folder_held(looked.held))


def _without_folder_held(held: Held) -> Held:
    """Where it lies on the machine of the desk is nobody's business: of a path the last part is told."""
    return held if "://" in held.what else replace(held, what=PurePath(held.what).name)


def log(served: Served, given: Pairs) -> Json:
    """The latest entries of the log, the last first; `before` is the number below which they are.

    Raises:
        InputError: a number is none.
    """
    single = dict(given)
    before = number_in(single, "before", 0, 10**9) or None
    with served.case() as case:
        found = entries(case, before, number_in(single, "per_page", _PAGE, _MOST))
    last = found[-1].number if found else 0
    return {"entries": [plain(each) for each in found], "next": f"?before={last}" if last > 1 else None}


def head(served: Served) -> Json:
    """Where the case stands: the last entry of its log, with the hash that answers for everything before."""
    with served.case() as case:
        found = standing(case)
    return {"case": found.case, "entries": found.entry, "at": found.at, "head": found.head, "captures": found.last}


# ---------------------------------------------------------------- handing in


def add(
    served: Served,
    by: str,
    sent: Sequence[tuple[str, BinaryIO]],
    report: Pasted,
    addresses: Sequence[str] = (),
) -> Json:
    """Keep files, a text and addresses for the case; they are on the disk when this returns, and taken in later.

    Args:
        sent: files, each with the name it had.

    Raises:
        InputError: there is nothing, or too much, or an address or a day that is none.
        TooLarge: the text is larger than a report may be.
        CaseError: the disk refuses; nothing is kept then.
    """
    if len(sent) > MOST_FILES or len(addresses) > MOST_FILES:
        raise InputError(f"At most {MOST_FILES:,} files and addresses can be handed in at once: send the rest after.")
    files = {f"{number:03d}-{plain_name(name)}": content for number, (name, content) in enumerate(sent, 1)}
    if written := report.file():
        files[f"{len(files) + 1:03d}-{written[0]}"] = written[1]
    wanted = tuple(dict.fromkeys(map(_address, addresses)))
    if not files and not wanted:
        raise EmptyInput("There was nothing in it: give files, a text, or an address.")
    what = [*(name[4:] for name in files), *wanted]
    more = f" and {len(what) - _NAMED:,} more" if len(what) > _NAMED else ""
    return plain(hand_in(served.folder, by, one_line(", ".join(what[:_NAMED])) + more, files, wanted))


def _address(given: str) -> str:
    """An address that a report can be fetched from; what it leads to is looked at when it is fetched."""
    wanted = given.strip()
    try:
        parts = urlsplit(wanted)
        host = parts.hostname
    except ValueError:
        host = None
    if len(wanted) > _LONGEST_ADDRESS or not host or parts.scheme not in ("http", "https") or not wanted.isprintable():
        raise InputError(f"“{one_line(given[:100])}” is no address: give one that begins with https://.")
    return wanted


def jobs(served: Served, given: Pairs = ()) -> Json:
    """A page of what was handed in, the latest first, with what became of it.

    Raises:
        InputError: a number is none.
    """
    page = paged(given, _MOST, _MOST)
    found = [plain(each) for each in handed(served.folder)]
    return {**page.told(len(found)), "jobs": found[page.of(len(found))]}


def job(served: Served, number: str) -> Json:
    """One of them. Raises MissingInput: there is none of that number."""
    found = handed_in(served.folder, number)
    if found is None:
        raise MissingInput(f"Nothing was handed in under the number {one_line(number[:80])!r}.")
    return plain(found)
