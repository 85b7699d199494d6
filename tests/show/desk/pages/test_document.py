"""The page of a document: all of its text and only its text, whose word it is, its claims, its past, and its bytes."""

from __future__ import annotations

import hashlib
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.show.desk.pages.desks import AtDesk, at_desk, claim_titled, text_of
from tests.show.desk.pages.told_desk import HOSTILE, HOSTILE_TITLE, make_more
from tests.told_case import FORWARD, LIBRARY, POST, REPRINT, REWRITE, TRANSLATION

from firsthand.kinds import Role
from firsthand.show.desk.documents.index import Wanted, index_of
from firsthand.show.desk.pages.document import outside_address
from firsthand.show.desk.rendering import document_path
from firsthand.show.plain import visible
from firsthand.store import Case, sightings
from firsthand.store.board import board_of_case
from firsthand.store.holdings import holdings


@pytest.fixture(scope="module")
def folder(told_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_more(shutil.copytree(told_case, tmp_path_factory.mktemp("document") / "case"))


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[AtDesk]:
    with at_desk(folder) as opened:
        yield opened


def article_of(page: str) -> str:
    """The words of the text on the page, without numbers, flags and notes."""
    article = page[page.index("<article") : page.index("</article>")]
    for unread in (r'<ol class="notes".*?</ol>(?=\s*</div>)', r"<a class=\"(number|flag).*?</a>"):
        article = re.sub(unread, "", article, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", article))


@pytest.mark.parametrize("key", [POST, REPRINT, REWRITE, TRANSLATION, LIBRARY, HOSTILE])
def test_the_text_stands_as_it_was_captured(desk: AtDesk, key: str) -> None:
    """Marking loses, doubles and changes no word, in any of the languages, whatever the text is."""
    with Case.open(desk.folder) as case:
        last = [each.text for each in sightings(case, key) if each.text][-1]
    shown = article_of(desk.get(document_path(key)))
    assert "".join(shown.split()) == "".join(visible(last).split())


def test_a_statement_leads_to_its_claim_and_the_claim_says_how_it_stands(desk: AtDesk) -> None:
    """Beside the statement stand the chain and the claim it belongs to, with status and origins."""
    page = desk.get(document_path(TRANSLATION))
    claim = claim_titled(desk.folder, "14")
    note = page[page.index('id="s1"') : page.index("</li>", page.index('id="s1"'))]
    assert "On the word of" in text_of(note)
    assert f'href="/claims/{claim.id}"' in page
    assert re.search(
        rf'<a href="/claims/{claim.id}"[^>]*>.*?</a> <i>{claim.status} · {claim.word} · \d+ documents', page
    )


def test_characters_that_a_link_is_about_are_found(desk: AtDesk) -> None:
    """The page of a claim links to the words of a telling: they bear the anchor; what is no range is left alone."""
    page = desk.get(f"{document_path(TRANSLATION)}&at=0-7")
    assert page.count('id="statement"') == 1
    assert re.search(r'id="statement"></span><span class="[^"]*meant', page)
    for wrong in ("7-0", "99999-999999", "x", "1-2-3", "-1-4"):
        assert 'id="statement"' not in desk.get(f"{document_path(TRANSLATION)}&at={wrong}")


def test_the_page_is_in_the_language_of_the_desk_and_the_text_in_its_own(desk: AtDesk) -> None:
    """A screen reader speaks each as it is written."""
    page = desk.get(document_path(LIBRARY))
    assert '<html lang="en"' in page
    assert '<article lang="uk"' in page
    assert "Ukrainian" in text_of(page)


def test_what_the_headline_makes_of_it_stands_first(desk: AtDesk) -> None:
    """A headline that says more than its text is called that before the text; one that does not is told to be held."""
    page = desk.get(document_path(REWRITE))
    assert page.index('id="headline-title"') < page.index("<article")
    held = text_of(desk.get(document_path(REPRINT)))
    assert "The headline, held against the text" in held
    assert "It has no headline to be held against its text." in text_of(desk.get(document_path(POST)))


def test_what_was_taken_from_whom(desk: AtDesk) -> None:
    """The reprint comes from the post, and the post's own page tells who took from it, each with a link."""
    later = desk.get(document_path(REPRINT))
    taken = later[later.index('id="taken"') : later.index('id="given"')]
    assert f'href="{document_path(POST)}"'.replace("&", "&amp;") in taken
    first = desk.get(document_path(POST))
    given = first[first.index('id="given"') : first.index('id="voices"')]
    assert document_path(REPRINT) in given
    assert document_path(FORWARD) in given


def test_a_forward_says_of_whom_it_is(desk: AtDesk) -> None:
    """The mark of the channel is told."""
    assert "A forward of Генеральний штаб ЗСУ" in text_of(desk.get(document_path(FORWARD)))


def test_an_edit_is_told_word_by_word(desk: AtDesk) -> None:
    """What went and what came stand beside each other, and what it did to the statements."""
    page = desk.get(document_path(REWRITE))
    versions = page[page.index('id="versions"') : page.index('id="captures"')]
    assert re.search(r"<del>(<[^>]*>[^<]*</span>)40</del><ins>(<[^>]*>[^<]*</span>)14</ins>", versions)
    assert "came" in text_of(versions)


def test_what_is_gone_is_called_gone_and_still_shown(desk: AtDesk) -> None:
    """The post was looked for and is not there: its text stays, with the day on which it was missed."""
    page = text_of(desk.get(document_path(POST)))
    assert "It is gone: it was looked for and not found any more on 4 Mar 2026" in page
    assert "звільнили 14 будинків" in page


def test_bytes_are_handed_out_and_never_shown(desk: AtDesk) -> None:
    """They are the very bytes, as a file, of a kind that no browser renders; the page names their hash and place."""
    with Case.open(desk.folder) as case:
        held = next(holdings(case, 1_000, [HOSTILE]))
    page = desk.get(document_path(HOSTILE))
    assert str(held.sha256) in page
    assert held.record is not None
    assert f"{held.record.segment}, bytes {held.record.offset:,} to" in page
    answer = desk.browser.get(f"/capture/{held.id}")
    assert hashlib.sha256(answer.content).hexdigest() == held.sha256
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    digest = b64encode(bytes.fromhex(str(held.sha256))).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), str(10**30)])
def test_there_is_no_capture_of_that_number(desk: AtDesk, number: str) -> None:
    """Whatever is asked for, it is answered that there is none."""
    assert "There is no capture" in desk.get(f"/capture/{number}", 404)


def test_what_was_seen_to_be_gone_has_no_bytes(desk: AtDesk) -> None:
    """Its sighting has nothing to be downloaded."""
    with Case.open(desk.folder) as case:
        gone = [each for each in holdings(case, 1_000, [POST]) if each.payload is None]
    assert [desk.browser.get(f"/capture/{each.id}").status_code for each in gone] == [404]
    assert f"/capture/{gone[0].id}" not in desk.get(document_path(POST))


def test_nothing_of_a_document_runs(desk: AtDesk) -> None:
    """Title, outlet, text and address of a hostile article are words; its address is no link."""
    for path in (document_path(HOSTILE), "/documents", "/sources"):
        page = desk.get(path)
        assert "<script>alert" not in page
        assert "<svg onload" not in page
        assert "<b onmouseover" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page.lower()
        assert " style=" not in page
    assert visible(HOSTILE_TITLE) in unescape(re.sub(r"<title>.*?</title>", "", desk.get("/documents")))


def test_only_web_addresses_are_links() -> None:
    """What a browser would run, or would read otherwise than it looks, stays text."""
    assert outside_address("https://harbourpost.example/a?b=1#c") == "https://harbourpost.example/a?b=1#c"
    for wrong in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//host/x", "http://[x",
                  "https://a b", "https://a\u202eb", " https://a", "telegram:1/2", "https:harbour", ""):  # fmt: skip
        assert outside_address(wrong) == ""


def test_a_link_away_tells_nothing_of_the_desk(desk: AtDesk) -> None:
    """The other site does not learn where the reader came from."""
    page = desk.get(document_path(TRANSLATION))
    link = re.search(rf'<a href="{re.escape(TRANSLATION)}"([^>]*)>', page)
    assert link is not None
    assert "noreferrer" in link[1]


def test_a_document_that_is_not_there(desk: AtDesk) -> None:
    """It is told, whatever was asked for."""
    for path in ("/document", "/document?key=", "/document?key=%00", "/document?key=https%3A%2F%2Fnowhere.example"):
        assert "There is no document of that key" in desk.get(path, 404)


def test_a_note_is_kept_for_whoever_wrote_it(desk: AtDesk) -> None:
    """It stands on the page when it is loaded again, and the audit tells that there is one, not what it says."""
    words = "Перевірити відео; ask the aid group"
    where = desk.send("/notes", kind="document", about=LIBRARY, words=words, next=document_path(LIBRARY, "note"))
    assert where == document_path(LIBRARY, "note")
    assert words in unescape(desk.get(document_path(LIBRARY)))
    assert ("saw", f"document {LIBRARY}") in desk.deeds()
    assert not [deed for deed in desk.deeds() if words in " ".join(deed)]


def test_a_reader_sees_it_all(folder: Path) -> None:
    """Looking needs no more than to be a reader."""
    with at_desk(folder, Role.READER) as desk:
        desk.get(document_path(TRANSLATION))
        desk.get("/documents")


# ---------------------------------------------------------------- the list


def listed(page: str) -> list[str]:
    """The documents that a page lists, in order."""
    return [unescape(each) for each in re.findall(r'<p class="name"><a href="/document\?key=([^"]*)"', page)]


def test_the_list_has_all_newest_first(desk: AtDesk) -> None:
    """Every document stands once, in the order of time whatever the zone it was given in."""
    page = desk.get("/documents")
    assert len(listed(page)) == len(set(listed(page))) == 9
    assert text_of(page).index("дитячу бібліотеку") < text_of(page).index("Ukraine says it retook 14 houses")


def test_a_post_without_a_title_is_called_by_its_first_words(desk: AtDesk) -> None:
    """Nobody knows a post by its key: the list shows how it begins, and it is found by that."""
    page = desk.get("/documents")
    assert "За добу підрозділи Сил оборони" in text_of(page)
    assert f">{POST}<" not in page
    assert str(document_path(POST)).rpartition("=")[2] in listed(desk.get("/documents?q=підрозділи"))


def test_the_list_is_searched_and_narrowed(desk: AtDesk) -> None:
    """By words of title or outlet as they begin, by source, by language; nothing that is typed is an error."""
    assert len(listed(desk.get("/documents?q=kupians"))) == 2
    assert len(listed(desk.get("/documents?q=harbour"))) == 1
    assert len(listed(desk.get("/documents?q=kupiansk&language=uk"))) == 0
    assert listed(desk.get("/documents?language=ru"))
    assert "No document is like that" in desk.get("/documents?q=zzzz")
    for odd in ('"', "* OR", "%00", "(", "NEAR(", "---", "%F0%9F%8F%9A"):
        desk.get(f"/documents?q={odd}&page=9999999999&source=%00&language=%22")
    part = desk.browser.get("/documents?q=harbour", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert len(listed(part)) == 1


def test_the_index_counts_by_month(folder: Path) -> None:
    """Months in which a source published nothing are there too."""
    board = board_of_case(folder)
    assert board is not None
    index = index_of(board)
    (staff, *_) = [name for name, count in index.most(index.source_names) if count > 1]
    assert sum(count for _, count in index.by_month(staff)) == len(index.find(board, Wanted(source=staff)))
    assert index.by_month("nobody") == []
    board.close()
