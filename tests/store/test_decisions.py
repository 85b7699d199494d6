"""What people decide is kept as they said it, stays when it is taken back, and is found again in edited texts."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from tests.forked import telling
from tests.store import decider

from firsthand.claims import Told
from firsthand.errors import CaseError
from firsthand.kinds import DecisionKind
from firsthand.model import Span
from firsthand.store import Case, Decision, anchored, decide, decisions, schema, undo, verify

KILLS = {"sqlite": 12, "postgresql": 4}
ONE = Told("https://news.example/a", Span(10, 33))
OTHER = Told("@town_channel/17", Span(0, 21))
WORDS = ("hit the grain\xa0store at\ndawn", "влучили в зерносховище")


def _decided(case: Case, kind: DecisionKind = DecisionKind.SAME, analyst: str = "Олена Ткач") -> Decision:
    return decide(case, kind, ONE, OTHER, WORDS, analyst, "Same store, same morning.\nThe mayor says so too.")


# ---------------------------------------------------------------- keeping


def test_a_decision_is_read_as_it_was_made(case: Case) -> None:
    """Both kinds, in the order in which they were made, with words and reason to the letter, also after reopening."""
    made = (_decided(case), _decided(case, DecisionKind.DIFFERENT, "J. O'Neil"), _decided(case))
    assert [one.number for one in made] == [1, 2, 3]
    assert [one.kind for one in made] == [DecisionKind.SAME, DecisionKind.DIFFERENT, DecisionKind.SAME]
    assert (made[0].one, made[0].other, made[0].one_words, made[0].other_words) == (ONE, OTHER, *WORDS)
    assert made[0].reason.splitlines()[1] == "The mayor says so too."
    assert (made[1].analyst, made[1].undone, made[1].undone_by) == ("J. O'Neil", None, None)
    assert made[0].at <= made[1].at <= made[2].at
    case.close()
    with Case.open(case.folder) as reader:
        assert decisions(reader) == made
        assert not list(verify(reader))


def test_what_is_undone_keeps_standing(case: Case) -> None:
    """Only who and when is added, in its old place; the others are as they were."""
    made = [_decided(case), _decided(case), _decided(case)]
    back = undo(case, 2, "J. O'Neil")
    assert back.undone is not None
    assert back.undone >= back.at
    assert back.undone_by == "J. O'Neil"
    assert decisions(case) == (made[0], back, made[2])
    assert (back.analyst, back.reason, back.one_words) == (made[1].analyst, made[1].reason, made[1].one_words)
    assert not list(verify(case))


def test_undoing_twice_or_nothing_is_refused(case: Case) -> None:
    """The error says which, and who was first; the log has nothing of it."""
    _decided(case)
    undo(case, 1, "Олена Ткач")
    head, before = case.head(), decisions(case)
    with pytest.raises(CaseError, match="1 is undone already: Олена Ткач"):
        undo(case, 1, "J. O'Neil")
    for number in (0, 2, -1, 1 << 80):
        with pytest.raises(CaseError, match=f"no decision of the number {number}"):
            undo(case, number, "J. O'Neil")
    assert (case.head(), decisions(case)) == (head, before)


def test_the_log_says_who_decided_and_who_undid(case: Case) -> None:
    """Each is an entry of its own that names the analyst beside the account of the machine."""
    _decided(case)
    undo(case, 1, "J. O'Neil")
    entries = case.rows(select(schema.log).order_by(schema.log.c.id))[-2:]
    notes = [orjson.loads(str(entry["body"])) for entry in entries]
    assert [entry["action"] for entry in entries] == ["decided", "undone"]
    assert [(note["decision"], note["analyst"]) for note in notes] == [(1, "Олена Ткач"), (1, "J. O'Neil")]
    assert [list(note["rows"]) for note in notes] == [["decisions"], ["decisions"]]


def test_a_case_that_is_only_read_takes_none(case: Case) -> None:
    """It can be asked for what was decided, and nothing more."""
    _decided(case)
    case.close()
    with Case.open(case.folder) as reader:
        with pytest.raises(CaseError, match="for reading only"):
            _decided(reader)
        with pytest.raises(CaseError, match="for reading only"):
            undo(reader, 1, "J. O'Neil")
        assert len(decisions(reader)) == 1


def test_a_kind_that_is_none_of_links_is_left_out(case: Case) -> None:
    """The table takes decisions of other kinds too, with another shape; those about links go on as before."""
    with case.writing("decided") as batch:
        batch.add(schema.decisions, at="2025-11-03T08:00:00+00:00", analyst="Олена Ткач", kind="verdict",
                  about='{"claim": "c1"}', reason="", undone=None, undone_by=None)  # fmt: skip
    made = _decided(case)
    assert made.number == 2
    assert decisions(case) == (made,)
    with pytest.raises(CaseError, match="no decision of the number 1"):
        undo(case, 1, "Олена Ткач")


@pytest.mark.parametrize("about", ["", "[]", '{"one": {}, "other": {}}', '{"one": {"document": "a", "start": "x"}}'])
def test_a_row_that_was_changed_is_told_of(case: Case, about: str) -> None:
    """What no longer says what it is about is an error in one line that names it, and a finding."""
    _decided(case)
    case.connection.execute(update(schema.decisions).values(about=about))
    case.connection.commit()
    with pytest.raises(CaseError, match="Decision 1 no longer says"):
        decisions(case)
    assert [finding.where for finding in verify(case)] == ["decisions 1"]


# ---------------------------------------------------------------- what is refused, what is made harmless


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Олена Ткач ", "Олена Ткач"),
        ("Eve\x1b[31m\x00\nundone by nobody", "Eve\ufffd[31m\ufffd\ufffdundone by nobody"),
        ("\ud800\u202eeve", "\ufffd\ufffdeve"),
        ("'); DROP TABLE decisions; --", "'); DROP TABLE decisions; --"),
    ],
)
def test_hostile_names(case: Case, name: str, kept: str) -> None:
    """Nothing in a name reaches the terminal, the database or the log as anything but letters."""
    _decided(case, analyst=name)
    assert undo(case, 1, name).undone_by == kept
    assert [one.analyst for one in decisions(case)] == [kept]
    assert not list(verify(case))


def test_hostile_words_keys_and_reasons(case: Case) -> None:
    """Control characters and lone surrogates become one mark each, white space stays; they are found in the text."""
    text = "Mayor\x00 said:\r\n\ud83d twelve\x07 \U0001f468\u200d\U0001f33e dead\u2028now"
    told = Told("k\x00\ud800", Span(0, len(text)))
    made = decide(case, DecisionKind.DIFFERENT, told, OTHER, (text, WORDS[1]), "Олена Ткач", "a\x00\ud800\n\tb")
    assert decisions(case) == (made,)
    assert (made.one.document, made.reason) == ("k\ufffd\ufffd", "a\ufffd\ufffd\n\tb")
    assert "\r\n" in made.one_words
    assert len(made.one_words) == len(text)
    assert anchored(made.one, made.one_words, text) == told.span
    assert anchored(made.one, made.one_words, f"Edited. {text}") == Span(8, 8 + len(text))
    assert not list(verify(case))


def test_what_is_too_long_is_refused_and_not_cut(case: Case) -> None:
    """The longest that is kept is kept whole; one character more is refused with the limit."""
    longest = decide(case, DecisionKind.SAME, ONE, OTHER, WORDS, "ї" * 200, "ї" * 10_000)
    assert decisions(case) == (longest,)
    assert (len(longest.analyst), len(longest.reason)) == (200, 10_000)
    for analyst, reason, told in (("x" * 201, "", "201 characters; at most 200"), ("x", "y" * 10_001, "most 10,000")):
        with pytest.raises(CaseError, match=told):
            decide(case, DecisionKind.SAME, ONE, OTHER, WORDS, analyst, reason)
    with pytest.raises(CaseError, match="at most 200"):
        undo(case, 1, "x" * 201)
    assert decisions(case) == (longest,)


def test_what_is_no_decision_is_refused(case: Case) -> None:
    """Nobody's, of one telling only, without words, or at no place."""
    head = case.head()
    no_place = [Told("a", Span(*ends)) for ends in ((3, 3), (5, 3), (-4, 3), (0, 1 << 70))]
    for analyst in ("", " \n\u2003", "\x00\u202e", "--"):
        with pytest.raises(CaseError, match="name of the analyst"):
            _decided(case, analyst=analyst)
    with pytest.raises(CaseError, match="same one twice"):
        decide(case, DecisionKind.SAME, ONE, ONE, WORDS, "Олена Ткач")
    with pytest.raises(CaseError, match="no words"):
        decide(case, DecisionKind.SAME, ONE, OTHER, (WORDS[0], " \n"), "Олена Ткач")
    for told in no_place:
        with pytest.raises(CaseError, match="no telling"):
            decide(case, DecisionKind.SAME, ONE, told, WORDS, "Олена Ткач")
    assert case.head() == head


# ---------------------------------------------------------------- interruptions


def _killed(folder: Path, chance: random.Random) -> tuple[set[int], set[int]]:
    """Decide until a random moment, then kill; the numbers that were acknowledged as made, and as undone."""
    process, lines = telling(decider.main, folder)
    with lines:
        told = [lines.readline() for _ in range(chance.randrange(2, 6))]
        time.sleep(chance.random() * 0.02)
        process.kill()
        told += lines.readlines()
    process.join()
    whole = [line.split() for line in told if line.endswith("\n") and " " in line]
    made, undone = ({int(number) for what, number in whole if what == wanted} for wanted in ("made", "undone"))
    return made, undone


def test_a_kill_at_any_moment_loses_no_decision(case: Case) -> None:
    """What was acknowledged as decided or undone is, and at most one thing more for each kill; numbers have no gap."""
    kills = KILLS[case.connection.dialect.name]
    case.close()
    chance, made, undone = random.Random(7), set[int](), set[int]()
    for _ in range(kills):
        more = _killed(case.folder, chance)
        made |= more[0]
        undone |= more[1]
    with Case.open(case.folder, write=True) as after:
        found = decisions(after)
        assert not list(verify(after))
        assert [one.number for one in found] == list(range(1, len(found) + 1))
        assert made <= {one.number for one in found}
        assert undone <= {one.number for one in found if one.undone}
        assert len(found) + sum(one.undone is not None for one in found) <= len(made) + len(undone) + kills
        assert len(made) >= kills
        assert _decided(after).number == len(found) + 1


# ---------------------------------------------------------------- finding them again


def _in(text: str, marked: str) -> Told:
    """The first place of some words in a text."""
    at = text.index(marked)
    return Told("k", Span(at, at + len(marked)))


TEXT = "The governor said 12 people were killed. Later, aides said 12 people were killed in Vysoke, not in the city."


def test_words_that_stand_where_they_stood() -> None:
    """Nothing is looked for elsewhere, however often the words stand in the text."""
    for words in ("12 people were killed", "people were killed. Later", " Vysoke, "):
        told = _in(TEXT, words)
        assert anchored(told, words, TEXT) == told.span
    second = Told("k", Span(TEXT.rindex("12"), TEXT.rindex("12") + 21))
    assert anchored(second, "12 people were killed", TEXT) == second.span


@pytest.mark.parametrize(
    ("old", "new", "nth"),
    [
        (0, "12 people were killed, the governor said. Then: 12 people were killed.", 0),
        (60, "12 people were killed, the governor said. Then: 12 people were killed.", 1),
        (500, "12 people were killed, the governor said. Then: 12 people were killed.", 1),
        (20, "12 people were killed; it repeated that 12 people were killed; 12 people were killed", 0),
        (40, "UPDATED 09:10.\n12\u00a0people  were\nkilled.", 0),
        (9, "On Sunday 112 people were killed; later 12 people were killed.", 0),
        (0, "Not 12 people were killedness, but 12 people were killed", 0),
    ],
)
def test_words_that_moved_are_found_nearest(old: int, new: str, nth: int) -> None:
    """Before or behind, in whatever spacing, as whole words; of two as near the first."""
    places = [match.span() for match in re.finditer(r"\b12\s+people\s+were\s+killed\b", new)]
    assert anchored(Told("k", Span(old, old + 21)), "12 people were killed", new) == Span(*places[nth])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("killed 12", "killed 120"),
        ("killed 12", "killed 12,000"),
        ("killed 12", "killed 12.5 on average"),
        ("12 killed", "112 killed"),
        ("2 killed", "1.2 killed"),
        ("killed 12", "killed 13"),
        ("killed 12", ""),
        ("", "killed 12"),
        (" ", "killed 12"),
        ("взяли місто", "взяли містоград"),
    ],
)
def test_other_words_are_no_place(words: str, text: str) -> None:
    """A figure that grew, at the same place too, is no longer what was decided on; no words are nowhere."""
    assert anchored(Told("k", Span(0, 9)), words, text) is None


def test_the_end_of_a_sentence_does_not_hide_them() -> None:
    """Marks behind a number or an abbreviation are not part of it."""
    for words, new in (("killed 12", "So: killed 12."), ("in the U.S", "So: in the U.S."), ("Луги", "Це «Луги»,")):
        found = anchored(Told("k", Span(0, 4)), words, new)
        assert found is not None
        assert found.of(new) == words


@given(
    before=st.text(" \nab12.,«»ї", max_size=30),
    words=st.text(" ab12.,ї", min_size=1, max_size=12),
    after=st.text(" \nab12.,«»ї", max_size=30),
    at=st.integers(0, 60),
)
def test_what_is_found_are_the_words_and_the_nearest(before: str, words: str, after: str, at: int) -> None:
    """Whatever surrounds them, words between spaces are found, never further away than where they were put."""
    text = f"{before} {words} {after}"
    found = anchored(Told("k", Span(at, at + len(words))), words, text)
    if not words.strip():
        return
    assert found is not None
    assert "".join(found.of(text).split()) == "".join(words.split())
    put = len(before) + 1 + len(words) - len(words.lstrip())
    assert abs(found.start - at) <= abs(put - at)


@pytest.mark.parametrize("part", ["a", "a ", "ab ab a ", "1,"])
def test_long_repeated_text_takes_time_in_proportion(part: str) -> None:
    """A text made to match nearly everywhere costs no more than any other of its length."""
    text, words = part * 50_000, part * 5_000
    begun = time.process_time()
    anchored(Told("k", Span(40_000, 40_000 + len(words))), f"{words}b", text)
    anchored(Told("k", Span(40_000, 40_000 + len(words))), f"b{words}", text)
    assert time.process_time() - begun < 3
