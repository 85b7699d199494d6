"""From a marked paragraph to the labels a network learns."""

from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer
from train.corpus import parse
from train.features import LAYERS, Example, examples

from firsthand.model import Span
from firsthand.read.trained.windows import HINTS


@cache
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_buffer((files("firsthand.read.trained") / "weights" / "tokenizer.json").read_bytes())
    made.no_truncation()
    made.no_padding()
    return made


def layer(example: Example, name: str) -> list[list[str]]:
    """The spans of a layer, as lists of words."""
    spans: list[list[str]] = []
    for word, label in zip(example.window.words, example.labels[LAYERS.index(name)], strict=True):
        if label == 1:
            spans.append([])
        if label:
            spans[-1].append(word.of(example.text))
    return spans


LINE = (
    "<s1 named_person>Lind</s1> <q1>said</q1> <c1 asserted>that <s2 named_person>Roe</s2> "
    "<q2>had denied</q2> <c2 denied>the charge</c2></c1>."
)


def test_spans_become_labels_of_words() -> None:
    """Each part stands in its layer; a content inside a content has a layer of its own."""
    (example,) = examples([parse(LINE)], tokenizer())
    assert layer(example, "source") == [["Lind"], ["Roe"]]
    assert layer(example, "cue") == [["said"], ["had", "denied"]]
    assert layer(example, "content") == [["that", "Roe", "had", "denied", "the", "charge"]]
    assert layer(example, "nested") == [["the", "charge"]]


def test_links_join_the_first_words_of_parts() -> None:
    """Each cue is paired with its source and its content."""
    (example,) = examples([parse(LINE)], tokenizer())
    words = [word.of(example.text) for word in example.window.words]
    assert [(words[a], words[b]) for a, b in example.sources] == [("said", "Lind"), ("had", "Roe")]
    assert [(words[a], words[b]) for a, b in example.contents] == [("said", "that"), ("had", "the")]


def test_a_relative_clause_leaves_its_source_whole() -> None:
    """Of sources inside each other the widest is taught, never the rest of a cut one; the cue inside links to it."""
    line = (
        "<s1 named_person>Lind, <s2 named_person>who</s2> <q2>denied</q2> <c2 denied>the charge</c2>,</s1> "
        "<q1>said</q1> <c1 asserted>it was late</c1>."
    )
    (example,) = examples([parse(line)], tokenizer())
    words = [word.of(example.text) for word in example.window.words]
    assert layer(example, "source") == [["Lind", ",", "who", "denied", "the", "charge", ","]]
    assert {(words[a], words[b]) for a, b in example.sources} == {("denied", "Lind"), ("said", "Lind")}


def test_contents_three_deep_leave_the_second_whole() -> None:
    """A layer has no room for a content in a nested content: the wider one is kept, and the other not taught."""
    line = (
        "<s1 named_person>Lind</s1> <q1>said</q1> <c1 asserted>that <s2 named_person>Roe</s2> <q2>wrote</q2> "
        "<c2 asserted>that <s3 named_person>Day</s3> <q3>wants</q3> <c3 opinion>the job</c3> today</c2></c1>."
    )
    (example,) = examples([parse(line)], tokenizer())
    assert layer(example, "nested") == [["that", "Day", "wants", "the", "job", "today"]]
    assert len(example.contents) == 2


def test_the_widest_of_nested_entities_stays() -> None:
    """In one layer of labels the outer mention is kept whole; another type has its own layer."""
    from dataclasses import replace

    text = "the mayor of Lviv's brother"
    entities = (("person", Span(0, 27)), ("person", Span(0, 17)), ("place", Span(13, 17)))
    paragraph = replace(parse("the mayor of Lviv's brother"), entities=entities)
    assert paragraph.text == text
    (example,) = examples([paragraph], tokenizer(), entities=True)
    assert layer(example, "person") == [["the", "mayor", "of", "Lviv", "'s", "brother"]]
    assert layer(example, "place") == [["Lviv"]]


def test_the_rules_are_given_as_hints() -> None:
    """What the rules find in the paragraph stands beside its words."""
    (example,) = examples(
        [parse("<s1 named_person>Lind</s1> <q1>said</q1> <c1 asserted>it was late</c1>.")], tokenizer()
    )
    row = HINTS.index("cue")
    hinted = [example.window.hints[start][row] for start in example.window.starts]
    assert hinted == [0, 1, 0, 0, 0, 0]
