"""Where everything in a case comes from, in the terms of PROV-O, as JSON-LD that needs no other file.

    content ← document ← statement ∈ claim ← assessment, verdict
              document ← document (who took it from whom), statement → voice, document → source

Captures are sightings of a content: specialisations of it. Each thing is written where it is met first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from firsthand.assessments import Assessment
from firsthand.claims import Account, Derivation, Paper, Told
from firsthand.evidence import Evidence
from firsthand.kinds import DerivationKind, VoiceKind
from firsthand.model import Source, Voice
from firsthand.show.export.harmless import encodable, iri, json_bytes, told, web_address, write_items
from firsthand.show.export.material import Material, WeighedClaim
from firsthand.show.export.names import (
    VOCABULARY,
    Once,
    claim_name,
    document_name,
    moment,
    origin_name,
    source_name,
    speaker_name,
    statement_name,
    term,
    words_digest,
)
from firsthand.show.plain import one_line
from firsthand.store import Decision
from firsthand.store.seen import Seen
from firsthand.store.verdicts import VerdictGiven

__all__ = ["write_prov"]

Node = dict[str, object]

_LINKS = (
    *("agent", "entity", "hadMember", "specializationOf", "used", "wasAssociatedWith"),
    *("wasAttributedTo", "wasDerivedFrom", "wasGeneratedBy", "wasQuotedFrom"),
)
_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "firsthand": VOCABULARY,
    **{f"prov:{name}": {"@type": "@id"} for name in _LINKS},
    **{f"prov:{name}": {"@type": "xsd:dateTime"} for name in ("startedAtTime", "endedAtTime", "generatedAtTime")},
}
_PERSONS = (VoiceKind.NAMED_PERSON, VoiceKind.UNNAMED_PERSON)


def write_prov(material: Material, file: BinaryIO) -> int:
    """A graph of entities, activities and agents; how many nodes. A thing may be told of in several nodes."""
    head = b'{"@context":' + json_bytes(_CONTEXT) + b',"@graph":['
    return write_items(file, head, _nodes(material), b"]}\n")


def _nodes(material: Material) -> Iterator[Node]:
    software = iri("software", material.version)
    label = f"firsthand {material.version}"
    yield {"@id": software, "@type": ["prov:Agent", "prov:SoftwareAgent"], "rdfs:label": label}
    yield _log(material)
    for each in material.captures():
        yield from _capture(material, each)
    once = Once()
    for claim in material.claims():
        account = claim.account
        for key in account.documents:
            paper = material.papers.get(key)
            if paper is not None and once.first("document", key):
                yield from _document(key, paper, once)
        for how in account.derivations:
            if once.first("derivation", how.taker, how.taken):
                yield _derivation(how)
        yield from _statements(material, account, once)
        yield from _claim(account, once)
        yield from _known(material, claim, software, once)
    for decision in material.decisions:
        yield from _link_decided(material, decision, once)


def _entity(name: str, kind: str = "", **said: object) -> Node:
    types = ["prov:Entity", term(kind)] if kind else "prov:Entity"
    return told({"@id": name, "@type": types, **{key.replace("__", ":"): value for key, value in said.items()}})


def _log(material: Material) -> Node:
    """The log of the case, with the hash that everything in the case hangs on."""
    stands = material.standing
    return _entity(
        iri("log", stands.case, str(stands.entry)),
        "Log",
        rdfs__label=f"The log of the case {material.name} at entry {stands.entry}",
        firsthand__sha256=stands.head,
        prov__generatedAtTime=moment(stands.at),
    )


# ---------------------------------------------------------------- what was seen, and what stands in it


def _capture(material: Material, seen: Seen) -> Iterator[Node]:
    content = iri("content", seen.sha256) if seen.sha256 else None
    if content is not None:
        yield _entity(content, "Content", firsthand__sha256=seen.sha256, firsthand__bytes=seen.size)
    yield _entity(
        iri("capture", material.standing.case, str(seen.id)),
        "Capture",
        prov__specializationOf=content,
        prov__generatedAtTime=moment(seen.seen),
        firsthand__address=encodable(seen.address),
        firsthand__key=encodable(seen.key),
        firsthand__channel=encodable(seen.channel),
        firsthand__gone=True if content is None else None,
    )


def _document(key: str, paper: Paper, once: Once) -> Iterator[Node]:
    document, source = paper.report.document, paper.source
    if source is not None and once.first("source", source.id):
        yield _source(source)
    yield _entity(
        document_name(key),
        "Document",
        prov__wasDerivedFrom=iri("content", document.sha256) if document.sha256 else None,
        prov__wasAttributedTo=source_name(source.id) if source else None,
        rdfs__label=one_line(document.title.of(document.text)),
        dcterms__language=encodable(document.language),
        dcterms__issued=document.published.isoformat() if document.published else None,
        dcterms__identifier=web_address(document.address),
    )


def _source(source: Source) -> Node:
    return told(
        {
            "@id": source_name(source.id),
            "@type": ["prov:Agent", "prov:Organization"],
            "rdfs:label": one_line(source.name),
            term("kind"): source.kind.value,
            term("side"): encodable(source.side or ""),
            term("family"): encodable(source.family or ""),
        }
    )


def _derivation(how: Derivation) -> Node:
    """Who took it from whom, how, how surely, and why."""
    why = "; ".join(dict.fromkeys(one_line(tie.detail or tie.rule) for tie in how.ties))
    taken = document_name(how.taken)
    node: Node = {
        "@id": document_name(how.taker),
        "prov:wasDerivedFrom": taken,
        "prov:qualifiedDerivation": told(
            {
                "@type": "prov:Derivation",
                "prov:entity": taken,
                term("kind"): how.kind.value,
                term("score"): round(how.score, 4),
                "rdfs:comment": why,
            }
        ),
    }
    return node | {"prov:wasQuotedFrom": taken} if how.kind is DerivationKind.QUOTE else node


def _statements(material: Material, account: Account, once: Once) -> Iterator[Node]:
    for one in account.claim.tellings:
        paper = material.papers.get(one.document)
        if paper is not None and once.first("statement", statement_name(one)):
            yield from _statement(one, paper, once)
    for how in account.derivations:
        for taker, taken in how.tellings:
            if once.first("taken", statement_name(taker), statement_name(taken)):
                yield {"@id": statement_name(taker), "prov:wasDerivedFrom": statement_name(taken)}


def _statement(one: Told, paper: Paper, once: Once) -> Iterator[Node]:
    statement = one.statement(paper)
    source = paper.source.id if paper.source else None
    voices = [speaker_name(each, one.document, source) for each in statement.chain] if statement else []
    for voice, name in zip(statement.chain if statement else (), voices, strict=True):
        if voice.kind is not VoiceKind.OUTLET and once.first("voice", name):
            yield _voice(voice, name)
        elif voice.kind is VoiceKind.OUTLET and source is None and once.first("voice", name):
            yield told({"@id": name, "@type": "prov:Agent", "rdfs:label": one_line(paper.report.document.outlet or "")})
    yield _entity(
        statement_name(one),
        "Statement",
        prov__wasDerivedFrom=document_name(one.document),
        prov__wasQuotedFrom=document_name(one.document),
        prov__wasAttributedTo=voices[-1] if voices else None,
        prov__value=encodable(one.span.of(paper.report.document.text)),
        firsthand__start=one.span.start,
        firsthand__end=one.span.end,
        firsthand__mode=statement.mode.value if statement else None,
        firsthand__chain={"@list": [{"@id": each} for each in voices]} if len(voices) > 1 else None,
    )


def _voice(voice: Voice, name: str) -> Node:
    types = ["prov:Agent"]
    if not voice.kind.unnamed:
        types.append("prov:Person" if voice.kind in _PERSONS else "prov:Organization")
    return told({"@id": name, "@type": types, "rdfs:label": one_line(voice.text), term("voiceKind"): voice.kind.value})


# ---------------------------------------------------------------- claims, and what is known of them


def _claim(account: Account, once: Once) -> Iterator[Node]:
    origins = account.origins
    for root in origins.roots:
        name = origin_name(root)
        if once.first("voice", name):
            said = {"rdfs:label": one_line(root.voice), term("side"): encodable(root.side or "")}
            yield told({"@id": name, "@type": "prov:Agent", **said})
    yield {
        **_entity(
            claim_name(account.claim.id),
            "Claim",
            rdfs__label=one_line(account.title),
            prov__wasAttributedTo=[origin_name(root) for root in origins.roots],
            prov__hadMember=[statement_name(one) for one in account.claim.tellings],
        ),
        "@type": ["prov:Entity", "prov:Collection", term("Claim")],
        term("originsAtLeast"): origins.at_least,
        term("originsAtMost"): origins.at_most,
        "prov:qualifiedAttribution": [
            told(
                {
                    "@type": "prov:Attribution",
                    "prov:agent": origin_name(root),
                    term("sure"): root.sure,
                    "rdfs:comment": one_line(root.why),
                }
            )
            for root in origins.roots
        ],
    }


def _known(material: Material, claim: WeighedClaim, software: str, once: Once) -> Iterator[Node]:
    known = claim.known
    if known is None:
        return
    number = claim.account.claim.id
    names = []
    for each in known.facts.evidence:
        names.append(iri("evidence", number, words_digest(f"{each.body}\n{each.version}\n{each.rule}\n{each.detail}")))
        yield from _evidence(each, names[-1], once)
    yield from _assessment(material, known.assessment, names, software)
    for given in known.verdicts:
        yield from _verdict(material, number, given, once)


def _evidence(each: Evidence, name: str, once: Once) -> Iterator[Node]:
    body = iri("body", each.body, each.version)
    if once.first("body", body):
        yield _entity(body, "Body", rdfs__label=one_line(each.body), firsthand__sha256=encodable(each.version))
    yield _entity(
        name,
        "Evidence",
        prov__wasDerivedFrom=body,
        rdfs__comment=one_line(each.detail),
        firsthand__verdict=each.verdict.value,
        firsthand__limitation=one_line(each.limitation),
        firsthand__side=encodable(each.side or ""),
    )


def _assessment(material: Material, found: Assessment, evidence: Iterable[str], software: str) -> Iterator[Node]:
    """What the program makes of it as the case stands: by which activity, out of what."""
    stands = (material.standing.case, str(material.standing.entry), found.claim)
    weighing, used = iri("weighing", *stands), [claim_name(found.claim), *evidence]
    yield {"@id": weighing, "@type": "prov:Activity", "prov:used": used, "prov:wasAssociatedWith": software}
    yield _entity(
        iri("assessment", *stands),
        "Assessment",
        prov__wasGeneratedBy=weighing,
        prov__wasDerivedFrom=used,
        prov__wasAttributedTo=software,
        rdfs__label=f"{found.status.value}, {found.likelihood.word}",
        firsthand__status=found.status.value,
        firsthand__likelihoodLow=round(found.likelihood.low, 4),
        firsthand__likelihoodHigh=round(found.likelihood.high, 4),
        firsthand__confidence=found.confidence.value,
    )


def _analyst(name: str, once: Once) -> tuple[str, list[Node]]:
    analyst = iri("analyst", name)
    node: Node = {"@id": analyst, "@type": ["prov:Agent", "prov:Person"], "rdfs:label": one_line(name)}
    return analyst, [node] if once.first("analyst", analyst) else []


def _verdict(material: Material, number: str, given: VerdictGiven, once: Once) -> Iterator[Node]:
    """What a person concluded: what was decided, by whom, when, on what, and why."""
    analyst, nodes = _analyst(given.analyst, once)
    yield from nodes
    claim, decided = claim_name(number), iri("decision", material.standing.case, str(given.number))
    yield _decision(decided, given.at, analyst, [claim])
    yield _entity(
        iri("verdict", material.standing.case, str(given.number)),
        "Verdict",
        prov__wasGeneratedBy=decided,
        prov__wasDerivedFrom=claim,
        prov__wasAttributedTo=analyst,
        rdfs__label=given.conclusion.value,
        rdfs__comment=encodable(given.reason),
        firsthand__evidence=[one_line(name) for _, name in given.evidence],
    )


def _link_decided(material: Material, each: Decision, once: Once) -> Iterator[Node]:
    """That two statements are of one claim, or are not."""
    analyst, nodes = _analyst(each.analyst, once)
    yield from nodes
    name = iri("decision", material.standing.case, str(each.number))
    used = [statement_name(each.one), statement_name(each.other)]
    more = {term("decision"): each.kind.value, "rdfs:comment": encodable(each.reason)}
    yield told({**_decision(name, each.at, analyst, used), **more})


def _decision(name: str, at: str, analyst: str, used: list[str]) -> Node:
    when = moment(at)
    node: Node = {"@id": name, "@type": "prov:Activity", "prov:used": used, "prov:wasAssociatedWith": analyst}
    return node | ({"prov:startedAtTime": when, "prov:endedAtTime": when} if when else {})
