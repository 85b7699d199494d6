"""What GUM's brackets tell of who and what is mentioned, on trees written for these tests."""

from pathlib import Path

import pytest
from train.entities import ENTITY_TYPES, GUM_TEST, entity_sentences, is_test, layer, mentions
from train.trees import GUM_GENRES

from firsthand.model import Span

NESTED = """\
# newdoc id = GUM_news_weir
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# text = On Friday the mayor of Orsk's crew paid $ 40 to the wealthy, and they saw 12 of the divers there.
1	On	on	ADP	IN	_	2	case	_	_
2	Friday	Friday	PROPN	NNP	Number=Sing	8	obl	_	Entity=(1-time-new-n-cf1-1-sgl)
3	the	the	DET	DT	_	4	det	_	Entity=(2-person-new-n-cf2-6-sgl(3-person-new-n-cf2-2-sgl
4	mayor	mayor	NOUN	NN	Number=Sing	7	nmod:poss	_	_
5	of	of	ADP	IN	_	6	case	_	_
6-7	Orsk's	_	_	_	_	_	_	_	_
6	Orsk	Orsk	PROPN	NNP	Number=Sing	4	nmod	_	Entity=(4-place-acc:com-n-cf3-1-coref-Orsk
7	's	's	PART	POS	_	4	case	_	Entity=4)3)
8	crew	crew	NOUN	NN	Number=Sing	9	nsubj	_	Entity=2)
9	paid	pay	VERB	VBD	_	0	root	_	_
10	$	$	SYM	$	_	9	obj	_	Entity=(5-abstract-new-n-cf4-1-sgl
11	40	40	NUM	CD	NumForm=Digit|NumType=Card	10	nummod	_	Entity=5)
12	to	to	ADP	IN	_	14	case	_	_
13	the	the	DET	DT	_	14	det	_	Entity=(6-person-new-n-cf5-2-coref
14	wealthy	wealthy	ADJ	JJ	Degree=Pos	9	obl	_	Entity=6)|SpaceAfter=No
15	,	,	PUNCT	,	_	18	punct	_	_
16	and	and	CCONJ	CC	_	18	cc	_	_
17	they	they	PRON	PRP	Number=Plur	18	nsubj	_	Entity=(6-person-giv:act-n-cf1-1-ana)
18	saw	see	VERB	VBD	_	9	conj	_	_
19	12	12	NUM	CD	NumForm=Digit|NumType=Card	18	obj	_	Entity=(7-person-new-n-cf2-1-sgl
20	of	of	ADP	IN	_	22	case	_	_
21	the	the	DET	DT	_	22	det	_	Entity=(8-person-new-n-cf3-2-sgl
22	divers	diver	NOUN	NNS	Number=Plur	19	nmod	_	Entity=7)8)
23	there	there	ADV	RB	_	18	advmod	_	Entity=(9-place-giv:act-n-cf4-1-coref)|SpaceAfter=No
24	.	.	PUNCT	.	_	9	punct	_	_

"""

MIXED = """\
# text = Ada Voss and Ilya Dorn left the Harbour Union [7], 12 kilometres away, for one hour.
1	Ada	Ada	PROPN	NNP	_	6	nsubj	_	Entity=(1-person-new-n-1-1,2,4,5-sgl(2-person-new-n-2-1,2-sgl-Ada_Voss
2	Voss	Voss	PROPN	NNP	Number=Sing	1	flat	_	Entity=2)
3	and	and	CCONJ	CC	_	4	cc	_	_
4	Ilya	Ilya	PROPN	NNP	Number=Sing	1	conj	_	Entity=(3-person-new-n-cf3-1,2-sgl
5	Dorn	Dorn	PROPN	NNP	Number=Sing	4	flat	_	Entity=3)1)
6	left	leave	VERB	VBD	_	0	root	_	_
7	the	the	DET	DT	_	9	det	_	Entity=(4-organization-new-n-cf4-2,3-sgl
8	Harbour	Harbour	PROPN	NNP	Number=Sing	9	compound	_	_
9	Union	Union	PROPN	NNP	Number=Sing	6	obj	_	Entity=4)
10	[	[	PUNCT	-LRB-	_	11	punct	_	SpaceAfter=No
11	7	7	NUM	CD	NumForm=Digit|NumType=Card	9	dep	_	Entity=(5-abstract-new-n-cf5-1-sgl)|SpaceAfter=No
12	]	]	PUNCT	-RRB-	_	11	punct	_	SpaceAfter=No
13	,	,	PUNCT	,	_	15	punct	_	_
14	12	12	NUM	CD	NumForm=Digit|NumType=Card	15	nummod	_	Entity=(6-abstract-new-n-cf6-2-sgl
15	kilometres	kilometre	NOUN	NNS	Number=Plur	16	obl	_	Entity=6)
16	away	away	ADV	RB	_	6	advmod	_	SpaceAfter=No
17	,	,	PUNCT	,	_	6	punct	_	_
18	for	for	ADP	IN	_	20	case	_	_
19	one	one	NUM	CD	NumForm=Word|NumType=Card	20	nummod	_	Entity=(7-time-new-n-cf7-2-sgl
20	hour	hour	NOUN	NN	Number=Sing	6	obl	_	Entity=7)|SpaceAfter=No
21	.	.	PUNCT	.	_	6	punct	_	_

"""


@pytest.fixture
def weir(tmp_path: Path) -> Path:
    path = tmp_path / "GUM_news_weir.conllu"
    path.write_text(NESTED + MIXED, encoding="utf-8")
    return path


def test_types_spans_and_layers(weir: Path) -> None:
    """Each type is a layer of its outermost mentions; a town inside a group stays; pronouns and 's go."""
    (text, found), _ = entity_sentences(weir)
    assert [(kind, span.of(text)) for kind, span in found] == [
        ("time", "Friday"),
        ("group", "the mayor of Orsk's crew"),
        ("person", "the mayor of Orsk"),
        ("place", "Orsk"),
        ("quantity", "$ 40"),
        ("group", "the wealthy"),
        ("group", "12 of the divers"),
    ]


def test_names_joined_are_a_group_and_a_footnote_is_no_quantity(weir: Path) -> None:
    """Two names are a group, with each a person; a unit with a figure is a quantity, a number in brackets is none."""
    _, (text, found) = entity_sentences(weir)
    assert [(kind, span.of(text)) for kind, span in found] == [
        ("group", "Ada Voss and Ilya Dorn"),
        ("person", "Ada Voss"),
        ("person", "Ilya Dorn"),
        ("organisation", "the Harbour Union"),
        ("quantity", "12 kilometres"),
        ("time", "one hour"),
    ]


def test_mentions_keep_what_the_set_says(weir: Path) -> None:
    """Crossing brackets, information status, core words, link and identity are read, pronouns too."""
    (text, found), _ = mentions(weir)
    orsk = next(m for m in found if m.group == "4")
    assert (orsk.span.of(text), orsk.information, orsk.link, orsk.identity) == ("Orsk", "acc:com", "coref", "Orsk")
    assert [w.form for w in orsk.core] == ["Orsk"]
    crossing = {m.group: m.span.of(text) for m in found}
    assert (crossing["7"], crossing["8"], crossing["9"]) == ("12 of the divers", "the divers", "there")
    assert [m.span.of(text) for m in found if m.group == "6"] == ["the wealthy", "they"]


def test_one_layer_never_overlaps() -> None:
    """Of two mentions of a type that cross, the one that begins first stays; another type is not in its way."""
    crossing = [("group", Span(4, 20)), ("group", Span(0, 9)), ("place", Span(4, 9)), ("group", Span(9, 12))]
    assert layer(crossing) == (("group", Span(0, 9)), ("place", Span(4, 9)), ("group", Span(9, 12)))


def test_the_test_documents_are_of_the_clean_genres() -> None:
    """Two of each genre; the name decides, so that no sentence of theirs is trained on."""
    genres = sorted(name.split("_")[1] for name in GUM_TEST)
    assert genres == sorted([*GUM_GENRES, *GUM_GENRES])
    assert is_test("GUM_news_nasa")
    assert not is_test("GUM_news_weir")
    assert len(set(ENTITY_TYPES)) == 6
