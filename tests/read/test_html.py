"""Articles out of web pages: words, links, title and time; and pages made to break the parser."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.captures import capture

from firsthand.errors import EmptyInput, InputError
from firsthand.read.document import read_document
from firsthand.read.html import read_html

ADDRESS = "https://courier.example/2025/bridge"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Bridge closed after flood | The Valley Courier</title>
<meta property="og:title" content="Bridge closed after flood | The Valley Courier">
<meta property="og:site_name" content="The Valley Courier">
{head}</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>Bridge closed after flood</h1>
<p>The old bridge was closed on Saturday, the <a href="/council">town council</a> said in
<a href="https://council.example/notice.pdf"><b>a</b> notice</a>, after water rose by two metres.</p>
<p>“We have never seen it so high,” said Marta Klein, the mayor, who spoke outside the school hall.</p>
<h2>Shelters</h2><ul><li>School hall, 40 people</li><li>Church, <i>12</i> people</li></ul>
<blockquote><p>Stay away from the river until Monday, the notice says.</p></blockquote>
<p>About 60 households were told to leave, according to the fire service.</p>
</article><footer>Copyright The Valley Courier. All rights reserved.</footer>
<script>document.write("<p>Subscribe now to read on</p>")</script></body></html>"""
PARAGRAPH = "<p>The council said on Monday that about 60 households had left the <a href='/v'>valley</a>.</p>"


def page(head: str = "") -> str:
    return PAGE.replace("{head}", head)


def test_an_article_is_read_without_what_surrounds_it() -> None:
    """Title first, then paragraphs apart by a blank line; no menu, no foot, no scripts."""
    document = read_document(capture(page(), ADDRESS, media_type="text/html"))
    assert document.title.of(document.text) == "Bridge closed after flood"
    assert document.text.startswith("Bridge closed after flood\n\nThe old bridge was closed on Saturday, the town")
    assert document.text.count("Bridge closed after flood") == 1
    assert "School hall, 40 people\n\nChurch, 12 people\n\nStay away" in document.text
    assert not any(word in document.text for word in ("Sport", "Copyright", "Subscribe"))
    assert (document.outlet, document.language) == ("The Valley Courier", "en")


def test_links_point_at_their_words() -> None:
    """Evidence that is linked must be told from evidence that is only mentioned."""
    document = read_document(capture(page(), ADDRESS))
    assert [(link.span.of(document.text), link.target) for link in document.links] == [
        ("town council", "https://courier.example/council"),
        ("a notice", "https://council.example/notice.pdf"),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<meta property="article:published_time" content="2025-11-22T08:15:00+02:00">',
            datetime(2025, 11, 22, 8, 15, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", '
            '"datePublished": "2025-11-22T06:15:00Z", "dateModified": "2025-11-23T06:15:00Z"}]}</script>',
            datetime(2025, 11, 22, 6, 15, tzinfo=UTC),
        ),
        ('<meta itemprop="datePublished" content="2025-11-22">', date(2025, 11, 22)),
        (
            '<meta name="date" content="2025-11-22"><meta name="pubdate" content="Sat, 22 Nov 2025 08:15:00 +0000">',
            datetime(2025, 11, 22, 8, 15, tzinfo=UTC),
        ),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<script type="application/ld+json">' + "[" * 200_000 + "</script>", None),
        ("", None),
    ],
)
def test_the_published_time_keeps_its_clock_and_zone(head: str, expected: datetime | date | None) -> None:
    """The most precise time the page gives for its publication; none is made up."""
    found = read_html(page(head), ADDRESS).published
    assert found == expected
    assert isinstance(found, datetime) == isinstance(expected, datetime)
    if isinstance(found, datetime) and isinstance(expected, datetime):
        assert found.utcoffset() == expected.utcoffset()


def test_the_author_is_kept() -> None:
    """The byline in the page's metadata."""
    assert read_html(page('<meta name="author" content="Jana Orlik">')).author == "Jana Orlik"


def test_a_very_short_page_is_read() -> None:
    """Two sentences are below what the extractor looks for, and still a report."""
    found = read_html("<html><body><h1>Fire in mill</h1><p>Two people were hurt, police said.</p></body></html>")
    assert (found.title, found.body) == ("Fire in mill", "Two people were hurt, police said.")


@pytest.mark.parametrize(
    "source",
    [
        '<html><body><div id="root"></div><script>render()</script></body></html>',
        "<html><body><nav><a href='/'>Home</a></nav><footer>Copyright</footer></body></html>",
        "<html></html>",
        "<!doctype html>",
    ],
)
def test_a_page_without_an_article_says_so(source: str) -> None:
    """A page that scripts draw gives a hint, not an empty report."""
    with pytest.raises(EmptyInput, match="save the page"):
        read_document(capture(source))


HOSTILE = {
    "100,000 nested divs": "<html><body>" + "<div>" * 100_000 + PARAGRAPH * 3 + "</div>" * 100_000,
    "nested spans": "<html><body><p>" + "<span>" * 100_000 + "The council said so." + "</span>" * 100_000,
    "nested tables": "<html><body>" + "<table><tr><td>" * 30_000 + PARAGRAPH,
    "nested lists": "<html><body>" + "<ul><li>" * 50_000 + PARAGRAPH,
    "nested headings": "<html><body>" + "<h1>" * 300 + "<h2>" * 300 + PARAGRAPH,
    "nested links": "<html><body>" + "<a href=x>" * 100_000 + PARAGRAPH,
    "20,000 scripts": "<html><body>" + '<script>var a = "<p>x</p>";</script>' * 20_000 + PARAGRAPH,
    "open scripts": "<html><body>" + PARAGRAPH + "<script>" * 300_000,
    "open comments": "<html><body>" + PARAGRAPH + "<!--" * 300_000,
    "open tags": "<html><body>" + PARAGRAPH + "<a " * 300_000,
    "lone brackets": "<html><body>" + PARAGRAPH + "<" * 300_000,
    "attributes": "<html><body><p " + "a=1 " * 200_000 + ">" + PARAGRAPH,
    "large picture": f'<html><body><img src="data:image/png;base64,{"A" * 5_000_000}">{PARAGRAPH}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_in_time(name: str) -> None:
    """Depth, scripts and unclosed marks neither crash nor hang, and the report among them is found."""
    begun = time.process_time()
    document = read_document(capture(HOSTILE[name], ADDRESS))
    assert "council said" in document.text
    assert "var a" not in document.text
    assert time.process_time() - begun < 5


def test_a_page_of_ten_megabytes_is_read_whole() -> None:
    """Beyond the size for the extractor every paragraph is taken, which is reported."""
    paragraphs = "".join(
        f"<p>The council counted {number} sandbags on the dyke that day.</p>" for number in range(150_000)
    )
    document = read_document(capture(f"<html><body>{paragraphs}</body></html>", ADDRESS))
    assert "149999 sandbags" in document.text
    assert [skip.record for skip in document.skips] == ["finding the article"]


_TEXT = st.text(alphabet="abc яґ ’“\n\t&", max_size=12)
_INLINE = st.one_of(
    _TEXT,
    _TEXT.map(lambda text: f"<a href='/{len(text)}'>{text}</a>"),
    _TEXT.map(lambda text: f"<b>{text}</b><br>"),
)
_PARAGRAPHS = st.lists(st.lists(_INLINE, max_size=5).map("".join), min_size=1, max_size=5)


@settings(deadline=None)
@given(_PARAGRAPHS)
def test_link_spans_hold_words(paragraphs: list[str]) -> None:
    """Whatever the mark-up, a link covers words of the text, without space at their ends."""
    source = "<html><body><article>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article></body></html>"
    try:
        document = read_document(capture(source, ADDRESS))
    except InputError:
        return
    for link in document.links:
        words = link.span.of(document.text)
        assert words == words.strip() != ""
        assert link.target.startswith("https://courier.example/")
    assert "\n\n\n" not in document.text


CAPTION = "The hill, which the army said was taken on Monday."


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src=a.jpg><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure class=image><a href=a.jpg><img src=a.jpg></a><figcaption>{CAPTION} </figcaption></figure>",
        f"<div class=wp-caption><figure><img src=a.jpg><figcaption><span>{CAPTION}</span></figcaption></figure></div>",
    ],
)
def test_a_caption_is_a_paragraph(figure: str) -> None:
    """Captions tell of events in words that stand nowhere else."""
    source = page().replace("<h2>Shelters", figure + "<h2>Shelters")
    text = read_document(capture(source, ADDRESS)).text
    assert f"school hall.\n\n{CAPTION}\n\nShelters" in text
    assert text.count(CAPTION) == 1


@pytest.mark.parametrize("count", [2, 5, 650])
def test_repeated_paragraphs_all_stay(count: int) -> None:
    """A paragraph that says what another said is still said."""
    body = PARAGRAPH * count + "<p>Nobody was hurt.</p>" + PARAGRAPH
    document = read_document(capture(f"<html><body><article><h1>Flood</h1>{body}</article></body></html>", ADDRESS))
    assert document.text.count("about 60 households had left the valley.") == count + 1
    assert document.text.isascii()
    assert len(document.links) == count + 1
    assert document.skips == ()


def test_a_date_within_a_sentence_stays() -> None:
    """The time element is a word of its sentence."""
    source = page().replace("on Saturday,", "on <time datetime=2025-11-22>22 November</time>,")
    assert "was closed on 22 November, the town" in read_document(capture(source, ADDRESS)).text


@pytest.mark.parametrize("extractor", [True, False])
def test_what_is_left_out_is_counted(extractor: bool) -> None:
    """Menu, side note and foot are left out, and the number of their words is told."""
    aside = "<aside><p>The army denied this on Friday.</p></aside>"
    source = page().replace("<h2>Shelters", aside + "<h2>Shelters")
    if not extractor:
        source = "<html><body><nav>Home Sport</nav><p>Two people were hurt, police said.</p>" + aside
    skips = read_document(capture(source, ADDRESS)).skips
    words = 6 + 2 + (7 if extractor else 0)
    assert [skip.record for skip in skips] == [f"{words} words of the page"]


def test_what_follows_an_open_script_is_told() -> None:
    """A script that never ends hides the rest, as in a browser; that is said."""
    source = f"<html><body>{PARAGRAPH}<script>{PARAGRAPH}"
    assert [skip.reason for skip in read_html(source).skips] == ["after a <script that is never closed"]


MEGABYTES = {
    "open items with words": ("<li>x ", 3_300_000),
    "mixed tags": ("<div><b><i>x</i></b><a href=y>", 650_000),
    "empty comments": ("<!---->", 2_800_000),
    "attributes of one tag": ("<p " + " ".join(f"a{number}" for number in range(2_000_000)), 1),
    "attributes of many tags": ("<p " + " ".join(f"a{number}" for number in range(450)) + ">x", 8_000),
    "no tags": ("It rained. ", 1_800_000),
    "wide characters": ("<p>дощ 🌧</p>", 1_200_000),
}
MEASURE = """
import re, resource, sys, time
from pathlib import Path
sys.path.insert(0, ".")
from tests.read.captures import capture
from firsthand.read.document import read_document
held = capture(Path(sys.argv[1]).read_bytes(), "https://courier.example/a")
begun = time.monotonic()
document = read_document(held)
assert "The council said on Monday" in document.text
status = Path("/proc/self/status")
if status.exists():  # a new process inherits the highest mark of the one that started it, but not this one
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.monotonic() - begun, peak // 1024)
"""


@pytest.mark.parametrize("name", MEGABYTES)
def test_twenty_megabytes_of_anything_are_read_in_bounds(name: str, tmp_path: Path) -> None:
    """Any page within the size limit takes less than 20 s and 600 MB."""
    piece, count = MEGABYTES[name]
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{PARAGRAPH}{piece * count}"[:19_900_000], encoding="utf-8")
    command = [sys.executable, "-c", MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 20
    assert megabytes < 600
