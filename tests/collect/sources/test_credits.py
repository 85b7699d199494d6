"""A credit is found where a text gives it, on the name alone, and a mention that credits nobody is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bench.credits import cases, score
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.collect.sources import credits as credits_of
from firsthand.collect.sources import with_own
from firsthand.collect.sources.credit_rules import RULES
from firsthand.model import CreditForm


def seen(text: str, language: str) -> list[tuple[str, str, str]]:
    found = credits_of(text, language)
    return [(each.span.of(text), each.source, each.form.value) for each in found]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_gold_is_half_traps(language: str) -> None:
    """A reader that sees a credit in every name would look good on texts that all have one."""
    credited, traps = cases(language)
    assert len(credited) + len(traps) >= 60
    assert abs(len(credited) - len(traps)) <= 4


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_credits_of_the_gold_are_found_and_traps_left_alone(language: str) -> None:
    """The floor of each language; bench/floors.toml holds them together."""
    credited, traps = cases(language)
    whole = score([*credited, *traps])
    assert whole.precision >= 0.95, whole.wrong
    assert whole.recall >= 0.93, whole.wrong


def test_every_rule_finds_something_in_the_gold() -> None:
    """No rule is there for nothing, and each gives its name and words as the reason."""
    fired = set()
    for language in ("en", "ru", "uk"):
        for case in cases(language)[0]:
            for each in credits_of(case.text, case.language):
                assert each.reason.detail
                assert each.reason.spans == (each.span,)
                fired.add(each.reason.rule)
    assert fired == {rule.__name__ for rule, _ in RULES}
    assert {form for _, form in RULES} == set(CreditForm)


def test_datelines_need_no_language_that_is_read() -> None:
    """A German report under “(dpa)” is a reprint too; sentences are read in three languages only."""
    assert seen("Berlin (dpa) - Der Bundestag hat am Dienstag zugestimmt.", "de") == [("dpa", "dpa", "dateline")]
    assert seen("Der Bundestag hat zugestimmt, meldet Reuters.", "de") == []


def test_a_channel_that_writes_in_two_languages_is_read_in_both() -> None:
    """Russian and Ukrainian stand side by side in channels of Ukraine."""
    text = "Про це повідомляє УНІАН.\nОб этом сообщает УНИАН."
    assert [name for name, _, _ in seen(text, "uk")] == ["УНІАН", "УНИАН"]


def test_markdown_of_posts_hides_no_credit() -> None:
    """Posts carry links and bold marks around the name; the span is the name itself."""
    text = "**Аэропорт закрыт до утра** — [ТАСС](https://tass.ru/1)."
    assert seen(text, "ru") == [("ТАСС", "tass", "credit_line")]


def test_a_short_form_that_the_text_explains_is_what_it_says() -> None:
    """Where the text itself says that AFP is an army or the police, no sentence about it credits the agency."""
    text = "The Australian Federal Police (AFP) made two arrests. The raid went on, AFP reported on Tuesday."
    assert seen(text, "en") == []
    assert seen("The raid went on, AFP reported on Tuesday.", "en") == [("AFP", "afp", "report")]


def test_a_person_of_the_same_name_is_no_agency() -> None:
    """A mayor, or a conductor, who bears the name of an agency."""
    text = "Michael Bloomberg opened the school. It will have 300 pupils, Bloomberg said on Tuesday."
    assert seen(text, "en") == []


def test_agencies_of_the_users_own_are_credited(tmp_path: Path) -> None:
    """A table of one's own adds agencies, and short forms that count in credit lines only."""
    path = tmp_path / "own.csv"
    path.write_text("id,name,kind,credits\nmill,Mill Wire,agency,MW\n", encoding="utf-8")
    table = with_own(path)
    text = "OAKHAM, Nov 3 (MW) - The mill has reopened.\nThe owner was absent, Mill Wire reported. MW is a carmaker."
    found = [(each.span.of(text), each.source) for each in credits_of(text, "en", table)]
    assert found == [("MW", "mill"), ("Mill Wire", "mill")]
    assert credits_of(text, "en") == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Reuters",
                "ТАСС",
                "(",
                ")",
                "/",
                "— ",
                "- ",
                ", ",
                ". ",
                "\n",
                " ",
                "сообщает ",
                "according to ",
                "By ",
                "Source: ",
                "КИЇВ",
                "3 листопада",
                "the ",
                "агентство ",
                "\ue000",
                "\ud800",
                "AA",
                "Фото: ",
                "[",
                "](http://x)",
            ]
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from(["en", "ru", "uk", "de", ""]),
)
@example("\ue000\ue001\ue002 — \ue000", "ru")
def test_any_text_gives_credits_on_names_in_order(text: str, language: str) -> None:
    """Spans hold a name of that agency, none twice, whatever stands around them."""
    found = credits_of(text, language)
    assert [each.span for each in found] == sorted({each.span for each in found})
    assert all(each.span.of(text) in ("Reuters", "ТАСС", "AA") for each in found)


@pytest.mark.parametrize(
    "part",
    ["ТАСС, ", "— ТАСС" + " " * 500 + "x", "(ТАСС ", "according to  ", "Reuters and ", ", " * 50 + "Reuters", "«" * 50,
     "сообщает " + "новое " * 40, "Reuters writer ", "By A ", "Источник: ", "[ТАСС](http://"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_time_grows_with_the_text_and_not_faster(part: str, language: str) -> None:
    """A hostile text of a quarter of a million characters on one line is done with in seconds."""
    text = (part * (250_000 // len(part) + 1))[:250_000] + " Reuters"
    started = time.process_time()
    credits_of(text, language)
    assert time.process_time() - started < 8
