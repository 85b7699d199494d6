"""An outlet is named in three languages, two scripts and many cases: where a text has it from is found all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Source, SourceKind
from firsthand.trace.names import Names, same_name

OUTLETS = (
    Source("quay", "Quay & Mast / Причал и мачта", SourceKind.NEWSPAPER, domains=("quay-mast.example",)),
    Source("dyke", "Дамбовий вісник", SourceKind.SITE, domains=("dambovyi-visnyk.example",)),
    Source("lamp", "Профсоюз «Лампада»", SourceKind.NGO),
    Source("guard", "Берегова охорона (переказ)", SourceKind.MILITARY, telegram=("berehova_okhorona",)),
    Source("bastion", "Evening Bastion", SourceKind.NEWSPAPER, domains=("evening-bastion.example",)),
    Source("rescue", "Спасатели КЗ", SourceKind.MINISTRY),
)


def named(text: str) -> list[tuple[str, str]]:
    return [(each.source, each.span.of(text)) for each in Names(OUTLETS).named(text)]


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("The toll rose, Quay & Mast reported on Friday.", "quay", "Quay & Mast"),
        ("По данным «Причала и мачты», пострадавших нет.", "quay", "Причала и мачты"),
        ("As Dambovyi Visnyk wrote, the lock is shut.", "dyke", "Dambovyi Visnyk"),
        ("У «Дамбовому віснику» пишуть про тріщину.", "dyke", "Дамбовому віснику"),
        ("The union Lampada has its own list.", "lamp", "Lampada"),
        ("В «Лампаде» назвали другое число.", "lamp", "Лампаде"),
        ("Речник Берегової охорони уточнив час.", "guard", "Берегової охорони"),
        ("Газета «Ивнинг Бастион» отозвала цитату.", "bastion", "Ивнинг Бастион"),
        ("Спасателей обстреляли, сообщили в Спасателях.", "rescue", "Спасателей"),
        ("Source: t.me/berehova_okhorona/17", "guard", "t.me/berehova_okhorona"),
        ("Більше на www.dambovyi-visnyk.example сьогодні", "dyke", "www.dambovyi-visnyk.example"),
    ],
)
def test_a_name_is_found_in_any_case_and_script(text: str, source: str, words: str) -> None:
    """Declined, transcribed, cut to what stands in its marks, or given as an address."""
    assert (source, words) in named(text)


@pytest.mark.parametrize(
    "text", ["a lampada on the sill", "Вечером на бастионе тихо", "The evening was calm.", "Мачту сломало ветром."]
)
def test_common_words_are_no_names(text: str) -> None:
    """What is only a part of a name, or written small, names nobody."""
    assert named(text) == []


def test_a_name_that_two_bear_is_nobodys() -> None:
    """Of two outlets with one name none is chosen."""
    twins = [Source(str(n), "Morning Anchor", SourceKind.SITE) for n in range(2)]
    assert list(Names(twins).named("Morning Anchor reported it.")) == []


def test_the_marks_of_a_channel_do_not_make_another_name() -> None:
    """A forward gives the name as the channel bears it, with or without what stands in brackets."""
    assert same_name("Берегова охорона (переказ)", "берегова охорона")
    assert not same_name("Берегова охорона", "Берегова варта")


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    """Names lie in the text, in order."""
    found = list(Names(OUTLETS).named(text))
    assert found == sorted(found)
    assert all(0 <= each.span.start < each.span.end <= len(text) for each in found)
