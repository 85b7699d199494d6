"""Fact-checks: what is read of them, what their verdicts come to, and when one is of our claim."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import EmptyInput, TableError, TooLarge
from firsthand.evidence import Asked, Evidence
from firsthand.kinds import Verdict
from firsthand.model import Skip
from firsthand.weigh.evidence import factchecks_read
from firsthand.weigh.evidence.factchecks import FACT_CHECKS
from firsthand.weigh.evidence.factchecks_match import Index, alike, stems_of
from firsthand.weigh.evidence.factchecks_ratings import Rating, rating_of
from firsthand.weigh.evidence.factchecks_read import Review, files_of, reviews
from firsthand.weigh.weights import prior_weights

_CLAIM = "Northern troops captured 40 houses in Lindenau on Monday"


def _record(claim: str = _CLAIM, words: str = "False", **more: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": "https://check.example/1",
        "datePublished": "2031-05-09T10:00:00Z",
        "author": {"@type": "Organization", "name": "Check Desk"},
        "itemReviewed": {"@type": "Claim", "author": {"name": "Northern ministry"}},
        "reviewRating": {"@type": "Rating", "alternateName": words},
        **more,
    }


def _read(path: Path) -> tuple[list[Review], list[Skip]]:
    skips: list[Skip] = []
    return list(reviews(files_of(str(path), skips), skips)), skips


def _page(*records: object) -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in records)
    return f"<html><head>{scripts}</head><body>x</body></html>"


def _asked(title: str = _CLAIM, since: date | None = date(2031, 5, 5)) -> Asked:
    return Asked("c1", date(2031, 5, 6), (("en", title),), since=since)


def _answers(folder: Path, asked: Asked, *records: dict[str, object]) -> list[Evidence]:
    path = folder / "checks.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return list(FACT_CHECKS.open(str(path), "Desk", {}).asked(asked))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", _page({"@type": "WebPage"}, _record())),
        ("graph.html", _page({"@graph": [{"@type": "NewsArticle"}, {"@graph": [_record()]}]})),
        ("one.json", json.dumps(_record())),
        ("list.json", json.dumps([_record()])),
        ("feed.json", json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [_record()]}]})),
        ("lines.jsonl", json.dumps({"item": _record() | {"@type": ["ClaimReview", "Article"]}}) + "\n\n"),
        ("feed.rss", f"<rss><channel><item><d><![CDATA[{_page(_record())}]]></d></item></channel></rss>"),
        ("feed.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{json.dumps(_record())}</entry></feed>'),
    ],
)
def test_every_form_it_is_published_in_gives_the_same_fact_check(tmp_path: Path, name: str, text: str) -> None:
    """A ClaimReview is found wherever it stands, with all that is told of it."""
    (tmp_path / name).write_text(text, "utf-8")
    found, skips = _read(tmp_path / name)
    assert not skips
    assert found == [
        Review(
            _CLAIM,
            "",
            "https://check.example/1",
            "Check Desk",
            "False",
            Rating.FALSE,
            date(2031, 5, 9),
            "",
            "Northern ministry",
        )
    ]


def test_what_is_broken_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    """One bad file, line or record loses nothing else."""
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.jsonl").write_text(
        "nonsense\n" + json.dumps(_record()) + "\n" + json.dumps({"@type": "ClaimReview"})
    )
    (tmp_path / "c.rss").write_text("<rss><item></rss>", "utf-8")
    (tmp_path / "d.html").write_text("<p>nothing", "utf-8")
    (tmp_path / "e.json").write_bytes(b"")
    (tmp_path / "f.json").symlink_to(tmp_path / "b.jsonl")
    found, skips = _read(tmp_path)
    assert len(found) == 1
    assert [skip.record.split("/")[-1] for skip in skips] == [
        "f.json",
        "a.json",
        "b.jsonl, line 1",
        "b.jsonl, line 3",
        "c.rss",
        "d.html",
        "e.json",
    ]
    assert {skip.stage for skip in skips} == {"weigh"}


def test_entities_of_a_feed_are_not_unfolded(tmp_path: Path) -> None:
    """Ten lines of entities must not become gigabytes, nor a file of ours."""
    bomb = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 12))
    head = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ClaimReview"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>'
    )
    (tmp_path / "bomb.rss").write_text(f"{head}<rss><d>&a11;</d><d>&x; ClaimReview</d></rss>", "utf-8")
    found, skips = _read(tmp_path)
    assert not found
    assert skips
    assert "root:" not in str(skips)


def test_a_file_too_large_to_hold_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed of gigabytes ends with a clear limit; as one record a line it is read."""
    monkeypatch.setattr(factchecks_read, "MOST_WHOLE", 100)
    (tmp_path / "feed.json").write_text(json.dumps([_record()]), "utf-8")
    with pytest.raises(TooLarge, match="one record a line"):
        FACT_CHECKS.open(str(tmp_path / "feed.json"), "Desk", {})
    (tmp_path / "feed.jsonl").write_text((json.dumps(_record()) + "\n") * 3, "utf-8")
    assert len(_read(tmp_path / "feed.jsonl")[0]) == 3


def test_a_folder_without_fact_checks_says_why(tmp_path: Path) -> None:
    """Nothing at all to read is an error that names the first reason."""
    (tmp_path / "a.json").write_text("{", "utf-8")
    with pytest.raises(EmptyInput, match=r"a\.json"):
        FACT_CHECKS.open(str(tmp_path), "Desk", {})


def test_an_unknown_option_is_refused(tmp_path: Path) -> None:
    """A misspelt option must not be taken for one that was heeded."""
    with pytest.raises(TableError, match="colour"):
        FACT_CHECKS.open(str(tmp_path), "Desk", {"colour": "red"})


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        *(("True", Rating.TRUE), ("Правда", Rating.TRUE), ("Достовірно", Rating.TRUE)),
        *(("FALSE.", Rating.FALSE), ("Not true", Rating.FALSE), ("Фейк", Rating.FALSE), ("Неправда", Rating.FALSE)),
        *(("Half true", Rating.MIXED), ("Напівправда", Rating.MIXED), ("Частично правда", Rating.MIXED)),
        *(("Misleading", Rating.MISLEADING), ("Маніпуляція", Rating.MISLEADING), ("False context", Rating.MISLEADING)),
        *(("Unproven", Rating.UNPROVEN), ("Не підтверджено", Rating.UNPROVEN), ("Нет доказательств", Rating.UNPROVEN)),
        *(("True, but misleading", Rating.UNCLEAR), ("Not false", Rating.UNCLEAR), ("Trueish", Rating.UNCLEAR)),
        *(("This is not quite true", Rating.UNCLEAR), ("Satire", Rating.UNCLEAR), ("", Rating.UNCLEAR)),
    ],
)
def test_a_verdict_comes_to_what_its_words_say_or_to_nothing(words: str, rating: Rating) -> None:
    """Only words of the table count, and two that disagree come to nothing."""
    assert rating_of(words) is rating


def test_a_number_counts_only_between_two_given_ends() -> None:
    """Scales run either way and have no common ends."""
    assert rating_of("", 1, 1, 5) is Rating.FALSE
    assert rating_of("", 5, 1, 5) is Rating.TRUE
    assert rating_of("", 3, 1, 5) is Rating.MIXED
    assert rating_of("", 1) is rating_of("", 1, 5, 1) is rating_of("", 9, 1, 5) is Rating.UNCLEAR


@pytest.mark.parametrize(
    ("words", "verdict", "rule"),
    [
        ("False", Verdict.CONTRADICTS, "factcheck_false"),
        ("True", Verdict.SUPPORTS, "factcheck_true"),
        ("Half true", Verdict.CONSISTENT, "factcheck_partly"),
        ("Unproven", Verdict.SILENT, "factcheck_partly"),
        ("Satire", Verdict.SILENT, "factcheck_similar"),
    ],
)
def test_a_check_of_the_same_claim_speaks_in_its_own_words(
    tmp_path: Path, words: str, verdict: Verdict, rule: str
) -> None:
    """The verdict in the reviewer's words, both claims side by side, the limitation, and a rule that has a weight."""
    (found,) = _answers(tmp_path, _asked(), _record("Northern troops captured forty (40) houses in Lindenau", words))
    assert (found.verdict, found.rule) == (verdict, rule)
    assert f"“{words}”" in found.detail
    assert _CLAIM in found.detail
    assert "testimony" in found.limitation
    assert found.at == "https://check.example/1"
    prior_weights().weight(found.rule)


@pytest.mark.parametrize(
    "claim",
    [
        "Northern troops captured 40 houses in Buchau on Monday",
        "Northern troops captured 75 houses in Lindenau on Monday",
        "Northern troops never captured 40 houses in Lindenau on Monday",
        "Southern troops captured 40 houses in Lindenau on Monday",
    ],
)
def test_another_place_figure_side_or_a_denial_is_only_alike(tmp_path: Path, claim: str) -> None:
    """Nearly the same words must not make it the same claim, whichever side it is told of."""
    for theirs, ours in ((claim, _CLAIM), (_CLAIM, claim)):
        (found,) = _answers(tmp_path, _asked(ours), _record(theirs))
        assert (found.verdict, found.rule) == (Verdict.SILENT, "factcheck_similar")
        assert "may be another claim" in found.detail


def test_a_check_from_before_the_day_is_of_another_claim(tmp_path: Path) -> None:
    """What was published before it happened cannot be of it."""
    (found,) = _answers(tmp_path, _asked(since=date(2031, 6, 1)), _record())
    assert found.verdict is Verdict.SILENT
    assert "before 2031-06-01" in found.detail


def test_a_shared_word_alone_is_not_told(tmp_path: Path) -> None:
    """Word overlap without rare terms or figures is no match at all."""
    assert not _answers(tmp_path, _asked(), _record("A minister bought several houses abroad for himself and friends"))


def test_terms_that_are_the_same_across_languages_find_a_check_in_another(tmp_path: Path) -> None:
    """A function of terms may be given, and then languages meet."""
    words = {"войска": "troop", "захватили": "captur", "домов": "hous", "линденау": "lindenau", "северные": "northern"}

    def terms(text: str, language: str) -> list[str]:
        return (
            [words.get(term, term) for term in text.lower().split()] if language == "ru" else stems_of(text, language)
        )

    index = Index([("Северные войска захватили 40 домов Линденау", "", "ru")], terms)
    assert [number for number, _ in index.best(_CLAIM, "en")] == [0]
    assert not Index([("Северные войска захватили дома Линденау", "", "ru")]).best("Troops in Lindenau", "en")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_held_against_each_other(ours: str, theirs: str) -> None:
    """Shares lie between 0 and 1, and swapping the two swaps them."""
    index = Index([(theirs, "", "en"), ("something else", "", "en")])
    found, back = (alike(index, (a, "en"), (b, "en")) for a, b in ((ours, theirs), (theirs, ours)))
    assert 0 <= found.of_theirs <= 1.000001
    assert (found.of_theirs, found.rare) == (back.of_ours, back.rare)
    index.best(ours, "en")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever a file holds, it becomes fact-checks or skips."""
    folder = tmp_path_factory.mktemp("bytes")
    for suffix in ("html", "json", "jsonl", "rss"):
        (folder / f"x.{suffix}").write_bytes(data)
    _read(folder)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "claimReviewed", "reviewRating", "author", "name", "url", "@graph", "ratingValue"]
                ),
                inner | st.just("ClaimReview"),
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_any_shape_of_record_is_read_without_a_crash(tmp_path_factory: pytest.TempPathFactory, told: object) -> None:
    """Fields may be missing, lists, objects, or of the wrong kind."""
    path = tmp_path_factory.mktemp("shape") / "x.json"
    path.write_text(json.dumps(told), "utf-8")
    _read(path)
