"""What Markdown made to be awkward leaves of the words."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.read.markdown import read_markdown

SENTENCE = "The council closed the bridge on Monday."


@pytest.mark.parametrize("levels", [1, 25, 48, 49, 51, 140, 400])
def test_a_deep_list_keeps_every_item(levels: int) -> None:
    """No item is lost, however deep the list; where its nesting is ignored, a Skip says so."""
    found = read_markdown("\n".join(f"{'  ' * level}- gauge {level} rose" for level in range(levels)))
    assert re.findall(r"gauge (\d+) rose", found.body) == [str(level) for level in range(levels)]
    assert found.body.count("\n\n") == levels - 1
    assert bool(found.skips) == (levels > 48)


@pytest.mark.parametrize("mark", [">", "> ", "- ", "1. ", "> - ", "* > "])
@pytest.mark.parametrize("times", [30, 20_000])
def test_a_sentence_behind_many_marks_is_read(mark: str, times: int) -> None:
    """Marks before a sentence never hide it."""
    begun = time.process_time()
    found = read_markdown(mark * times + " " + SENTENCE)
    assert found.body.endswith(SENTENCE)
    assert bool(found.skips) == (times > 100)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("mark", ["[", "![", "**a ", "*", "_a", "[a](b ", "<b>", "`", "~~"])
def test_marks_within_a_line_hide_nothing(mark: str) -> None:
    """Neither do marks within a paragraph, nested or never closed."""
    assert SENTENCE in read_markdown(mark * 300 + " " + SENTENCE).body


def test_front_matter_that_is_not_used_is_told() -> None:
    """Fields of the front matter that no rule reads leave a Skip that names them."""
    found = read_markdown(f"---\ntitle: Bridge closed\ntags: [flood]\nsummary: It rained.\n---\n{SENTENCE}")
    assert [skip.record for skip in found.skips] == ["front matter: summary, tags"]


@pytest.mark.parametrize("line", ["- it rained\n", "1. it\n", "# it\n", "It rained all day.\n\n"])
def test_a_text_too_long_for_the_parser_is_read_as_it_is(line: str) -> None:
    """Beyond some size the marks stay in the text, which is said, and no word is lost."""
    begun = time.process_time()
    found = read_markdown(line * 300_000 + SENTENCE)
    assert found.body.endswith(SENTENCE)
    assert found.body.count("it") >= 300_000 or found.body.count("It") >= 300_000
    assert [skip.record for skip in found.skips] == ["Markdown marks"]
    assert time.process_time() - begun < 5


@settings(deadline=None)
@given(st.lists(st.sampled_from(["word ", "- ", "> ", "\n", "    ", "1. ", "*", "# ", "| ", "[", "]"]), max_size=60))
def test_no_word_is_lost(parts: list[str]) -> None:
    """Every word outside addresses is in the title or the body."""
    source = "".join(parts)
    found = read_markdown(source)
    assert f"{found.title or ''} {found.body}".count("word") == source.count("word")
