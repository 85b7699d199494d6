"""The page of a claim: what it shows, what is decided on it, what a person writes for themselves, and hostile words."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.once import made_once
from tests.show.claims_made import account, derived, paper
from tests.show.conftest import HOSTILE
from tests.show.desk.pages.desks import AtDesk, at_desk, claim_titled, made_board, read_again, text_of
from tests.store.desk.conftest import HOST
from tests.told_case import OTHER_DAY, POST, TRANSLATION, make_told_case

from firsthand.assessments import Weight
from firsthand.claims import Drift, Spot, Told
from firsthand.errors import InputError
from firsthand.kinds import DerivationKind, DriftKind, Role
from firsthand.model import Span
from firsthand.show.desk.claim.places import place_of, place_words
from firsthand.show.desk.claim.weighed import WIDE, waterfall_of
from firsthand.store import Case, verify
from firsthand.store.board import BoardRow
from firsthand.store.decisions import decisions
from firsthand.store.desk.notes import NoteOn, notes, write
from firsthand.store.desk.people import add_person
from firsthand.store.verdicts import verdicts

HOUSES = "звільнили 14 будинків"


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case with its board, made once."""

    told = made_once(tmp_path_factory, "told", make_told_case)

    def make(folder: Path) -> None:
        read_again(Path(shutil.copytree(told / "case", folder / "case")))

    return made_once(tmp_path_factory, "told-board", make) / "case"


@pytest.fixture
def folder(read_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_case, tmp_path / "case"))


@pytest.fixture
def me(folder: Path) -> Iterator[AtDesk]:
    with at_desk(folder) as found:
        yield found


@pytest.fixture
def houses(folder: Path) -> BoardRow:
    """The claim that 14 houses were retaken, which five documents tell."""
    return claim_titled(folder, HOUSES)


# ---------------------------------------------------------------- to see


def test_the_head_says_what_is_known(me: AtDesk, houses: BoardRow) -> None:
    """Title in its language, documents and origins, who denies it, likelihood with its range, both reasons of the
    Admiralty code, and that nobody has concluded anything."""
    page = me.get(f"/claims/{houses.id}")
    words = text_of(page)
    assert f'<h1 id="claim-title" lang="{houses.language}" dir="auto">{houses.title}</h1>' in page
    assert f"{houses.documents} → " in words
    assert f"{round(100 * houses.low)} to {round(100 * houses.high)} %" in words
    assert re.search(r"denied by [^<]*Минобороны России", words)
    assert f"Source {houses.admiralty[0]}" in words
    assert f"Information {houses.admiralty[1]}" in words
    assert "Nobody has concluded anything yet." in words
    assert me.deeds()[0] == ("saw", f"claim {houses.id}")


def test_the_graph_can_be_walked_by_keyboard(me: AtDesk, houses: BoardRow) -> None:
    """Every document in the picture is a link with a name, which leads to the document; every change on the way is one
    to where both texts stand."""
    page = me.get(f"/claims/{houses.id}")
    links = re.findall(r'<a [^>]*class="(?:dot|mark)[^>]*><title>[^<]+', page)
    assert len(links) >= houses.documents
    assert all('href="' in link for link in links)
    assert f'href="/document?{urlencode({"key": POST})}"' in page.replace("&amp;", "&")
    for anchor in re.findall(r'class="mark" href="#([^"]+)"', page):
        assert f'<section class="edge" id="{anchor}"' in page


def test_drift_stands_side_by_side(read_case: Path, tmp_path: Path) -> None:
    """Both texts of a change are there with what differs marked; the graph and the tree lead to it, and each text leads
    to its document."""
    papers = [
        paper("https://t.me/port/7", "Two bridges over the Danube were hit."),
        paper("https://globe.example/bridges", "Five bridges over the Danube were hit.", hours=3),
    ]
    first, later = papers[0].key, papers[1].key
    change = Drift(DriftKind.QUANTITY, Spot(first, Span(0, 36)), Spot(later, Span(0, 37)), "2 → 5")
    made = account(papers, [derived(later, first, DerivationKind.REWRITE)], drift=[change])
    with at_desk(made_board(read_case, tmp_path / "case", (made, {one.key: one for one in papers}))) as me:
        page = me.get("/claims/c0ffee01")
    edge = re.search(r'<section class="edge" id="drift-1".*?</section>', page, re.DOTALL)
    assert edge is not None
    assert "<b>quantity</b>: <bdi>2 → 5</bdi>" in edge[0]
    assert re.findall(r"<mark>([^<]*)</mark>", edge[0]) == ["Two", "Five"]
    assert edge[0].count('href="/document?key=') == 2
    assert 'class="mark" href="#drift-1"' in page
    assert '<a href="#drift-1">changed: quantity</a>' in page


def test_statements_lead_to_their_documents(me: AtDesk, houses: BoardRow) -> None:
    """Each telling stands in its own words and language, and leads to its place in the document."""
    page = me.get(f"/claims/{houses.id}")
    assert re.search(r'<a class="number" href="/document\?key=[^"]+&amp;at=\d+-\d+#statement"', page)
    assert re.search(r'<q lang="ru" dir="auto">украинские войска заняли 14 домов', page)
    assert re.search(r'<q lang="en" dir="auto">[^<]*14 houses in Kupiansk', page)


def test_the_waterfall_ends_where_the_likelihood_is(me: AtDesk, houses: BoardRow) -> None:
    """The last step says the same as the head: the picture is of the reasons that led there."""
    page = me.get(f"/claims/{houses.id}")
    steps = re.findall(
        r'<tr class="speaks-(?:for|against|neither)">.*?<td class="figure">(\d+)%</td></tr>', page, re.DOTALL
    )
    assert steps[-1] == f"{houses.likely:.0%}".rstrip("%")


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 4), st.floats(0, 4)), min_size=1, max_size=12))
def test_a_waterfall_stays_in_its_picture(reasons: list[tuple[float, float, float]]) -> None:
    """However large a reason is, its bar and its reach are drawn within the picture, and each begins where the one
    before it ended."""
    drawn = waterfall_of([Weight("r", "says", bits, bits - down, bits + up) for bits, down, up in reasons])
    for step in drawn.steps:
        places = [float(each) for each in (step.start, step.end, step.least, step.most, drawn.even)]
        assert all(0 <= each <= WIDE for each in places)
        assert float(step.least) - 0.02 <= float(step.end) <= float(step.most) + 0.02
    assert all(before.end == after.start for before, after in zip(drawn.steps, drawn.steps[1:], strict=False))


def test_a_beginning_leads_to_the_whole_id(me: AtDesk, houses: BoardRow) -> None:
    """A short id as it stands on the board is enough; what was asked for goes along."""
    answer = me.browser.get(f"/claims/{houses.short}?copies=open")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/claims/{houses.id}?copies=open")


@pytest.mark.parametrize("name", ["ffffffffffffffff", "%00", "..%2F..", "%F0%9F%94%A5", "'; drop table claims", "%"])
def test_no_such_claim(me: AtDesk, name: str) -> None:
    """What is no claim is not found, whatever it is made of, and says so."""
    for path in (f"/claims/{name}", f"/claims/{name}/history", f"/claims/{name}/picture"):
        assert me.browser.get(path).status_code == 404


def test_a_beginning_of_several(me: AtDesk) -> None:
    """Where more than one begins so, they are listed to choose from."""
    ids = set(re.findall(r'href="/claims/([0-9a-f]{16})"', me.get("/")))
    first = next(each[0] for each in ids if sum(other[0] == each[0] for other in ids) > 1)
    page = me.get(f"/claims/{first}", 404)
    assert "Several claims have an id that begins so" in page
    assert len(set(re.findall(r'href="/claims/([0-9a-f]{16})"', page))) > 1


# ---------------------------------------------------------------- to decide


def test_a_verdict_is_kept_with_the_assessment(me: AtDesk, houses: BoardRow) -> None:
    """It stands in the log under the person's name, with what the program made of the claim; the page shows it at once,
    the history whether anything has changed, and it can be taken back."""
    given = {"verdict": "partly true", "reason": "Відео показує лише два будинки."}
    assert me.send(f"/claims/{houses.id}/decide", 303, **given) == f"/claims/{houses.id}#verdict"
    assert me.deeds()[0] == ("decided", f"claim {houses.id}: partly true (decision 1)")
    with Case.open(me.folder) as case:
        (kept,) = verdicts(case)
        assert not list(verify(case))
    assert (kept.claim, kept.conclusion.value, kept.reason) == (houses.id, "partly true", given["reason"])
    assert kept.assessment is not None
    assert len(kept.tellings) == len(re.findall(r'<li id="t-\d+"', me.get(f"/claims/{houses.id}")))
    assert "partly true" in text_of(me.get(f"/claims/{houses.id}")).split("Last verdict")[1][:200]
    history = text_of(me.get(f"/claims/{houses.id}/history"))
    assert "Its assessment is as it was then." in history
    assert "It comes out the same, by the same rules." in history
    back = me.send("/decisions/1/undo", next=f"/claims/{houses.id}#history")
    assert back == f"/claims/{houses.id}#history"
    assert "Nobody has concluded anything yet." in text_of(me.get(f"/claims/{houses.id}"))
    assert "Taken back by" in text_of(me.get(f"/claims/{houses.id}/history"))


@pytest.mark.parametrize(
    ("given_form", "says"),
    [
        ({"verdict": "true", "reason": "  \n "}, "A verdict needs a reason"),
        ({"verdict": "", "reason": "seen"}, "A verdict is one of: true, partly true, false, unproven"),
        ({"verdict": "probably", "reason": "seen"}, "A verdict is one of"),
        ({"verdict": "true", "reason": "seen", "evidence": ["satellite"]}, "no evidence of the name"),
        ({"verdict": "true", "reason": "x" * 10_001}, "at most 10,000 are kept"),
    ],
)
def test_what_is_no_verdict(
    me: AtDesk, houses: BoardRow, given_form: dict[str, str | list[str]], says: str
) -> None:  # fmt: skip
    """It is refused with what to do, and nothing is written."""
    page = me.send(f"/claims/{houses.id}/decide", 400, **given_form)
    assert says in text_of(page)
    with Case.open(me.folder) as case:
        assert not verdicts(case)


def test_a_reader_decides_nothing(folder: Path, houses: BoardRow) -> None:
    """No form is shown to them, and one that they send is refused."""
    with at_desk(folder, Role.READER) as me:
        page = me.get(f"/claims/{houses.id}")
        assert f'action="/claims/{houses.id}' not in page
        me.send(f"/claims/{houses.id}/decide", 403, verdict="true", reason="seen")
        me.send(f"/claims/{houses.id}/same", 403, other=houses.id)
        me.send("/decisions/1/undo", 403)
        assert me.send("/notes", kind="claim", about=houses.id, words="моє", next="/") == "/"
    with Case.open(folder) as case:
        assert not verdicts(case)


def test_without_the_token_of_the_form(me: AtDesk, houses: BoardRow) -> None:
    """A form that another site sends is refused."""
    answer = me.browser.post(f"/claims/{houses.id}/decide", data={"verdict": "true", "reason": "seen"})
    assert answer.status_code == 403
    with Case.open(me.folder) as case:
        assert not verdicts(case)


def test_two_claims_are_made_one(me: AtDesk, houses: BoardRow, folder: Path) -> None:
    """The decision is kept; when the case is read again the two are one, and the address of the one that is gone says
    which it is in now."""
    other = claim_titled(folder, "звільнили 9 будинків")
    assert me.send(f"/claims/{houses.id}/same", other=other.short, reason="Той самий день.").endswith("#links")
    assert "already" in text_of(me.send(f"/claims/{houses.id}/same", 400, other=houses.id))
    me.send(f"/claims/{houses.id}/same", 404, other="ffff")
    read_again(folder)
    with at_desk(folder) as again:
        joined = again.get(f"/claims/{houses.id}")
        assert urlencode({"key": OTHER_DAY}) in joined
        gone = again.get(f"/claims/{other.id}", 404)
        assert "This claim has another id now" in gone
        assert f'href="/claims/{houses.id}"' in gone
        history = text_of(again.get(f"/claims/{houses.id}/history"))
        assert "are of one claim" in history
        assert "Той самий день." in history


def test_a_telling_is_taken_out(me: AtDesk, houses: BoardRow, folder: Path) -> None:
    """The telling that is marked leaves the claim when the case is read again."""
    page = me.get(f"/claims/{houses.id}")
    places = re.findall(r'name="telling" value="([^"]+)"', page)
    marked = next(each for each in places if TRANSLATION in each)
    me.send(f"/claims/{houses.id}/different", telling=[marked], reason="houses of another street")
    with Case.open(folder) as case:
        (made,) = decisions(case)
    assert made.one.document == TRANSLATION
    assert "14 houses" in made.one_words
    read_again(folder)
    with at_desk(folder) as again:
        assert marked not in re.findall(r'name="telling" value="([^"]+)"', again.get(f"/claims/{houses.id}"))


@pytest.mark.parametrize("telling", [[], ["1-2 nowhere"], ["x"], ["5-1 a"], ["1-99999999999999999999 a"]])
def test_no_telling_of_the_claim(me: AtDesk, houses: BoardRow, telling: list[str]) -> None:
    """What is no telling of the claim cannot be taken out of it."""
    me.send(f"/claims/{houses.id}/different", 400, telling=telling)
    with Case.open(me.folder) as case:
        assert not decisions(case)


def test_not_all_tellings_go(me: AtDesk, houses: BoardRow) -> None:
    """Some have to stay: a claim of nothing is none."""
    places = re.findall(r'name="telling" value="([^"]+)"', me.get(f"/claims/{houses.id}"))
    page = me.send(f"/claims/{houses.id}/different", 400, telling=places)
    assert "some have to stay" in page


@given(st.text(min_size=1, max_size=60).filter(str.strip), st.integers(0, 1 << 40), st.integers(1, 1 << 20))
def test_places_come_back(document: str, start: int, length: int) -> None:
    """A telling as a form sends it is the same when it comes back, whatever its document is called."""
    one = Told(document, Span(start, start + length))
    assert place_of(place_words(one)) == one


@given(st.text(max_size=60))
def test_any_words_of_a_form(words: str) -> None:
    """What a form sends is a place, or is refused as what it is: never anything else."""
    try:
        found = place_of(words)
    except InputError:
        return
    assert found.document == words.partition(" ")[2]
    assert found.span


# ---------------------------------------------------------------- for oneself


def test_a_translation_is_kept_for_oneself(me: AtDesk, houses: BoardRow) -> None:
    """Each statement has its place for one; what somebody else wrote there is not seen."""
    page = me.get(f"/claims/{houses.id}?translate=1")
    slot = re.findall(r'name="about" value="([^"]+)"', page)[0]
    words = "Defence forces retook 14 houses\nin Kupiansk <b>today</b>"
    back = me.send("/notes", kind="document", about=slot, words=words, next=f"/claims/{houses.id}#t-1")
    assert back == f"/claims/{houses.id}#t-1"
    shown = me.get(f"/claims/{houses.id}")
    assert "in Kupiansk &lt;b&gt;today&lt;/b&gt;" in shown
    assert me.deeds()[1][0] == "noted"
    assert all("retook" not in about for _, about in me.deeds())
    other = add_person(me.desk, "Taras", Role.ANALYST, None, HOST)
    write(me.desk, other.number, NoteOn.CLAIM, houses.id, "Тарасове: джерело назвало вулицю")
    assert "Тарасове" not in me.get(f"/claims/{houses.id}")
    me.send("/notes", kind="document", about=slot, words="  ", next="/")
    assert "retook" not in "".join(each.words for each in notes(me.desk, 1))


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "person", "about": "x", "words": "y"},
        {"kind": "claim", "about": "", "words": "y"},
        {"kind": "claim", "about": "c1", "words": "y" * 20_001},
    ],
)
def test_no_note(me: AtDesk, form: dict[str, str]) -> None:
    """A note is on something, and no longer than it may be."""
    me.send("/notes", 400, **form)
    assert not notes(me.desk, 1)


def test_after_a_note_nobody_is_sent_away(me: AtDesk, houses: BoardRow) -> None:
    """Where the form leads to is a page of the desk, or the board."""
    assert me.send("/notes", kind="claim", about=houses.id, words="x", next="https://evil.example/") == "/"
    assert me.send("/notes", kind="claim", about=houses.id, words="x", next="//evil.example/") == "/"


# ---------------------------------------------------------------- made by hand


def test_copies_are_folded_and_opened(read_case: Path, tmp_path: Path) -> None:
    """Twelve copies are one mark in the graph, which leads to the graph with each; and one line of the tree, which
    opens."""
    papers = [paper(f"k{i}", hours=i) for i in range(13)]
    made = account(papers, [derived(f"k{i}", "k0") for i in range(1, 13)])
    with at_desk(made_board(read_case, tmp_path / "case", (made, {one.key: one for one in papers}))) as me:
        page = me.get("/claims/c0ffee01")
        assert page.count('class="dot copies"') == 1
        assert "<summary>12 copies</summary>" in page
        assert 'href="/claims/c0ffee01?copies=open#picture"' in page
        opened = me.get("/claims/c0ffee01/picture?copies=open")
        assert opened.count('class="dot taker"') == 12
        assert "<html" not in opened


def test_ten_thousand_tellings(read_case: Path, tmp_path: Path) -> None:
    """The page has the first of them, says how many more there are and where all are, and does not take long."""
    papers = [paper(f"https://site{i}.example/a", hours=i / 50, outlet=f"Site {i % 300}") for i in range(10_000)]
    kinds = (DerivationKind.COPY, DerivationKind.REWRITE)
    how = [derived(each.key, papers[i // 3].key, kinds[i % 2]) for i, each in enumerate(papers) if i]
    changed = [
        Drift(DriftKind.QUANTITY, Spot(papers[0].key, Span(0, 3)), Spot(each.key, Span(0, 3)), "2 → 3")
        for each in papers[1:600]
    ]
    made = account(papers, how, drift=changed)
    with at_desk(made_board(read_case, tmp_path / "case", (made, {one.key: one for one in papers}))) as me:
        me.get("/decisions")
        begun = time.perf_counter()
        page = me.get("/claims/c0ffee01")
        took = time.perf_counter() - begun
        words = text_of(page)
        assert "10,000 → 1" in words
        assert "10,000 documents → 1 origin" in words
        assert len(re.findall(r'<li id="t-\d+"', page)) == 400
        assert "9,600 tellings" in words
        assert "199 changes on the way" in words
        assert 'href="/api/v1/claims/c0ffee01"' in page
        assert took < 5, f"it took {took:.2f} s"


def test_hostile_words_do_nothing(read_case: Path, tmp_path: Path) -> None:
    """Whatever stands in titles, names, addresses and texts, it is shown as the text that it is."""
    papers = [paper(f"{HOSTILE}{i}", HOSTILE, hours=i, outlet=HOSTILE) for i in range(4)]
    spots = [Spot(each.key, Span(0, 12)) for each in papers]
    made = replace(
        account(
            papers,
            [derived(each.key, papers[0].key, DerivationKind.QUOTE) for each in papers[1:]],
            drift=[Drift(DriftKind.VOICE, spots[0], spots[1], HOSTILE)],
            denied_by=[HOSTILE],
            place=(HOSTILE, 1),
        ),
        title=HOSTILE,
        language='x" onload="alert(1)',
        said_by=(HOSTILE,),
    )
    with at_desk(made_board(read_case, tmp_path / "case", (made, {one.key: one for one in papers}))) as me:
        for path in ("/claims/c0ffee01", "/claims/c0ffee01/picture", "/claims/c0ffee01/history"):
            parser = _Harm()
            parser.feed(me.get(path))
            assert parser.found == []
        assert "&lt;script&gt;alert(1)" in me.get("/claims/c0ffee01")


class _Harm(HTMLParser):
    """Finds what would run: scripts, frames, handlers, and addresses that are none of the desk's own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "object", "embed", "img", "style") or (tag == "script" and "src" not in given):
            self.found.append((tag, None))
        for name, value in attrs:
            inside = (value or "").startswith(("/", "#")) and not (value or "").startswith("//")
            if name.startswith("on") or name == "style" or (name in ("href", "src", "action") and value and not inside):
                self.found.append((name, value))
