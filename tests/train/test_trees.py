"""What dependency trees tell of who said what."""

from pathlib import Path

from train.trees import tree_paragraphs

TREE = """\
# text = The mayor said that the bridge had closed.
1	The	the	DET	_	_	2	det	_	_
2	mayor	mayor	NOUN	_	_	3	nsubj	_	_
3	said	say	VERB	_	_	0	root	_	_
4	that	that	SCONJ	_	_	8	mark	_	_
5	the	the	DET	_	_	6	det	_	_
6	bridge	bridge	NOUN	_	_	8	nsubj	_	_
7	had	have	AUX	_	_	8	aux	_	_
8	closed	close	VERB	_	_	3	ccomp	_	SpaceAfter=No
9	.	.	PUNCT	_	_	3	punct	_	_

"""


def test_a_verb_with_subject_and_clause_is_an_attribution(tmp_path: Path) -> None:
    """Subject, verb and clause become source, cue and content, without the full stop."""
    path = tmp_path / "one.conllu"
    path.write_text(TREE, encoding="utf-8")
    (paragraph,) = tree_paragraphs(path, "test")
    (found,) = paragraph.attributions
    parts = [[span.of(paragraph.text) for span in spans] for spans in (found.source, found.cue, found.content)]
    assert parts == [["The mayor"], ["said"], ["that the bridge had closed"]]
