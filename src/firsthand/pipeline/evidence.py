"""The evidence of a case: which bodies belong to it, in what state they are, and asking them about its claims.

    bodies of the case → each opened → asked about each claim, unless the same was answered before → kept answers

A body that is missing or broken is told of and leaves the others alone; what it answered before goes on holding, as
nothing says that it is no longer so. Answers are kept as they come: an interruption loses the last few at most.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from itertools import islice
from pathlib import Path

from firsthand.claims import Account, Paper
from firsthand.errors import FirsthandError, InputError, MissingInput, PluginError, TableError
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.link.terms import terms_of
from firsthand.model import Skip
from firsthand.pipeline.footage import CAPTURES, unpacked
from firsthand.pipeline.matter import Matter, matters_of
from firsthand.plugins import Body, Connector
from firsthand.store import Case
from firsthand.store.answers import Answers, Key
from firsthand.store.attached import came_with
from firsthand.store.evidence import Held, bodies_of, hold
from firsthand.store.exact import exact, json_of
from firsthand.store.known import clean
from firsthand.weigh.evidence.footage import FOOTAGE
from firsthand.weigh.evidence.kinds import every_connector
from firsthand.weigh.weights import Weights, prior_weights

__all__ = [
    "Asking",
    "BodyState",
    "Looked",
    "add_body",
    "ask_bodies",
    "asked_in",
    "evidence_of",
    "look_at",
    "questions_of",
]

_BROKEN = (FirsthandError, OSError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a connector may end with on data that is not as it thinks: it ends that body, or one question, and no more."""
_MOST_ANSWERS = 100
"""Evidence that one body may give about one claim; what comes behind is left out, with a skip."""
_MOST_SKIPS = 1_000
_GIVES_UP = 20
"""Questions in a row that a body fails at: then it is broken."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

Progress = Callable[[int, int], None]
"""Called with how many questions are answered, of how many."""
Questions = Mapping[str, Asked]
"""What is asked of evidence, by the id of the claim."""


class BodyState(StrEnum):
    """How a body of evidence is found, held against what it was when it was added."""

    AS_ADDED = "as added"
    CHANGED = "changed since"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Looked:
    """A body of the case as it was found: its state, the hash of its data now, what it can never show, what of it could
    not be read. `error` says what is wrong where it could not be opened; then there is no `body`."""

    held: Held
    state: BodyState
    limitation: str = ""
    version: str | None = None
    skips: tuple[Skip, ...] = ()
    error: str | None = None
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What became of asking a body: how many questions it was asked anew, and how many were answered before; how many
    of those claims it says something about, by verdict; what was left out, the first of it named, and how much in all.
    """

    looked: Looked
    asked: int = 0
    known: int = 0
    says: tuple[tuple[Verdict, int], ...] = ()
    skips: tuple[Skip, ...] = ()
    skipped: int = 0


# ---------------------------------------------------------------- bodies


def add_body(
    case: Case,
    connector: Connector,
    what: str,
    name: str,
    options: Mapping[str, str],
    analyst: str,
) -> Looked:
    """Open evidence, to see that it can be read, and keep that it belongs to the case.

    Args:
        case: open for writing.
        what: a path, which is kept as an absolute one, or an address.

    Raises:
        InputError: nothing of it can be read, or it is there already.
        TableError: an option is unknown, or not as it should be.
        CaseError: the case cannot be written.
    """
    place = _absolute(what)
    if what == CAPTURES and connector.name != FOOTAGE.name:
        raise InputError(f"{CAPTURES} are pictures and videos: give them to `footage`, not to {connector.name!r}.")
    if unknown := sorted(options.keys() - connector.options.keys()):
        known = ", ".join(connector.options) or "none"
        raise TableError(f"Evidence of the kind {connector.name!r} has no option {unknown[0]!r}. It has: {known}.")
    if _is_missing(place):
        raise MissingInput(f"{what} is not there: name a file, a folder or an address.")
    name = clean(name.strip())
    found, left_out = _found(case, place)
    body = connector.open(found, name, dict(options))
    if body.version != clean(body.version) or not body.version:
        raise PluginError(f"Evidence of the kind {connector.name!r} gives {body.version!r} for a version: a bug in it.")
    for each in bodies_of(case):
        same = (connector.name, body.version, tuple(sorted(options.items())))
        if (each.connector, each.version, each.options) == same:
            raise InputError(f"The case has that as {each.name!r} already: the same data with the same options.")
    held = hold(case, connector.name, name, place, options, body.version, analyst)
    return _looked(held, connector, body, left_out)


def look_at(case: Case, connectors: Sequence[Connector] | None = None, name: str | None = None) -> Iterator[Looked]:
    """Each body of the case, or only that of a name, opened, in the order in which they were added; one at a time is
    held in memory."""
    known = {each.name: each for each in (every_connector(terms_of) if connectors is None else connectors)}
    for held in bodies_of(case):
        if name is None or held.name == name:
            yield _opened(case, held, known)


def _opened(case: Case, held: Held, known: Mapping[str, Connector]) -> Looked:
    connector = known.get(held.connector)
    if connector is None:
        error = f"there is no evidence of the kind {held.connector!r} here; there is: {', '.join(known)}"
        return Looked(held, BodyState.BROKEN, error=f"{error}. Install the package that adds it.")
    if _is_missing(held.what):
        gone = f"{held.what} is not there. Put it back, or remove it with `firsthand evidence remove`."
        return Looked(held, BodyState.MISSING, connector.limitation, error=gone)
    try:
        found, left_out = _found(case, held.what)
        return _looked(held, connector, connector.open(found, held.name, dict(held.options)), left_out)
    except _BROKEN as error:
        return Looked(held, BodyState.BROKEN, connector.limitation, error=_said(error))


def _looked(held: Held, connector: Connector, body: Body, left_out: Sequence[Skip]) -> Looked:
    state = BodyState.AS_ADDED if body.version == held.version else BodyState.CHANGED
    return Looked(held, state, connector.limitation, body.version, (*left_out, *body.skips), body=body)


def _found(case: Case, what: str) -> tuple[str, Sequence[Skip]]:
    """Where the data of a body lie, and what of it could not be laid there."""
    if what != CAPTURES:
        return what, ()
    folder, left_out = unpacked(case)
    return str(folder), left_out


def _absolute(what: str) -> str:
    return what if _ADDRESS.match(what) else str(Path(what).absolute())


def _is_missing(place: str) -> bool:
    try:
        return not _ADDRESS.match(place) and not Path(place).exists()
    except (OSError, ValueError):  # a name that no file can have
        return True


def _said(error: Exception) -> str:
    """Our own errors say what to do; of others the kind says most."""
    words = clean(str(error)).strip()
    return words if isinstance(error, FirsthandError) else f"{type(error).__name__}: {words}".rstrip(": ")


# ---------------------------------------------------------------- asking


def questions_of(case: Case, accounts: Sequence[Account], papers: Mapping[str, Paper]) -> dict[str, Asked]:
    """What is asked of evidence about each claim; claims of which nobody knows when they were told are left out."""
    return asked_in(matters_of(accounts, papers, came_with(case)))


def asked_in(matters: Mapping[str, Matter]) -> dict[str, Asked]:
    """The same, of claims of which it is known what they are about; by id."""
    return {claim: exact(each.asked) for claim, each in matters.items() if each.asked is not None}


def ask_bodies(
    case: Case,
    questions: Questions,
    answers: Answers,
    connectors: Sequence[Connector] | None = None,
    progress: Progress = lambda done, total: None,
) -> Iterator[Asking]:
    """Ask every body of the case these questions, one body after the other; what was answered before is not asked.

    Raises:
        CaseError: the answers cannot be kept.
    """
    total, done = len(bodies_of(case)) * len(questions), 0
    known = tuple(every_connector(terms_of) if connectors is None else connectors)
    for looked in look_at(case, known):
        if looked.body is None:
            yield Asking(looked)
        else:
            program = _program(next(each for each in known if each.name == looked.held.connector))
            yield _Questioner(looked, answers, program).ask(questions, partial(_further, progress, done, total))
        done += len(questions)
        progress(done, total)


def _further(progress: Progress, before: int, total: int, more: int) -> None:
    progress(before + more, total)


def evidence_of(
    case: Case, questions: Questions, answers: Answers, weights: Weights | None = None
) -> dict[str, tuple[Evidence, ...]]:
    """What the bodies of the case say of each claim, as far as they were asked about it as it stands; by its id.

    Evidence found by a rule that the table of weights does not have, as one of another version, is left out.
    """
    rules = (prior_weights() if weights is None else weights).rules
    bodies = [_body_key(held) for held in bodies_of(case)]
    found = {}
    for claim, asked in questions.items():
        question = _hash(json_of(asked))
        said = [each for body in bodies for each in answers.latest(body, question) or ()]
        found[claim] = tuple(each for each in said if each.verdict is Verdict.SILENT or each.rule in rules)
    return found


class _Questioner:
    """Asks one body, and gathers what became of it."""

    def __init__(self, looked: Looked, answers: Answers, program: str) -> None:
        self._looked = looked
        self._answers = answers
        self._body_key, self._program = _body_key(looked.held), program
        self._rules = prior_weights().rules
        self._skips: list[Skip] = []
        self._skipped = self._asked = self._known = self._failed = 0
        self._says = dict.fromkeys(Verdict, 0)

    def ask(self, questions: Questions, progress: Callable[[int], None]) -> Asking:
        error = None
        for done, (claim, asked) in enumerate(questions.items()):
            progress(done)
            try:
                self._one(claim, asked)
            except _Gone as gone:
                error = str(gone)
                break
        self._answers.flush()
        looked = replace(self._looked, body=None)  # so that the next is not opened while this one is held
        if error is not None:
            looked = replace(looked, state=BodyState.BROKEN, error=error)
        says = tuple((verdict, count) for verdict, count in self._says.items() if count)
        return Asking(looked, self._asked, self._known, says, tuple(self._skips), self._skipped)

    def _one(self, claim: str, asked: Asked) -> None:
        key = Key(self._body_key, _hash(json_of(asked)), str(self._looked.version), self._program)
        found = self._answers.kept(key)
        if found is None:
            given = self._given(claim, asked)
            if given is None:
                return
            self._asked, found = self._asked + 1, given
            self._answers.keep(key, found)
        else:
            self._known += 1
            self._answers.use(key)
        for verdict in {each.verdict for each in found}:
            self._says[verdict] += 1

    def _given(self, claim: str, asked: Asked) -> tuple[Evidence, ...] | None:
        """The answer as it is kept; None where the body fails at it."""
        body = self._looked.body
        assert body is not None
        try:
            given = list(islice(body.asked(asked), _MOST_ANSWERS + 1))
        except _BROKEN as error:
            self._failed += 1
            self._skip(claim, _said(error))
            if self._failed >= _GIVES_UP:
                raise _Gone(f"it failed at {self._failed} questions in a row; at the last: {_said(error)}") from error
            return None
        self._failed = 0
        if len(given) > _MOST_ANSWERS:
            self._skip(claim, f"more than {_MOST_ANSWERS} pieces of evidence about one claim: the rest is left out")
        checked = (self._checked(claim, each) for each in given[:_MOST_ANSWERS])
        return tuple(each for each in checked if each is not None)

    def _checked(self, claim: str, each: object) -> Evidence | None:
        """Evidence under the names of the case, with a limitation; nothing that cannot be kept."""
        if not isinstance(each, Evidence):
            self._skip(claim, f"a {type(each).__name__} is no evidence: a bug in the connector")
            return None
        held = self._looked.held
        own = replace(
            each,
            connector=held.connector,
            body=held.name,
            version=str(self._looked.version),
            limitation=each.limitation.strip() or self._looked.limitation,
        )
        if each.verdict is not Verdict.SILENT and each.rule not in self._rules:
            self._skip(claim, f"found by the rule {each.rule!r}, which the table of weights does not have: not weighed")
        try:
            return exact(own)
        except ValueError as error:
            self._skip(claim, f"evidence that cannot be kept: {error}")
            return None

    def _skip(self, claim: str, reason: str) -> None:
        self._skipped += 1
        if len(self._skips) < _MOST_SKIPS:
            self._skips.append(Skip("weigh", f"{self._looked.held.name}, claim {claim}", clean(reason)))


class _Gone(Exception):
    """A body that answers no more."""


# ---------------------------------------------------------------- keys of answers


def _body_key(held: Held) -> str:
    return _hash(repr((held.connector, held.name, held.what, held.options)).encode("utf-8", "surrogatepass"))


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _program(connector: Connector) -> str:
    """What tells one version of a connector from another: its own code, and all of ours that asks."""
    module = sys.modules.get(type(connector).__module__)
    source = getattr(module, "__file__", None)
    own = Path(source).read_bytes() if source and source.endswith(".py") else b""
    return _hash(_code() + own)


@cache
def _code() -> bytes:
    found = hashlib.sha256()
    for path in sorted(Path(str(files("firsthand.weigh.evidence"))).glob("**/*")):
        if path.is_file() and path.suffix in (".py", ".tsv", ".yaml"):
            found.update(path.name.encode() + path.read_bytes())
    return found.digest()
