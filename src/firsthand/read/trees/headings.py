"""Lines of a post that state nothing: titles, items and rows of lists, and what leads to them; and news without a verb.

A rule looks at a stretch of a sentence that is nobody's word yet. The first that knows it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Node, Tree
from firsthand.text import fold

__all__ = ["HEADINGS", "Stretch", "heads", "main_nodes", "main_predicates", "news_without_verb", "predicate"]

_DASHES = frozenset("—–")
_SIGNED = 6
"""Words and marks. No longer is a name with a call beside it."""


@dataclass(frozen=True)
class Stretch:
    """Nodes start ≤ i < end of a sentence, without the marks at their ends."""

    tree: Tree
    start: int
    end: int
    words: Lexicon

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        return self.tree.nodes[self.start : self.end]

    @cached_property
    def folded(self) -> str:
        return " ".join(node.word for node in self.nodes)

    @cached_property
    def verbless(self) -> bool:
        """Whether no main clause in it has a predicate; what is quoted may have one, a name not."""
        named = [before.pos in ("NOUN", "PROPN", "X") for before in self.nodes[:-1]]
        quoted = [node.pos == "QUOTE" for node in self.nodes]
        if any(q and not name for q, name in zip(quoted, [False, *named], strict=True)):
            return False
        return next(main_predicates(self.tree, self.start, self.end, self.words), None) is None

    @cached_property
    def alone(self) -> bool:
        """Whether it is a whole sentence, and that sentence a whole line."""
        rest = (*self.tree.nodes[: self.start], *self.tree.nodes[self.end :])
        return all(node.mark for node in rest) and self.tree.line.whole(self.tree.text, self.tree.span)

    @property
    def asks(self) -> bool:
        return self.tree.span.of(self.tree.text).rstrip("!»” ").endswith("?")

    @property
    def stopped(self) -> bool:
        return self.tree.span.of(self.tree.text).endswith((".", "!", "…"))

    @property
    def leads(self) -> bool:
        """Whether more of the post follows the line, which opens it."""
        return self.tree.line.opens and not self.tree.line.closes

    @property
    def counts(self) -> bool:
        """«Двое раненых», «ставка до 25%»: a figure beside what is counted in news."""
        if any(node.word.isdigit() and after.word in _DASHES for node, after in pairwise(self.nodes)):
            return True  # «41 — над областью»
        figures = [n for n, node in enumerate(self.nodes) if node.pos == "NUM" or node.word[:1].isdigit()]
        near = [node for at in figures for node in self.nodes[max(0, at - 2) : at + 3]]
        return any(self.words.has("tallies", node.lemma, node.word) for node in near)

    @property
    def dashed(self) -> bool:
        """Whether a dash stands for the verb in it."""
        return any(node.word in _DASHES for node in self.nodes[1:])

    @property
    def depends(self) -> bool:
        """Whether a clause in it has a predicate: «…, который ловит ошибки»."""
        return any(predicate(node, self.words) for node in self.nodes)

    @property
    def rests(self) -> bool:
        """«Зима уже здесь»: an adverb stands for the verb."""
        return any(node.head < 0 and node.pos == "ADV" for node in self.nodes)


def predicate(node: Node, words: Lexicon) -> bool:
    """A finite verb, a short form, or a word that stands for one («нет», «можно»)."""
    return node.finite or words.has("absent", node.word) or (node.pos == "ADJ" and node.has("Variant=Short"))


def main_predicates(tree: Tree, start: int, end: int, words: Lexicon) -> Iterator[int]:
    """The predicates of what no conjunction, relative pronoun or word of question makes depend on something else."""
    main = main_nodes(tree.nodes[start:end], words)
    return (start + number for number, node in main if predicate(node, words))


def main_nodes(nodes: Sequence[Node], words: Lexicon) -> Iterator[tuple[int, Node]]:
    """The nodes, with their numbers, of what depends on nothing else."""
    depends = False
    for number, node in enumerate(nodes):
        if number == 0 or nodes[number - 1].mark:
            depends = _depends(nodes[number:], words)
        if not depends:
            yield number, node


def _depends(nodes: Sequence[Node], words: Lexicon) -> bool:
    """Whether a clause that opens with these words hangs on another: «которая …», «после того как …», «и где …»."""
    skipped = 0
    while skipped < min(3, len(nodes) - 1) and nodes[skipped].pos in ("CCONJ", "PART", "ADP"):
        skipped += 1
    first = nodes[skipped]
    if nodes[0].pos == "ADP" and any(node.pos == "SCONJ" for node in nodes[1:4]):
        return True
    asks = _asks(first, words) or _asks(nodes[0], words)
    return asks or first.pos == "SCONJ" or words.has("relatives", first.lemma)


def _asks(node: Node, words: Lexicon) -> bool:
    asks = words.patterns["questions"].fullmatch
    return asks(node.word) is not None or asks(node.lemma) is not None


# ---------------------------------------------------------------- news without a verb


def news_without_verb(stretch: Stretch) -> bool:
    """«Взрыв в порту», «Это вторая авария», «У города проблемы с водой»: told as fully as by a verb."""
    if stretch.asks or not stretch.verbless or stretch.start > 1:
        return False
    return _happening(stretch) or _being(stretch) or _having(stretch)


def _first_noun(stretch: Stretch) -> int | None:
    """The noun that the stretch opens with, behind adjectives, figures and words of time."""
    for number in range(stretch.start, stretch.end):
        node = stretch.tree.nodes[number]
        if node.pos in ("NOUN", "PROPN", "X") and not stretch.words.has("times", node.word):
            return number
        if node.pos in ("ADP", "VERB", "QUOTE", "PRON"):
            return None
    return None


def _happening(stretch: Stretch) -> bool:
    """A noun of happening with a place or a time behind it, or before it."""
    number = _first_noun(stretch)
    if number is None:
        number = _happening_there(stretch)
    if number is None or not stretch.words.has("happenings", stretch.tree.nodes[number].lemma):
        return False
    around = [node for node in stretch.nodes if node.pos not in ("CCONJ",)]
    return any(
        stretch.words.has("times", node.word) or (node.pos == "ADP" and stretch.words.has("places", node.word))
        for node in around
    )


def _happening_there(stretch: Stretch) -> int | None:
    """«В Харькове снова взрывы», «Над портом дым и пожар»: what happens, behind the place that opens the line."""
    if stretch.nodes[0].pos != "ADP" or not stretch.words.has("places", stretch.nodes[0].word):
        return None
    nouns = (n for n in range(stretch.start + 2, stretch.end) if stretch.tree.nodes[n].pos == "NOUN")
    return next((n for n in nouns if stretch.tree.nodes[n].has("Case=Nom")), None)


def _being(stretch: Stretch) -> bool:
    """«Это первый мост», «Сейчас лучшее время»: what something, or a time, is."""
    nodes = [node for node in stretch.nodes if node.pos not in ("CCONJ", "PART")]
    if len(nodes) < 2 or not (stretch.words.has("this", nodes[0].word) or stretch.words.has("now", nodes[0].word)):
        return False
    told = next((node for node in nodes[1:] if node.pos in ("NOUN", "PROPN", "X", "ADP") or node.mark), None)
    return told is not None and told.pos in ("NOUN", "PROPN", "X") and not told.has("Case=Gen")


def _having(stretch: Stretch) -> bool:
    """«У города проблемы»: who has what."""
    nodes = stretch.nodes
    if len(nodes) < 3 or not stretch.words.has("having", nodes[0].word) or nodes[0].pos != "ADP":
        return False
    nouns = [node for node in nodes[1:6] if node.pos in ("NOUN", "PROPN", "PRON")]
    return len(nouns) > 1 and nouns[0].has("Case=Gen") and not nouns[1].name


# ---------------------------------------------------------------- what states nothing

Heading = Callable[[Stretch], bool]


def question_as_title(stretch: Stretch) -> bool:
    """«Как выбрать резину», «Осень на даче: как укрыть розы», «Почему это важно?»: a line of its own that asks how, why
    or where, and more follows."""
    colon = next((n for n in range(stretch.start, stretch.end) if stretch.tree.nodes[n].word == ":"), stretch.start - 1)
    following = stretch.tree.nodes[colon + 1 : stretch.end]
    asked = next((node for node in following if node.pos not in ("CCONJ", "PART", "ADP", "QUOTE")), None)
    if not stretch.alone or not stretch.verbless or asked is None or not _asks(asked, stretch.words):
        return False
    person = stretch.words.has("relatives", asked.lemma)
    return not stretch.asks or stretch.leads or stretch.tree.line.item or not (person or stretch.tree.line.closes)


def row_of_a_form(stretch: Stretch) -> bool:
    """«Где: Лиманск», «Стаж: от 2 лет»: a label that other lines have too, and a few words."""
    inside = stretch.tree.line.label and stretch.folded.startswith(stretch.tree.line.label)
    return bool(inside) and not stretch.counts and not any(node.finite for node in stretch.nodes)


def item_without_predicate(stretch: Stretch) -> bool:
    """«— Водитель в депо»: an item of a list that has no verb, and counts nothing."""
    silent = stretch.verbless and not stretch.counts and not stretch.rests
    return silent and stretch.tree.line.item and stretch.alone and not (stretch.dashed and stretch.depends)


def title_without_predicate(stretch: Stretch) -> bool:
    """«12 парков для прогулок», «Сборка 4.1 — система учёта»: the first line of a post, without verb and full stop."""
    if not (stretch.leads and stretch.alone and stretch.verbless) or stretch.counts:
        return False
    told = stretch.rests or any(node.head < 0 and node.pos == "ADJ" for node in stretch.nodes)
    return not told and not stretch.stopped and not stretch.asks and not (stretch.dashed and stretch.depends)


def work_by_its_name(stretch: Stretch) -> bool:
    """«История о том, как …», «Подборка книг, которые …»: a line that names what can be read or seen."""
    first = _first_noun(stretch)
    named = first is not None and stretch.words.has("works", stretch.tree.nodes[first].lemma)
    return named and stretch.verbless and stretch.start <= 1


def title_of_a_link(stretch: Stretch) -> bool:
    """A line without a verb right above an address."""
    return stretch.tree.line.address and stretch.alone and stretch.verbless


def lead_in(stretch: Stretch) -> bool:
    """«Вы узнаете:», «Вот места, которые стоит увидеть:»: what the items of a list are needed to make a sentence of."""
    line, text = stretch.tree.line, stretch.tree.text
    if not line.before_item or not text[: line.span.end].rstrip().endswith(":"):
        return False
    if not line.ends_with(text, stretch.tree.span):
        return False
    last = next((node for node in reversed(stretch.nodes) if not node.mark), stretch.nodes[-1])
    return (stretch.verbless and not stretch.rests) or (last.finite and not last.has("Variant=Short"))


def footer(stretch: Stretch) -> bool:
    """«Гавань 18+», «Гавань — подписаться»: the channel's name at the end of a post, with a call or an age."""
    line = stretch.tree.line
    if not line.foot or not (stretch.verbless or len(stretch.nodes) <= _SIGNED):
        return False
    return stretch.words.patterns["footers"].search(fold(line.span.of(stretch.tree.text))) is not None


HEADINGS: tuple[Heading, ...] = (
    question_as_title,
    row_of_a_form,
    item_without_predicate,
    title_without_predicate,
    work_by_its_name,
    title_of_a_link,
    lead_in,
    footer,
)


def heads(stretch: Stretch) -> bool:
    """Whether a stretch is a heading, or part of a list, that states nothing."""
    return not news_without_verb(stretch) and any(rule(stretch) for rule in HEADINGS)
