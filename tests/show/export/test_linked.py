"""Exports as linked data: an RDF library that knows nothing of firsthand reads in them what the case has."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
import rdflib
from prov.model import ProvDocument, ProvEntity
from rdflib import DCTERMS, PROV, RDF, RDFS, SDO, Namespace, URIRef
from rdflib.namespace import DefinedNamespace
from rdflib.term import Node
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, paper
from tests.show.claims_made import told as told_in
from tests.show.export.exported import made, material, unweighed, verdict, written
from tests.told_case import FORWARD, POST

from firsthand.errors import EmptyInput
from firsthand.kinds import Conclusion
from firsthand.show.export.annotations import write_annotations
from firsthand.show.export.claimreview import RATINGS, write_claimreview
from firsthand.show.export.material import Material
from firsthand.show.export.names import claim_name, document_name, statement_name
from firsthand.show.export.prov import write_prov
from firsthand.weigh.evidence.factchecks_ratings import Rating
from firsthand.weigh.evidence.factchecks_read import reviews

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
OURS = Namespace("urn:firsthand:term:")
_ANNO = json.loads((Path(__file__).parent / "anno_context.json").read_text())
"""The terms of the annotation vocabulary that are used, so that nothing has to be fetched."""


def graph_of(data: bytes, context: object = None) -> rdflib.Graph:
    """The triples, as the library reads them; with another context in the place of one that would be fetched."""
    tree = orjson.loads(data)
    if context is not None:
        tree["@context"] = context
    graph = rdflib.Graph()
    graph.parse(data=orjson.dumps(tree).decode(), format="json-ld")
    return graph


def is_of(vocabulary: type[DefinedNamespace], name: Node) -> bool:
    """Whether a published vocabulary, as the library carries it, has that term."""
    return str(name).removeprefix(str(vocabulary)) in vocabulary.__annotations__


def tellings_of(of: Material) -> list[str]:
    return [statement_name(one) for claim in of.claims() for one in claim.account.claim.tellings]


# ---------------------------------------------------------------- annotations


def test_each_statement_is_an_annotation_that_anchors(told: Material) -> None:
    """Positions and quotes lead to the same characters of the text; what stands around them is what stands there."""
    collection = orjson.loads(written(write_annotations, told))
    assert [each["id"] for each in collection["first"]["items"]] == tellings_of(told)
    assert collection["total"] == len(collection["first"]["items"])
    anchored(collection, told)


def anchored(collection: dict[str, Any], told: Material) -> None:
    items = collection["first"]["items"]
    texts = {document_name(key): each.report.document.text for key, each in told.papers.items()}
    for each in items:
        target = each["target"][0]
        position, quote = target["selector"]
        text = texts[target["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])


def test_annotations_keep_to_the_model(told: Material) -> None:
    """As RDF: what the model asks of annotations, bodies, selectors and states, each the number of times it says."""
    context = [_ANNO, {"firsthand": str(OURS)}]
    graph = graph_of(written(write_annotations, told), context)
    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == len(tellings_of(told))
    for each in annotations:
        assert list(graph.objects(each, OA.motivatedBy)) == [OA.describing]
        assert len(list(graph.objects(each, OA.hasTarget))) in (1, 2)
    for kind, required in (
        (OA.TextPositionSelector, (OA.start, OA.end)),
        (OA.TextQuoteSelector, (OA.exact, OA.prefix, OA.suffix)),
        (OA.TimeState, (OA.sourceDate,)),
        (OA.SpecificResource, (OA.hasSource,)),
        (OA.TextualBody, (RDF.value, OA.hasPurpose)),
    ):
        found = set(graph.subjects(RDF.type, kind))
        assert found
        for each in found:
            assert all(len(list(graph.objects(each, one))) == 1 for one in required), kind
    (collection,) = graph.subjects(RDF.type, AS.OrderedCollection)
    assert int(str(graph.value(collection, AS.totalItems))) == len(annotations)
    known = (str(OA), str(AS), str(OURS), str(RDF), str(RDFS), str(DCTERMS), "http://xmlns.com", "http://purl.org/dc/")
    assert all(str(predicate).startswith(known) for predicate in graph.predicates())


def test_annotations_of_the_written_case() -> None:
    """All of its statements, in three languages."""
    accounts, papers = gold_accounts()
    of = unweighed(accounts, papers)
    items = orjson.loads(written(write_annotations, of))["first"]["items"]
    assert len(items) == sum(len(each.claim.tellings) for each in accounts)
    assert any("зданий" in each["target"][0]["selector"][1]["exact"] for each in items)


# ---------------------------------------------------------------- provenance


def test_provenance_uses_the_words_of_prov_alone(told: Material) -> None:
    """Every class and property of PROV in it is one of the vocabulary; others are ours, or names of things."""
    graph = graph_of(written(write_prov, told))
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    of_prov = {each for each in used if str(each).startswith(str(PROV))}
    assert all(is_of(PROV, each) for each in of_prov)
    others = (str(OURS), str(RDF), str(RDFS), str(DCTERMS))
    assert all(str(each).startswith(others) for each in used - of_prov)
    agents = set(graph.objects(None, PROV.wasAttributedTo)) | set(graph.objects(None, PROV.wasAssociatedWith))
    assert all((each, RDF.type, PROV.Agent) in graph for each in agents)
    entities = {*graph.subjects(PROV.wasDerivedFrom), *graph.objects(None, PROV.wasDerivedFrom)}
    assert all((each, RDF.type, PROV.Entity) in graph for each in entities)
    for each in graph.objects(None, PROV.wasGeneratedBy):
        assert (each, RDF.type, PROV.Activity) in graph


def broken(graph: rdflib.Graph) -> list[str]:
    """The constraints of PROV (W3C, 2013) that it does not keep: what cannot be two kinds of thing, what is generated
    twice, what is its own past, what ends before it starts."""
    found = []
    entities, activities = (set(graph.subjects(RDF.type, kind)) for kind in (PROV.Entity, PROV.Activity))
    found += [f"{each} is entity and activity" for each in entities & activities]
    for each in entities:
        if (
            len(set(graph.objects(each, PROV.generatedAtTime))) > 1
            or len(set(graph.objects(each, PROV.wasGeneratedBy))) > 1
        ):
            found.append(f"{each} is generated twice")
    for relation in (PROV.wasDerivedFrom, PROV.specializationOf):
        found += [
            f"{each} comes from itself"
            for each in entities
            if each in set(graph.transitive_objects(each, relation)) - {each} or (each, relation, each) in graph
        ]
        found += [
            f"{a} and {b} come from each other"
            for a, b in graph.subject_objects(relation)
            if a in set(graph.transitive_objects(b, relation))
        ]
    for each in activities:
        start, end = graph.value(each, PROV.startedAtTime), graph.value(each, PROV.endedAtTime)
        if start is not None and end is not None and str(start) > str(end):
            found.append(f"{each} ends before it starts")
    return found


def test_provenance_keeps_the_constraints(told: Material) -> None:
    """Nothing is its own past or is generated twice; and it would be found if it were."""
    graph = graph_of(written(write_prov, told))
    assert broken(graph) == []
    taker, taken = next(iter(graph.subject_objects(PROV.wasDerivedFrom)))
    for triple in (
        (taken, PROV.wasDerivedFrom, taker),
        (taker, RDF.type, PROV.Activity),
        (taker, PROV.wasDerivedFrom, taker),
    ):
        spoilt = graph + rdflib.Graph()
        spoilt.add(triple)
        assert broken(spoilt) != [], triple
    capture = next(iter(graph.subjects(PROV.generatedAtTime)))
    graph.add((capture, PROV.generatedAtTime, rdflib.Literal("2020-01-01T00:00:00Z")))
    assert broken(graph) == [f"{capture} is generated twice"]


def test_provenance_leads_from_a_verdict_back_to_the_bytes(told: Material) -> None:
    """From what an analyst concluded over claim, statement and document to the hash of what was seen."""
    graph = graph_of(written(write_prov, told))
    (analyst,) = graph.subjects(RDFS.label, rdflib.Literal("Олена Гриценко"))
    (given,) = graph.subjects(PROV.wasAttributedTo, analyst)
    claim = graph.value(given, PROV.wasDerivedFrom)
    statements = list(graph.objects(claim, PROV.hadMember))
    documents = {graph.value(each, PROV.wasQuotedFrom) for each in statements}
    post = URIRef(document_name(POST))
    assert post in documents
    content = next(each for each in graph.objects(post, PROV.wasDerivedFrom) if (each, OURS.sha256, None) in graph)
    assert str(graph.value(content, OURS.sha256)) == told.papers[POST].report.document.sha256
    seen = list(graph.subjects(PROV.specializationOf, content))
    assert len(seen) == 1
    assert graph.value(seen[0], PROV.generatedAtTime)
    assert (URIRef(document_name(FORWARD)), PROV.wasDerivedFrom, post) in graph
    for how in (how for claim in told.claims() for how in claim.account.derivations):
        assert (URIRef(document_name(how.taker)), PROV.wasDerivedFrom, URIRef(document_name(how.taken))) in graph
        assert rdflib.Literal(how.kind.value) in set(graph.objects(None, OURS.kind))


def test_another_library_reads_the_provenance(told: Material, tmp_path: Path) -> None:
    """The reference library for PROV in Python takes it in, and counts the same entities, activities and agents."""
    graph = graph_of(written(write_prov, told))
    graph.serialize(tmp_path / "case.ttl", format="turtle")
    document = ProvDocument.deserialize(str(tmp_path / "case.ttl"), format="rdf", rdf_format="turtle")
    entities = {str(each.identifier.uri) for each in document.get_records(ProvEntity) if each.identifier is not None}
    assert entities == {str(each) for each in graph.subjects(RDF.type, PROV.Entity)}


def test_every_claim_capture_and_derivation_is_there(told: Material) -> None:
    """Counted against the case."""
    graph = graph_of(written(write_prov, told))
    counted = Counter(str(each).removeprefix(str(OURS)) for each in graph.objects(None, RDF.type))
    assert counted["Claim"] == counted["Assessment"] == told.count
    assert counted["Statement"] == len(set(tellings_of(told)))
    assert counted["Capture"] == len(list(told.captures()))
    assert counted["Verdict"] == 2
    derived = {(how.taker, how.taken) for claim in told.claims() for how in claim.account.derivations}
    assert len(set(graph.subjects(RDF.type, PROV.Derivation))) == len(derived)
    for claim in told.claims():
        members = set(map(str, graph.objects(URIRef(claim_name(claim.account.claim.id)), PROV.hadMember)))
        assert members == {statement_name(one) for one in claim.account.claim.tellings}


def test_a_word_that_no_vocabulary_has_would_be_found(told: Material) -> None:
    """A property of PROV or of schema.org that is misspelt is none of theirs; a quote that moved anchors no more."""
    assert is_of(PROV, PROV.wasDerivedFrom)
    for wrong in ("wasDerivedfrom", "generatedAt", "Claim"):
        assert not is_of(PROV, URIRef(f"{PROV}{wrong}"))
    for wrong in ("claimReview", "claimreviewed", "rating"):
        assert not is_of(SDO, URIRef(f"{SDO}{wrong}"))
    moved = written(write_annotations, told).replace(b'"start":', b'"start":1', 1)
    with pytest.raises(AssertionError):
        anchored(orjson.loads(moved), told)


# ---------------------------------------------------------------- reviews


def test_reviews_are_those_that_analysts_gave(told: Material, tmp_path: Path) -> None:
    """Two of them, in the names of who gave them; read back by what reads the fact-checks of others."""
    path = tmp_path / "reviews.json"
    path.write_bytes(written(write_claimreview, told))
    found = list(reviews([path], []))
    assert {(each.author, each.rating) for each in found} == {
        ("Олена Гриценко", Rating.FALSE),
        ("A. Reader", Rating.TRUE),
    }
    titles = {claim.account.title for claim in told.claims() if claim.known and claim.known.verdicts}
    assert {each.claim for each in found} == titles


def test_reviews_use_the_words_of_the_schema_alone(told: Material) -> None:
    """Every class and property is one of schema.org's."""
    graph = graph_of(written(write_claimreview, told), {"@vocab": str(SDO)})
    used = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    assert all(is_of(SDO, each) for each in used), used
    for review in graph.subjects(RDF.type, SDO.ClaimReview):
        for needed in (SDO.author, SDO.claimReviewed, SDO.reviewRating, SDO.itemReviewed, SDO.datePublished):
            assert len(list(graph.objects(review, needed))) == 1


@pytest.mark.parametrize("conclusion", Conclusion)
def test_what_each_conclusion_comes_to(conclusion: Conclusion) -> None:
    """A number where it has a place between false and true, always its word; the analyst's last one counts."""
    one = paper("a")
    claim = account([one])
    given = [
        verdict(claim.claim.id, Conclusion.TRUE, "A. Reader", "first", told_in(one), number=1),
        verdict(claim.claim.id, conclusion, "A. Reader", "second", told_in(one), number=2),
    ]
    of = made([claim], {"a": one}, {claim.claim.id: given})
    (review,) = orjson.loads(written(write_claimreview, of))["@graph"]
    assert review["reviewRating"].get("ratingValue") == RATINGS[conclusion]
    assert review["reviewRating"]["alternateName"].lower() == conclusion.value
    assert (review["reviewBody"], review["datePublished"]) == ("second", "2026-01-02")


def test_no_verdict_is_no_file() -> None:
    """What the program makes of a claim is never given out as a person's review."""
    one = paper("a")
    with pytest.raises(EmptyInput, match="is decided"):
        written(write_claimreview, made([account([one])], {"a": one}))
    with pytest.raises(EmptyInput):
        written(write_claimreview, material([], {}))


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize("write", [write_annotations, write_prov, write_claimreview])
def test_whatever_comes_from_outside_stays_text(write: object, hostile_material: Material) -> None:
    """It parses as JSON and as RDF, and no word of it becomes a name, a term or an address of another kind."""
    data = written(write, hostile_material)  # type: ignore[arg-type]
    assert data.isascii() or not any(char in data.decode() for char in "\x1b\x9b\u202e\u2028\ufeff")
    tree = json.loads(data)
    context = [_ANNO, {"firsthand": str(OURS)}] if "first" in tree else tree["@context"]
    graph = graph_of(data, {"@vocab": str(SDO)} if context == "https://schema.org" else context)
    assert len(graph) > 10
    for each in (*graph.subjects(), *graph.predicates(), *graph.objects()):
        if isinstance(each, URIRef):
            assert not any(char in str(each) for char in '<>"{}|\\^` \n'), each
            assert not str(each).startswith("javascript")
