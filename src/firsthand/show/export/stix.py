"""Claims for those who share what they know of threats (STIX 2.1): a bundle with a report for each claim.

    url, file ← observed-data (document) ← note (statement) ← report (claim) ← note (assessment), opinion (verdict)

Ids hang on what they name alone, so that two exports, or two cases with the same document, name it alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID, uuid5

from firsthand.claims import Account, Derivation, Origin, Paper, Told
from firsthand.evidence import Evidence
from firsthand.kinds import Conclusion, Confidence
from firsthand.show.assets import language_tag
from firsthand.show.claims.board import facts_words
from firsthand.show.claims.known import Known, evidence_words, known_words
from firsthand.show.claims.wording import against_words, voices_words
from firsthand.show.export.harmless import encodable, json_bytes, told, web_address, write_items
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.export.names import (
    Once,
    claim_name,
    document_name,
    moment,
    origin_name,
    source_name,
    statement_name,
    words_digest,
)
from firsthand.show.export.spots import Where, where_of
from firsthand.show.plain import one_line
from firsthand.store.verdicts import VerdictGiven

__all__ = ["write_stix"]

Object = dict[str, object]

_OURS = UUID("6f2f7a0e-6a35-5d0c-9d1e-0f3a2b7c9a41")
"""Under which all ids are made but those of what STIX itself makes ids for."""
_THEIRS = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Under which the standard has ids of observables made (STIX 2.1, 2.9)."""
_OPINIONS = {
    Conclusion.TRUE: "strongly-agree",
    Conclusion.PARTLY_TRUE: "agree",
    Conclusion.UNPROVEN: "neutral",
    Conclusion.FALSE: "strongly-disagree",
}
_CONFIDENCE = {Confidence.LOW: 15, Confidence.MODERATE: 50, Confidence.HIGH: 85}
"""The scale None / Low / Med / High of the standard's appendix A."""


def write_stix(material: Material, file: BinaryIO) -> int:
    """A bundle; how many objects."""
    bundle = _id("bundle", f"{material.standing.case} {material.standing.head} {material.count}")
    head = b'{"type":"bundle","id":' + json_bytes(bundle) + b',"objects":['
    return write_items(file, head, _Bundle(material).objects(), b"]}\n")


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(_OURS, f'{kind} {encodable(name)}')}"


def _observable(kind: str, identifying: Object, **more: object) -> Object:
    """An observable with the id that the standard asks for: of its identifying values as canonical JSON."""
    canonical = json.dumps(identifying, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid5(_THEIRS, canonical)}",
        **identifying,
        **told(more),
    }


class _Bundle:
    """Makes the objects of a bundle, each where it is met first."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._once = Once()
        self._at = moment(material.standing.at) or "1970-01-01T00:00:00.000Z"
        self._maker = _id("identity", "firsthand")

    def objects(self) -> Iterator[Object]:
        yield self._identity(self._maker, "firsthand", "system", self._at)
        for claim in self._material.claims():
            account = claim.account
            for key in account.documents:
                yield from self._document(key)
            for how in account.derivations:
                yield from self._derivation(how)
            yield from self._claim(claim)

    def _made(self, kind: str, number: str, created: str, **said: object) -> Object:
        """An object with what all have; what is told of it is as the case stands."""
        common = {"type": kind, "spec_version": "2.1", "id": number, "created_by_ref": self._maker}
        return {**common, "created": created, "modified": max(created, self._at), **told(said)}

    def _identity(self, number: str, name: str, kind: str, created: str) -> Object:
        return self._made("identity", number, created, name=one_line(name) or "unknown", identity_class=kind)

    # ------------------------------------------------------------ documents

    def _time_of(self, paper: Paper | None) -> str:
        """When it was published, or else seen."""
        if paper is None:
            return self._at
        return moment(paper.report.document.published) or moment(paper.seen) or self._at

    def _document(self, key: str) -> Iterator[Object]:
        paper = self._material.papers.get(key)
        if paper is None or not self._once.first("document", key):
            return
        document, source = paper.report.document, paper.source
        observed = []
        if document.sha256:
            observed.append(_observable("file", {"hashes": {"SHA-256": document.sha256}}))
        if address := web_address(document.address):
            observed.append(_observable("url", {"value": address}))
        if not observed:
            observed.append(_observable("file", {"name": encodable(key)}))
        for each in observed:
            if self._once.first("observable", str(each["id"])):
                yield each
        if source is not None and self._once.first("source", source.id):
            yield self._identity(
                _id("identity", source_name(source.id)), source.name, "organization", self._time_of(paper)
            )
        seen = moment(paper.seen) or self._at
        yield self._made(
            "observed-data",
            self._observed(key),
            seen,
            first_observed=seen,
            last_observed=seen,
            number_observed=1,
            object_refs=[each["id"] for each in observed],
        )

    def _observed(self, key: str) -> str:
        return _id("observed-data", document_name(key))

    def _derivation(self, how: Derivation) -> Iterator[Object]:
        ends = (self._material.papers.get(how.taker), self._material.papers.get(how.taken))
        if None in ends or not self._once.first("derivation", how.taker, how.taken):
            return
        yield from self._document(how.taken)
        why = "; ".join(dict.fromkeys(one_line(tie.detail or tie.rule) for tie in how.ties))
        yield self._made(
            "relationship",
            _id("relationship", f"{document_name(how.taker)} {document_name(how.taken)}"),
            self._time_of(ends[0]),
            relationship_type="derived-from",
            source_ref=self._observed(how.taker),
            target_ref=self._observed(how.taken),
            description=f"{how.kind.value}: {why}",
            confidence=round(100 * how.score),
        )

    def _statement(self, one: Told, paper: Paper) -> Object:
        statement = one.statement(paper)
        document = paper.report.document
        voice = one_line(statement.voice.text if statement else "") or one_line(document.outlet or "")
        mode = statement.mode.value if statement else "asserted"
        return self._made(
            "note",
            _id("note", statement_name(one)),
            self._time_of(paper),
            abstract=f"Statement: {mode} by {voice or 'the document'}",
            content=encodable(one.span.of(document.text)),
            authors=[voice] if voice else [],
            lang=_lang(document.language),
            object_refs=[self._observed(one.document)],
        )

    # ------------------------------------------------------------ claims

    def _claim(self, claim: WeighedClaim) -> Iterator[Object]:
        account = claim.account
        parts: list[Object] = []
        for one in account.claim.tellings:
            paper = self._material.papers.get(one.document)
            if paper is not None:
                parts.append(self._statement(one, paper))
        first = self._time_of(self._material.papers.get(account.documents[0])) if account.documents else self._at
        parts += [self._origin(root, first) for root in account.origins.roots]
        where = where_of(account, self._material.papers)
        parts += [self._location(where, first)] if where is not None else []
        yield from (each for each in parts if self._once.first("object", str(each["id"])))
        refs = [each["id"] for each in parts]
        refs += [self._observed(key) for key in account.documents if key in self._material.papers]
        yield self._report(claim, first, list(dict.fromkeys(refs)) or [self._maker])
        if claim.known is not None:
            yield from self._known(account, claim.known, first)

    def _origin(self, root: Origin, created: str) -> Object:
        return self._identity(_id("identity", origin_name(root)), root.voice or "somebody", "unknown", created)

    def _location(self, where: Where, created: str) -> Object:
        iso = where.country if where.country and len(where.country) == 2 and where.country.isalpha() else None
        return self._made(
            "location",
            _id("location", str(where.id)),
            created,
            name=one_line(where.name),
            latitude=where.lat,
            longitude=where.lon,
            precision=round(1000 * where.radius_km, 1) or None,
            country=iso.upper() if iso else None,
        )

    def _report(self, claim: WeighedClaim, created: str, refs: list[object]) -> Object:
        account, known = claim.account, claim.known
        said = voices_words(account.said_by, 12) or "nobody"
        told_by = f"Said by {said} ({account.origins.told_by.value})."
        parts = (facts_words(account), told_by, against_words(account), known_words(known) if known else "")
        labels = ["claim", *([known.assessment.status.value.replace(" ", "-")] if known else [])]
        return self._made(
            "report",
            self._report_id(account),
            created,
            name=one_line(account.title) or "a claim",
            description="\n".join(each for each in parts if each),
            published=created,
            labels=labels,
            lang=_lang(account.language),
            confidence=_CONFIDENCE[known.assessment.confidence] if known else None,
            object_refs=refs,
        )

    def _report_id(self, account: Account) -> str:
        return _id("report", claim_name(account.claim.id))

    def _known(self, account: Account, known: Known, created: str) -> Iterator[Object]:
        report, claim = self._report_id(account), claim_name(account.claim.id)
        found = known.assessment
        reasons = "\n".join(f"{each.bits:+.1f} bits: {one_line(each.says)}" for each in known.reasons)
        yield self._made(
            "note",
            _id("note", f"assessment of {claim}"),
            created,
            abstract="Assessment by rules; a person decides",
            content=f"{known_words(known)}\n{one_line(found.status_why)}\n{reasons}",
            confidence=_CONFIDENCE[found.confidence],
            object_refs=[report],
        )
        for each in known.facts.evidence:
            yield self._evidence(each, claim, report, created)
        for given in known.verdicts:
            yield self._opinion(given, report)

    def _evidence(self, each: Evidence, claim: str, report: str, created: str) -> Object:
        head, detail, limitation = evidence_words(each)
        digest = words_digest(f"{each.body}\n{each.version}\n{each.rule}\n{each.detail}")
        return self._made(
            "note",
            _id("note", f"evidence {digest} on {claim}"),
            created,
            abstract=f"Evidence: {head}",
            content=f"{detail}\nWhat it cannot show: {limitation}",
            object_refs=[report],
        )

    def _opinion(self, given: VerdictGiven, report: str) -> Object:
        return self._made(
            "opinion",
            _id("opinion", f"{self._material.standing.case} {given.number}"),
            moment(given.at) or self._at,
            explanation=f"{given.conclusion.value}. {encodable(given.reason)}",
            authors=[one_line(given.analyst)],
            opinion=_OPINIONS[given.conclusion],
            object_refs=[report],
        )


def _lang(code: str) -> str | None:
    tag = language_tag(code)
    return None if tag == "und" else tag
