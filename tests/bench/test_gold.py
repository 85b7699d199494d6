"""What the loader of gold reports accepts, where it anchors, and what it refuses."""

from pathlib import Path

import pytest
from bench.gold import REPORTS, GoldError, digest, gold_files, load, main, shared_data

from firsthand.model import Bound, Mode, Span, VoiceKind

REPORT = """Ferry runs aground off Skarholm

The harbour office said the ferry struck a sandbank at low tide. “We were lucky,” a passenger said. \
“It could have been far worse,” she added, “had it been dark.”

According to the shipping line, over 140 people were taken off by dinghy. The office said nobody drowned.
"""

GOLD = """
about: an accident, well sourced
statements:
  - content: the ferry struck a sandbank at low tide
    cue: said
    voices: [{text: The harbour office, kind: named_organisation}]
    mode: asserted
    event: {type: accident, place: Skarholm}
  - content: “We were lucky,”
    cue: said
    quoted: true
    voices: [{text: a passenger, kind: unnamed_person}]
    mode: opinion
  - content: “It could have been far worse,”
    continued: [“had it been dark.”]
    cue: added
    quoted: true
    voices: [{text: she, same_as: a passenger, kind: unnamed_person}]
    mode: speculated
  - content: over 140 people were taken off by dinghy
    cue: According to
    voices: [{text: the shipping line, kind: unnamed_organisation}]
    mode: asserted
    event: {type: accident, quantity: {value: 140, unit: people, bound: at_least}}
  - content: nobody drowned
    cue: said
    voices: [{text: The office, same_as: The harbour office, kind: named_organisation}]
    mode: asserted
warnings: [no_named_person]
"""


def write(folder: Path, gold: str = GOLD, report: str = REPORT) -> Path:
    (folder / "ferry.txt").write_text(report, encoding="utf-8")
    path = folder / "ferry.gold.yaml"
    path.write_text(gold, encoding="utf-8")
    return path


def test_every_string_is_anchored(tmp_path: Path) -> None:
    """The spans are those of the strings, so that scores compare characters and not words."""
    report = load(write(tmp_path))
    assert report.title.of(report.text) == "Ferry runs aground off Skarholm"
    lucky, worse = report.statements[1:3]
    assert [part.of(report.text) for part in worse.contents] == [
        "“It could have been far worse,”",
        "“had it been dark.”",
    ]
    assert lucky.voice.span
    assert lucky.voice.span.of(report.text) == "a passenger"
    assert worse.voice.same_as == lucky.voice.span
    assert worse.voice.span
    assert report.text[worse.voice.span.start - 1 :].startswith(" she added")


def test_a_cue_that_stands_often_is_the_one_beside_its_content(tmp_path: Path) -> None:
    """“said” stands three times; each statement has its own, also where the cue follows the content."""
    report = load(write(tmp_path))
    cues = [statement.cue for statement in report.statements]
    assert all(cues)
    assert len(set(cues)) == 5
    lucky = report.statements[1]
    assert lucky.cue
    assert report.text[: lucky.cue.start].endswith("a passenger ")


def test_fields_keep_their_types(tmp_path: Path) -> None:
    """Modes, kinds and bounds become the records' own values."""
    report = load(write(tmp_path))
    event = report.statements[3].event
    assert report.statements[2].mode is Mode.SPECULATED
    assert report.statements[3].voice.kind is VoiceKind.UNNAMED_ORGANISATION
    assert report.statements[3].quantity == (event and event.quantity)
    assert event
    assert event.quantity
    assert (event.quantity.value, event.quantity.bound) == (140.0, Bound.AT_LEAST)
    assert report.warnings == ("no_named_person",)


def test_a_repeated_content_is_found_after_the_one_before(tmp_path: Path) -> None:
    """The same words twice are two statements, in order."""
    text = "Strike\n\nThe union said the pits are shut. A mine manager said the pits are shut.\n"
    gold = """
statements:
  - {content: the pits are shut, mode: asserted, voices: [{text: The union, kind: named_organisation}]}
  - {content: the pits are shut, mode: asserted, voices: [{text: A mine manager, kind: unnamed_person}]}
"""
    first, second = load(write(tmp_path, gold, text)).statements
    assert first.contents[0].end < second.contents[0].start


def test_the_outlets_own_word_has_no_voices(tmp_path: Path) -> None:
    """An empty list and an explicit outlet mean the same."""
    gold = """
statements:
  - {content: the ferry struck a sandbank, mode: asserted}
  - {content: nobody drowned, mode: asserted, voices: [{kind: outlet}]}
"""
    report = load(write(tmp_path, gold))
    assert [statement.voices for statement in report.statements] == [(), ()]
    assert {statement.voice.kind for statement in report.statements} == {VoiceKind.OUTLET}


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("struck a sand bank", "struck a sandbank", "statement 1: content is not in the body"),
        (
            "[{text: a traveller,",
            "[{text: a passenger,",
            "statement 2: text is not in the report: 'a traveller'",
        ),
        ("same_as: a traveller", "same_as: a passenger", "statement 3: same_as is not in the report"),
        ("[“had it been night.”]", "[“had it been dark.”]", "statement 3: continued is not in the report"),
        ("mode: guessed", "mode: speculated", "statement 3: no such mode: 'guessed'"),
        ("kind: unnamed_firm", "kind: unnamed_organisation", "statement 4: no such kind of voice"),
        ("type: sinking", "type: accident", "no such type of event: 'sinking'"),
        ("bound: over", "bound: at_least", "statement 4: no such bound"),
        ("colour: red", "quoted: true", "statement 2: unknown field colour"),
        ("warnings: [a, a]", "warnings: [no_named_person]", "the report: a kind of warning stands twice"),
        ("kuantity:", "quantity:", "statement 4: unknown field kuantity"),
        ("content: Skar", "content: nobody drowned", "statement 5: content is not in the body"),
    ],
)
def test_a_slip_is_named_with_file_and_string(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    """A slip of the annotator is never measured as a mistake of the reader."""
    path = write(tmp_path, GOLD.replace(right, wrong, 1))
    with pytest.raises(GoldError) as raised:
        load(path)
    assert told in str(raised.value)
    assert "ferry.gold.yaml" in str(raised.value)


def test_a_figure_needs_no_event(tmp_path: Path) -> None:
    """Not every figure belongs to a type of event: it stands in an event without one, or alone."""
    kept = load(write(tmp_path, GOLD.replace("{type: accident, quantity:", "{quantity:"))).statements[3]
    assert kept.event
    assert kept.event.type is None
    assert kept.quantity
    assert kept.quantity.value == 140.0


def test_a_subheading_is_the_line_of_its_own(tmp_path: Path) -> None:
    """A line that says nothing is found as a line, though its words stand in a sentence before."""
    text = "Strike\n\nThe pits are shut.\n\nThe pits\n\nNobody works.\n"
    gold = "statements: [{content: Nobody works, mode: asserted}]\nno_statement: [The pits]\n"
    (silent,) = load(write(tmp_path, gold, text)).no_statement
    assert text[silent.start - 2 : silent.end + 2] == "\n\nThe pits\n\n"


def test_the_digest_sees_any_change(tmp_path: Path) -> None:
    """The gate rests on it: one character in a report or its gold gives another digest."""
    path = write(tmp_path)
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    write(tmp_path, report=REPORT + "\n")
    after_report = digest(tmp_path)
    write(tmp_path, gold=GOLD + "\n")
    assert len({before, after_report, digest(tmp_path)}) == 3
    assert gold_files(tmp_path) == [path]


def test_the_command_fails_on_an_unsound_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m bench.gold` tells an annotator what is wrong, and where."""
    write(tmp_path)
    assert main([str(tmp_path)]) == 0
    write(tmp_path, GOLD.replace("nobody drowned", "nobody died"))
    assert main([str(tmp_path)]) == 1
    assert "nobody died" in capsys.readouterr().err
    assert main([str(tmp_path / "nowhere.gold.yaml")]) == 1


def test_the_gold_of_this_repository_is_sound() -> None:
    """Every annotated report can be anchored as a whole."""
    if not gold_files(REPORTS):
        pytest.skip("no annotated report yet in data/reports")
    for path in gold_files(REPORTS):
        assert load(path).statements


def test_the_shared_case_is_read() -> None:
    """The case kept outside the repository has the same shape, as JSON."""
    shared = shared_data()
    if shared is None or not (shared / "case" / "article.gold.json").is_file():
        pytest.skip("the shared case is not here: set FIRSTHAND_DATA")
    report = load(shared / "case" / "article.gold.json")
    assert len(report.statements) == 16
    assert len(report.warnings) == 9
    assert all(isinstance(part, Span) for s in report.statements for part in s.contents)
