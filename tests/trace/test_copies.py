"""Who took a text, or a part of it, from whom can only be asked where the two are found to share it."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.work import calls_in

from firsthand.trace.copies import FORMULA, Copy, copies
from firsthand.trace.prints import Print, fingerprints

REPORTS = (
    "The bridge over the Dnipro near Kryvoluka was closed to lorries on Tuesday after inspectors found cracks in two of"
    " its pillars. Buses go by the old ferry. Repairs may take until the spring, the regional road service said.",
    "Во вторник закрыли для грузовиков мост у Криволуки: инспекторы нашли трещины в двух опорах. Автобусы пустили через"
    " старую паромную переправу. Ремонт может затянуться до весны, сообщила дорожная служба области.",
    "У вівторок міст біля Криволуки закрили для вантажівок: інспектори знайшли тріщини у двох опорах. Автобуси пустили"
    " через стару поромну переправу. Ремонт може тривати до весни, повідомила дорожня служба області.",
)
OTHER = "A school in the port reopened after nine weeks. Parents had cleared the yard of glass themselves in two days."
FOOTER = "Подписывайтесь на наш канал и присылайте новости нашему боту каждый день"


def found(texts: list[str], outlets: tuple[str, ...] = ()) -> list[Copy]:
    return list(copies(list(fingerprints(texts)), outlets))


@pytest.mark.parametrize("report", REPORTS)
def test_a_reprint_with_another_head_and_a_cut_is_found(report: str) -> None:
    """A reprint is a copy though a line was put before it and its last sentence was cut off."""
    reprint = "NEWS OF THE DAY. " + report.rpartition(". ")[0] + "."
    [copy] = found([OTHER, report, reprint])
    assert (copy.one, copy.other) == (1, 2)
    assert copy.of_other > copy.of_one > 0.5


@pytest.mark.parametrize("report", REPORTS)
def test_a_part_that_stands_in_a_longer_text_is_found(report: str) -> None:
    """A long article that takes one sentence over has little of it in all, but the sentence has all of itself there."""
    sentence = report.split(". ")[0] + "."
    [copy] = found([sentence, f"{OTHER} {sentence} {OTHER.upper()}"])
    assert copy.of_one > 0.8
    assert copy.of_other < 0.5


@pytest.mark.parametrize("report", REPORTS)
def test_a_word_changed_in_a_sentence_does_not_hide_the_copy(report: str) -> None:
    """Editors touch a word; the sentence is still the same sentence."""
    words = report.split()
    words[4] = "также"
    [copy] = found([report, " ".join(words)])
    assert copy.most > 0.7


def test_other_reports_share_nothing() -> None:
    """Reports of other happenings, and of the same one in another language, are no copies."""
    assert found([*REPORTS, OTHER]) == []


def test_a_whole_text_of_a_few_words_is_compared() -> None:
    """A post of one short line may be copied too."""
    [copy] = found(["Пожар на Речной, 86. Горит кровля.", OTHER, "Пожар на Речной, 86. Горит кровля."])
    assert (copy.one, copy.other, copy.most) == (0, 2, 1.0)


def test_what_an_outlet_prints_under_everything_is_not_shared() -> None:
    """Two posts of one channel that have only its footer in common are no copies of one another."""
    lines = ["Дождь идёт", "Снег тает", "Ветер стих", "Лёд сошёл", "Град побил", "Туман встал"]
    posts = [f"{line}\n{FOOTER}" for line in lines]
    assert len(posts) > FORMULA
    assert found(posts, ("t.me/gorod",) * len(posts)) == []
    assert found(posts) != []


def test_addresses_are_not_shared() -> None:
    """Links to one site make no copies: what stands in them was not written by anybody."""
    link = "https://naked.example/article/paleontology/the-long-way-of-a-short-title"
    assert found([f"Snow fell.\n{link}", f"Rain came.\n{link}/2"]) == []


def test_formatting_does_not_matter() -> None:
    """Capitals, ё, line breaks and marks differ between a post and its copy on a page."""
    one = "Ещё восемь беспилотников сбиты над областью этой ночью, пострадавших нет."
    [copy] = found([one, "**ЕЩЕ восемь беспилотников**\nсбиты над областью этой ночью — пострадавших НЕТ"])
    assert copy.most == 1.0


def _found(prints: list[Print], pairs: list[Copy]) -> None:
    pairs.extend(copies(prints))


def test_a_text_copied_by_thousands_takes_linear_work() -> None:
    """Twice the copies take about twice the work, and every copy is tied to the first."""
    work = []
    for count in (2_000, 4_000):
        prints = list(fingerprints([REPORTS[0]] * count))
        pairs: list[Copy] = []
        work.append(calls_in(partial(_found, prints, pairs)))
        assert {pair.other for pair in pairs if pair.one == 0} == set(range(1, count))
        assert len(pairs) < 14 * count
    assert work[1] < 2.2 * work[0]


TEXTS = st.lists(st.sampled_from([*REPORTS, OTHER, FOOTER, "", "…", "a b", "\n\n", "Слово"]), max_size=8)


@given(TEXTS, st.randoms(use_true_random=False))
def test_order_changes_nothing(texts: list[str], chance: object) -> None:
    """Which texts share something does not hang on the order in which they came."""
    order = list(range(len(texts)))
    getattr(chance, "shuffle")(order)  # noqa: B009
    straight = {frozenset((pair.one, pair.other)) for pair in found(texts)}
    shuffled = {frozenset((order[pair.one], order[pair.other])) for pair in found([texts[i] for i in order])}
    assert straight == shuffled


@given(st.lists(st.text(), max_size=6))
def test_any_text_is_taken(texts: list[str]) -> None:
    """Nothing that somebody may post breaks the comparison, and shares are shares."""
    for pair in found(texts, tuple("x" for _ in texts)):
        assert 0 <= pair.one < pair.other < len(texts)
        assert 0 < pair.of_one <= 1
        assert 0 < pair.of_other <= 1
