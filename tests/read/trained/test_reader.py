"""The trained reader on real and on hard text: nothing crashes, nothing is lost, nothing depends on its neighbours."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Attribution, Document, Span
from firsthand.read import document_of_text, find_attributions, find_statements
from firsthand.read.trained import reader as module
from firsthand.read.trained.reader import TrainedReader

PARAGRAPH = (
    "Rosa Lind, a former judge who now chairs the harbour board, said on Tuesday that the ferry had been "
    "inspected twice. The union disputes that, and has called for an inquiry."
)
OTHER = "“Nobody told us anything,” said a deckhand, adding that the crew had learnt of it from the radio."


@cache
def reader() -> TrainedReader:
    return TrainedReader()


def read(text: str) -> tuple[Attribution, ...]:
    return reader()(document_of_text(text, language="en"))


def shown(text: str) -> set[tuple[str, str, tuple[str, ...]]]:
    """Source, cue and contents of what is found, as text."""
    return {
        (
            a.source.of(text) if a.source else "",
            a.cue.of(text) if a.cue else "",
            tuple(c.of(text) for c in a.contents),
        )
        for a in read(text)
    }


def test_source_cue_and_content() -> None:
    """The whole noun phrase with its clause, the verb, and what is said, on text the reader was not shown."""
    assert (
        "Rosa Lind, a former judge who now chairs the harbour board,",
        "said",
        ("that the ferry had been inspected twice",),
    ) in shown(PARAGRAPH)


def test_what_no_rule_knows_is_found() -> None:
    """The network finds attributions by words that stand in no list of the rules, and says that it was the network."""
    text = "The governor mused aloud that the dam might outlive them all."
    (found,) = read(text)
    assert found.source is not None
    assert found.source.of(text) == "The governor"
    assert 0 < found.score <= 1


def test_paragraphs_do_not_know_each_other() -> None:
    """A paragraph is read the same alone, before others, and after them."""
    alone = shown(OTHER)
    assert alone
    assert alone <= shown(f"{PARAGRAPH}\n\n{OTHER}")
    assert alone <= shown(f"{OTHER}\n\n{PARAGRAPH}\n\n{PARAGRAPH}")


@pytest.mark.parametrize("together", [1, 3, 64])
def test_how_many_paragraphs_are_taken_at_once_changes_nothing(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs of different lengths decoded one by one, in groups, or all together: the same attributions."""
    text = "\n\n".join([PARAGRAPH, OTHER, "It rained.", f"{OTHER} {PARAGRAPH}"] * 3)
    whole = read(text)
    monkeypatch.setattr(module, "_TOGETHER", together)
    assert len(whole) > 10
    assert read(text) == whole


def test_the_number_of_threads_changes_nothing() -> None:
    """One worker or several: the same attributions in the same order."""
    document = document_of_text("\n\n".join([PARAGRAPH, OTHER] * 4), language="en")
    assert TrainedReader(threads=1)(document) == TrainedReader(threads=3)(document)


HARD = {
    "capitals": PARAGRAPH.upper(),
    "no punctuation": PARAGRAPH.replace(",", "").replace(".", "").lower(),
    "emoji": f"⚡️🔴 {OTHER} 🙏🏽🏴‍☠️",
    "mixed scripts": "Мэр said що дамба цела — 市長は言った, according to الناطق.",
    "one word": "Denied.",
    "one mark": "—",
    "combining marks": "Z̸̢̛a̷l̵g̶o̴ said it w̷a̸s fine.",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_hard_text_is_read_within_its_bounds(text: str) -> None:
    """Shouted, unmarked, decorated or foreign text gives spans of that text, never an error."""
    document = document_of_text(text, language="en")
    for attribution in reader()(document):
        for span in (attribution.source, attribution.cue, *attribution.contents):
            assert span is None or (0 <= span.start < span.end <= len(text) and span.of(text).strip())


def test_capitals_still_have_voices() -> None:
    """A report in capitals loses some of what is said in it, but not all."""
    assert read(PARAGRAPH.upper())


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    """No text makes the reader fail."""
    document = Document(text=text, title=Span(0, 0), language="en")
    assert all(a.contents or a.source for a in reader()(document))


def test_a_paragraph_longer_than_a_window_loses_nothing() -> None:
    """A paragraph of many windows has nearly as many attributions as its sentences read one by one."""
    long = " ".join(f"{PARAGRAPH} {OTHER}" for _ in range(40))
    once = len(read(f"{PARAGRAPH} {OTHER}"))
    assert len(read(long)) >= 0.8 * 40 * once


def test_a_long_text_is_covered_by_statements() -> None:
    """In a megabyte without a line break every sentence is part of a statement, as with the rules alone."""
    text = " ".join(f"{PARAGRAPH} {OTHER} It rained on day {n}." for n in range(60))
    document = document_of_text(text, language="en")
    found, _ = find_statements(document, {"en": reader()})
    ruled, _ = find_statements(document, {"en": find_attributions})
    assert len(found) >= 0.9 * len(ruled)
    assert max(s.content.end for s in found) > 0.99 * len(text)


def test_entities_are_told_by_kind() -> None:
    """Persons, places, organisations and times stand where they are in the text, in its order."""
    text = "On Tuesday the mayor of Oslo, Rosa Lind, met the World Health Organization."
    found = reader().entities(document_of_text(text, title="", language="en"))
    told = {(kind, span.of(text)) for kind, span in found}
    assert {("person", "Rosa Lind"), ("place", "Oslo"), ("time", "Tuesday")} <= told
    assert [span for _, span in found] == sorted(span for _, span in found)
