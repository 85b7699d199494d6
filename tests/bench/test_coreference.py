"""What is read of a mention decides what can be joined."""

from __future__ import annotations

import pytest
from bench.coreference import Part, load_part, main, mention_of, shared_part, table

from firsthand.link.happenings import RULES
from firsthand.link.terms import terms_of

TEXT = "Nobody was hurt . A fire broke out in the harbour of Callatis late on Monday . It was put out ."
ROW = {
    "doc_id": "harbour",
    "sent_id": 1,
    "mention_context": TEXT.split(),
    "tokens_number": [5],
    "tokens_str": "fire",
    "mention_head_lemma": "Fire",
    "coref_chain": "one",
}


def test_a_mention_has_its_own_words_those_beside_and_those_of_its_sentence() -> None:
    """None of the sentence before or after, and not its own word twice."""
    mention = mention_of(ROW)
    assert (mention.document, mention.sentence, mention.word) == ("harbour", 1, "fire")
    assert mention.terms == terms_of("fire", "en")
    assert mention.beside == terms_of("A broke out in the", "en")
    assert mention.around == terms_of("A broke out in the harbour of Callatis late on Monday", "en")


def test_the_table_has_a_line_for_each_rule() -> None:
    """It can be read again as it was written."""
    other = {**ROW, "doc_id": "other", "coref_chain": "two"}
    rows = [ROW, other, {**ROW, "doc_id": "third"}]
    mentions = tuple(map(mention_of, rows))
    documents = {each.document: terms_of(TEXT, "en") for each in mentions}
    lines = table(Part(mentions, documents, ("one", "two", "one"))).splitlines()
    assert [line.split("\t")[0] for line in lines if line[0] != "#"] == ["(always)", *(rule.__name__ for rule in RULES)]


def test_without_the_set_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A public set that is not there is told, and is no crash."""
    monkeypatch.setenv("FIRSTHAND_DATA", "/nonexistent")
    assert main([]) == 1
    assert "ecbplus" in capsys.readouterr().err


def test_the_public_mentions_are_read() -> None:
    """All mentions of dev, each in a document whose terms are known."""
    path = shared_part("dev")
    if path is None:
        pytest.skip("ECB+ is not in $FIRSTHAND_DATA")
    part = load_part(path)
    assert len(part.mentions) == len(part.gold) == 1245
    assert {mention.document for mention in part.mentions} == part.documents.keys()
