"""The dossier as a page: what matters first, each document once with its hash, and HTML in which nothing runs."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from tests.show.claims_gold import gold_accounts
from tests.show.claims_made import account, derived, paper
from tests.show.claims_made import told as told_in
from tests.show.export.conftest import claim_of
from tests.show.export.exported import made, unweighed, verdict, written
from tests.told_case import POST, REPRINT
from tinyhtml5.parser import HTMLParser

from firsthand.claims import Account, Paper
from firsthand.kinds import Conclusion
from firsthand.show.export.dossier import write_dossier
from firsthand.show.export.dossier_survey import Group, survey_of
from firsthand.show.export.material import Chosen, Material, material_of
from firsthand.store import Case


def faults(page: bytes) -> list[object]:
    """What a parser that keeps to the standard of HTML finds wrong with the page."""
    parser = HTMLParser()
    parser.parse(page.decode())
    return list(parser.errors)


def tree_of(page: bytes) -> Any:
    """Any, as the types of lxml say of each XPath that it may give a number."""
    return lxml.html.fromstring(page.decode())


def words_of(page: bytes) -> str:
    return " ".join(" ".join(tree_of(page).body.itertext()).split())


@pytest.fixture(scope="module")
def page(told: Material) -> bytes:
    return written(write_dossier, told)


@pytest.fixture(scope="module")
def large() -> tuple[Material, bytes]:
    """The written case: 89 claims in three languages."""
    accounts, papers = gold_accounts()
    of = unweighed(accounts, papers)
    return of, written(write_dossier, of)


def test_a_parser_finds_nothing_wrong(page: bytes, large: tuple[Material, bytes], hostile_material: Material) -> None:
    """Nor with hostile text in every place; and it would: each of these small faults is found."""
    for each in (page, large[1], written(write_dossier, hostile_material)):
        assert faults(each) == []
    for spoilt in (b"</section>", b"</article>", b"</li>\n</ol>", b"</q>"):
        assert spoilt in page
        assert faults(page.replace(spoilt, b"", 1)) != [], spoilt
    assert faults(page.replace(b"<article ", b"<article class='twice' ", 1)) != []


def test_ids_are_there_once_and_links_lead_to_them(page: bytes, large: tuple[Material, bytes]) -> None:
    """From the contents, the index and every D1 to what they name; nothing leads out of the page."""
    for each in (page, large[1]):
        tree = tree_of(each)
        ids = [str(one) for one in tree.xpath("//@id")]
        assert len(ids) == len(set(ids))
        links = {str(one) for one in tree.xpath("//@href")}
        assert links
        assert {one.removeprefix("#") for one in links} <= set(ids)
        assert {one for name in tree.xpath("//@aria-labelledby") for one in str(name).split()} <= set(ids)
        levels = [int(str(one.tag)[1]) for one in tree.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_runs_and_nothing_is_fetched(page: bytes, hostile_material: Material) -> None:
    """No script, no address that a browser would ask, and a policy that lets in the one style by its hash."""
    for each in (page, written(write_dossier, hostile_material)):
        tree = tree_of(each)
        found = {str(one.tag) for one in tree.iter() if isinstance(one.tag, str)}
        assert not found & {"script", "link", "img", "iframe", "object", "form", "base", "embed", "video"}
        assert not tree.xpath("//@src | //@style | //@action")
        assert not [name for one in tree.iter() for name in one.attrib if str(name).startswith("on")]
        (style,) = tree.xpath("//style/text()")
        assert not re.search(r"url\(|@import", str(style))
        digest = b64encode(sha256(str(style).encode()).digest()).decode()
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    text = written(write_dossier, hostile_material).decode()
    assert "<script>alert(1)</script>" in words_of(text.encode())
    assert not set(text) & set("\x1b\x9b\x07\u202e\ud800\u2028")


def test_the_first_page_says_what_it_is(told: Material, page: bytes) -> None:
    """The case, the state of its log, the version, how much there is, how to read it, that copies confirm nothing."""
    text = words_of(page)
    for words in (
        "Kupiansk, December",
        "It is no verdict",
        told.standing.case,
        told.standing.head,
        f"by firsthand {told.version}",
        "Copies are not confirmation",
        "roughly even chance 45 to 55",
        "almost certain 95 to 100",
        "drawn map (control)",
    ):
        assert words in text, words
    assert "It holds a part of the case" not in text
    documents = len({key for claim in told.claims() for key in claim.account.documents})
    assert f"Documents {documents}, published" in text


def test_every_document_stands_once_with_its_hash(told: Material, page: bytes) -> None:
    """What the text calls D1 is the capture with that address, that time and that SHA-256."""
    tree = tree_of(page)
    survey = survey_of(told)
    for seen in told.captures():
        (item,) = tree.xpath(f"//li[@id='d{survey.number(seen.key)}']")
        text = " ".join(item.text_content().split())
        assert seen.address in text
        assert str(seen.sha256) in text
    assert page.count(POST.encode()) == 1
    assert page.count(REPRINT.encode()) == 1


def test_each_claim_is_in_it_once(large: tuple[Material, bytes]) -> None:
    """In full or as a line; those with one document and nothing to stop at are lines."""
    of, page = large
    survey = survey_of(of)
    assert sorted([*survey.in_full, *survey.in_short]) == list(range(of.count))
    tree = tree_of(page)
    assert len(tree.xpath("//article")) == len(survey.in_full) == len(tree.xpath("//ol[@class='entries']/li"))
    assert len(tree.xpath("//table[@class='wide']/tbody/tr")) == len(survey.in_short) > 25
    for claim in of.claims(survey.in_short):
        assert len(claim.account.documents) <= 2
        assert not claim.account.drift
    ids = [str(one) for one in tree.xpath("//article//dt[.='Id']/following-sibling::dd/code/text()")]
    assert ids == [claim.account.claim.id for claim in of.claims(survey.in_full)]


def _many() -> tuple[list[Account], dict[str, Paper]]:
    """Thirty claims: most of one document, one of four copies, one denied, one of two origins."""
    papers = {f"p{n}": paper(f"p{n}", "Two bridges were hit.", n) for n in range(30)}
    accounts = [account([papers[f"p{n}"]], name=f"{n:08x}") for n in range(30)]
    four = [papers[f"p{n}"] for n in range(4)]
    accounts[20] = account(four, [derived(f"p{n}", "p0") for n in (1, 2, 3)], name=f"{20:08x}")
    accounts[21] = account([papers["p21"]], name=f"{21:08x}", denied_by=["the mayor of Izmail"])
    accounts[22] = account([papers["p22"], papers["p5"]], name=f"{22:08x}", at_least=2)
    return accounts, papers


def test_what_matters_comes_first() -> None:
    """Decided, then denied, then of several origins, then often repeated; the rest as lines."""
    accounts, papers = _many()
    concluded = verdict(f"{9:08x}", Conclusion.FALSE, "Олена Гриценко", "Мости цілі.", told_in(papers["p9"]))
    of = made(accounts, papers, {f"{9:08x}": [concluded]})
    survey = survey_of(of)
    assert survey.in_full == [9, 21, 22, 20]
    assert [group for group, _, _ in survey.groups_in_full()] == [
        Group.DECIDED, Group.CONTESTED, Group.INDEPENDENT, Group.REPEATED,
    ]  # fmt: skip
    page = written(write_dossier, of)
    text = words_of(page)
    assert text.index("concluded: false") < text.index("denied by the mayor of Izmail")
    assert "They are repetitions, which confirm nothing." in text
    assert page.decode().count('<article class="claim"') == 4


def test_a_few_claims_are_all_told_in_full() -> None:
    """Who chooses a claim gets all of it, however plain it is; words that several documents share stand once."""
    accounts, papers = _many()
    of = replace(unweighed([accounts[3], accounts[20]], papers), choice="claim 00000003; claim 00000014", whole=30)
    page = written(write_dossier, of)
    text = words_of(page)
    assert page.decode().count('<article class="claim"') == 2
    assert "It holds a part of the case" in text
    assert "claim 00000003; claim 00000014" in text
    (article,) = [each for each in page.decode().split("<article")[1:] if "00000014" in each]
    assert article.count("<q ") == 1
    assert "the same words in" in article


def test_claims_are_chosen_for_it(exported_case: Path) -> None:
    """One claim of a case: what it rests on is listed, the documents of others are not."""
    houses = claim_of(exported_case, POST)
    with Case.open(exported_case) as opened:
        whole = {each.key for each in material_of(opened).captures()}
        of = material_of(opened, Chosen(claims=(houses[:8],)))
        assert of.choice == f"claim {houses[:8]}"
        text = words_of(written(write_dossier, of))
        own = {each.key for each in of.captures()}
    assert own < whole
    assert all(key in text for key in own)
    assert not any(key in text for key in whole - own)


def test_likelihood_and_reasons_of_the_claim_are_those_of_the_case(told: Material, page: bytes) -> None:
    """Status, range, every reason, every piece of evidence with what it cannot show, and the verdict."""
    text = words_of(page)
    counted: Counter[str] = Counter()
    for claim in told.claims():
        assert claim.known is not None
        for words in (
            claim.known.assessment.status_why,
            *(each.says for each in claim.known.reasons),
            *(each.limitation for each in claim.known.facts.evidence),
            *(each.reason for each in claim.known.verdicts),
        ):
            assert " ".join(words.split()) in text, words
            counted[words] += 1
    assert len(counted) > 10
