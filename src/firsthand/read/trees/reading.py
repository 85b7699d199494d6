"""A document read over trees: what the assembly asks of a language, answered by rules and its words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Attribution, Document, Mode, Reason, Skip, Span, Voice, VoiceKind
from firsthand.read.reading import OwnWords, SpanFinder
from firsthand.read.spans import hull_of
from firsthand.read.trees import clauses, modes
from firsthand.read.trees.cues import negated
from firsthand.read.trees.grammar import find_attributions
from firsthand.read.trees.headings import main_nodes
from firsthand.read.trees.lexicon import Cue, Lexicon
from firsthand.read.trees.nodes import Node, Tree
from firsthand.read.trees.parsing import Analyser, trees_of
from firsthand.read.trees.phrases import noun_phrase
from firsthand.read.trees.voices import Cast, phrase_of, voice_like
from firsthand.text import fold, trim

__all__ = ["TreeReading"]

_OPENING = "“\"‘'«„"
_ALWAYS_SPEAK = frozenset(
    ["quotation_then_voice", "according_to", "forwarded_note", "noun_claim", "dash_and_voice", "citing"]
)
_FEW = 4
"""Words. What is a mere noun with what tells which: «своей вины»."""
_BODIES = frozenset([VoiceKind.NAMED_ORGANISATION, VoiceKind.UNNAMED_ORGANISATION])
_JOINING = 15
"""Characters. The longest conjunction with its comma."""
_NEAR = 60
"""Characters before a content in which a mark of distance counts for it."""


class TreeReading:
    """One document, or what of it is in one language."""

    def __init__(self, document: Document, analyser: Analyser, words: Lexicon, finder: SpanFinder | None) -> None:
        self.document = document
        self.text = document.text
        self.words = words
        trees, self.quoted, skips = trees_of(document, analyser, words)
        self.trees = trees
        self.skips: Sequence[Skip] = skips
        self.sentences: Sequence[Span] = [tree.span for tree in trees]
        self.cast = Cast(self.text, words, trees)
        self._finder = finder
        self._hulls: set[Span] = set()
        self._starts = [span.start for span in self.sentences]

    def _tree_at(self, position: int) -> Tree:
        return self.trees[max(0, bisect_right(self._starts, position) - 1)]

    # ------------------------------------------------------------ attributions

    def attributions(self) -> Sequence[Attribution]:
        if not self.trees:
            return ()
        found = self._finder(self.document) if self._finder else find_attributions(self.text, self.trees, self.words)
        spoken = [attribution for attribution in found if self._can_speak(attribution)]
        self._hulls = {hull_of(a) for a in spoken if a.rule != "forwarded_note"}
        return spoken

    def _can_speak(self, attribution: Attribution) -> bool:
        if self._says_nothing(attribution) or self._is_condition(attribution):
            return False
        if attribution.source is None:
            return bool(attribution.contents) and not self._own_word(attribution)
        if attribution.rule in _ALWAYS_SPEAK:
            return True
        if self.words.has("we", fold(attribution.source.of(self.text))):
            return True
        phrase = phrase_of(self._tree_at(attribution.source.start), attribution.source)
        return phrase is not None and voice_like(phrase, self.words)

    def _cue(self, attribution: Attribution) -> tuple[Tree, int] | None:
        if attribution.cue is None:
            return None
        tree = self._tree_at(attribution.cue.start)
        number = tree.index(attribution.cue.start)
        return (tree, number) if number < len(tree.nodes) else None

    def _entry(self, attribution: Attribution) -> Cue | None:
        at = self._cue(attribution)
        return self.words.cues.get(at[0].nodes[at[1]].lemma) if at else None

    def _negated(self, attribution: Attribution) -> bool:
        at = self._cue(attribution)
        return at is not None and negated(at[0], at[1], self.words)

    def _says_nothing(self, attribution: Attribution) -> bool:
        """“Declined to comment”, «не сообщил», «отказался отвечать»: the outlet's word on a silence."""
        at = self._cue(attribution)
        if at is None or not attribution.contents:
            return False
        if self.words.has("silent", at[0].nodes[at[1]].lemma):
            return True
        entry = self._entry(attribution)
        spoken = (entry is None or entry.mode is not Mode.DENIED) and not self._admits_no_fault(attribution)
        return self._negated(attribution) and spoken and attribution.rule != "according_to"

    def _admits_no_fault(self, attribution: Attribution) -> bool:
        """«Вины не признал» denies it; «не признал, что …» is a silence."""
        at = self._cue(attribution)
        if at is None or not self.words.has("admitting", at[0].nodes[at[1]].lemma):
            return False
        said = [node for node in at[0].nodes if any(node.span in content for content in attribution.contents)]
        return len(said) < _FEW and any(self.words.has("faults", node.lemma) for node in said)

    def _own_word(self, attribution: Attribution) -> bool:
        """«Ранее сообщалось о …», «Просим беречь воду»: the outlet on what it wrote, or to its readers."""
        at = self._cue(attribution)
        if at is None:
            return False
        tree, number = at
        earlier = {number - 1, number + 1} & set(range(len(tree.nodes)))
        if self.words.has("impersonal", tree.nodes[number].lemma):
            return any(self.words.has("earlier", tree.nodes[near].word) for near in earlier)
        called = self.words.patterns["calls"].match(" ".join(tree.words(number, number + 4)))
        return (
            called or self.words.patterns["pointers"].match(" ".join(tree.words(number, len(tree.nodes))))
        ) is not None

    def _is_condition(self, attribution: Attribution) -> bool:
        """«Попросил не называть имени»: on what condition a voice spoke, not what it said."""
        cue = attribution.cue
        return cue is not None and any(cue.overlaps(condition) for condition in self._conditions(cue.start))

    def _conditions(self, position: int) -> list[Span]:
        span = self._tree_at(position).span
        matches = self.words.patterns["anonymity"].finditer(fold(span.of(self.text)))
        return [Span(span.start + m.start(), span.start + m.end()) for m in matches]

    # ------------------------------------------------------------ voices

    def voice(self, attribution: Attribution) -> Voice | None:
        if attribution.source is None:
            return self._unnamed(attribution)
        source, tree = attribution.source, self._tree_at(attribution.source.start)
        if self.words.has("we", fold(source.of(self.text))):
            return None
        conditions = self._conditions(source.start)
        condition = min(conditions, key=lambda span: abs(span.start - source.end), default=None)
        voice = self.cast.voice(tree, self._owner(tree, source), condition)
        named = attribution.rule == "forwarded_note" and source.of(self.text)[:1].isupper()
        if voice is not None and named and voice.kind is VoiceKind.UNNAMED_ORGANISATION:
            return replace(voice, kind=VoiceKind.NAMED_ORGANISATION)  # a channel is forwarded by its name
        return voice

    def _unnamed(self, attribution: Attribution) -> Voice | None:
        """«Отмечается, что …», «Жителей просят …» go on with the voice, or body, of the sentence before."""
        at = self._cue(attribution)
        if at is None or at[0].first:
            return None
        node, last = at[0].nodes[at[1]], self.cast.last(at[0].span.start)
        asked = self.words.has("demanding", node.lemma) and node.has("Number=Plur") and last and last.kind in _BODIES
        if not asked and not self.words.has("impersonal", node.lemma):
            return None
        if last is None or last.span is None or at[0].span.start - last.span.end > 3 * _NEAR:
            return None
        return Voice(last.kind, last.text, None, last.refers_to or last.span, last.role, last.affiliation)

    def _owner(self, tree: Tree, source: Span) -> Span:
        """«В сводке Генштаба»: the word is the General Staff's, the summary only its channel."""
        first, last = tree.index(source.start), tree.index(source.end)
        for number in range(first, last):
            node = tree.nodes[number]
            if node.pos in ("NOUN", "PROPN") and not first <= node.head < last:
                channel = self.words.has("documents", node.lemma) or self.words.has("sites", node.lemma)
                if not channel or self.words.has("findings", node.lemma):
                    return source
                owner = next((c for c in tree.of(number, "nmod") if not list(tree.of(c, "case"))), None)
                if owner is None or not first <= owner < last:
                    return source
                span = tree.over(*noun_phrase(tree, owner, self.words))
                phrase = phrase_of(tree, span)
                return span if phrase and voice_like(phrase, self.words) else source
        return source

    def last_voice(self, before: int) -> Voice | None:
        return self.cast.last(before)

    def own_medium(self, attribution: Attribution) -> bool:
        return False

    # ------------------------------------------------------------ contents

    def contents(self, attribution: Attribution) -> list[tuple[Span, ...]]:
        if attribution.rule == "forwarded_note":
            own = (c for c in attribution.contents if c not in self._hulls)
            return [(span,) for content in own if (span := self._trimmed(content))]
        trimmed = tuple(span for content in attribution.contents if (span := self._trimmed(content)))
        return [trimmed] if trimmed else []

    def _trimmed(self, content: Span) -> Span:
        span = trim(self.text, content, " \t\n,;:—–-\u00a0\u200b\ufeff")
        span = clauses.without_stop(self.text, span) if self.text[span.end - 1 : span.end] == "." else span
        return span if any(char.isalnum() for char in span.of(self.text)) else Span(0, 0)

    def mode(self, parts: Sequence[Span], attribution: Attribution | None, own: bool) -> tuple[Mode, Reason]:
        whole = " ".join(part.of(self.text) for part in parts)
        nodes = [self._nodes(part) for part in parts]
        main = [[node for _, node in main_nodes(each, self.words)] or each for each in nodes]
        verbs = tuple(node for nodes in main for node in nodes if node.finite or node.pos == "VERB")
        told = " ".join(node.word for nodes in main for node in nodes)
        judged = " ".join(node.word for nodes in main for node in nodes if attribution or modes.can_judge(node, nodes))
        if attribution is None:
            near = self._just_before(parts[0])
            return modes.mode_of(
                modes.Wording(whole, told, judged, verbs, near, None, None, False, False, own), self.words
            )
        if attribution.mode is not None:
            return attribution.mode, Reason(attribution.rule, f"mode: {attribution.mode.value}")
        at = self._cue(attribution)
        noun = self.words.nouns.get(at[0].nodes[at[1]].lemma) if at and at[0].nodes[at[1]].pos == "NOUN" else None
        noun = None if attribution.rule in ("according_to", "quoted_as_saying") else noun
        entry = None if attribution.rule == "according_to" else self._entry(attribution)
        quoted = self.text[parts[0].start] in _OPENING
        near = attribution.cue.of(self.text) if attribution.cue and attribution.source is None else ""
        near += self._joining(attribution.cue, parts[0])
        wording = modes.Wording(whole, told, judged, verbs, near, entry, noun, self._negated(attribution), quoted, own)
        return modes.mode_of(wording, self.words)

    def _joining(self, cue: Span | None, part: Span) -> str:
        """«…, будто …»: the conjunction between cue and content, which may be a mark of distance."""
        between = Span(cue.end, part.start) if cue and 0 < part.start - cue.end < _JOINING else None
        return between.of(self.text) if between else ""

    def _nodes(self, part: Span) -> list[Node]:
        """The words of a content, those of a quotation too."""
        tree = self._tree_at(part.start)
        return [node for outer in tree.nodes for node in self.quoted.get(outer.span, (outer,)) if node.span in part]

    def _just_before(self, part: Span) -> str:
        """What stands before a content in its own clause."""
        start = max(self._tree_at(part.start).span.start, part.start - _NEAR)
        before = self.text[start : part.start]
        clause = max(before.rstrip(" ,").rfind(mark) for mark in ",;:")
        return before[clause + 1 :]

    def hedge(self, content: Span) -> Span | None:
        start = max(self._tree_at(content.start).span.start, content.start - _NEAR)
        match = self.words.patterns["hedges"].search(fold(self.text[start : content.end]))
        return Span(start + match.start(), start + match.end()) if match else None

    def medium(self, attribution: Attribution) -> Span | None:
        """“In a statement”, «в сводке», «в своём телеграм-канале»: the channel the voice used."""
        at = self._cue(attribution)
        if at is None:
            return None
        tree = at[0]
        for number, node in enumerate(tree.nodes):
            if not self.words.has("media", node.lemma) or any(node.span in content for content in attribution.contents):
                continue
            case = [c for c in tree.of(number, "case") if self.words.has("locatives", tree.nodes[c].word)]
            if case:
                return Span(tree.nodes[min(case[-1] + 1, number)].span.start, node.span.end)
        return None

    def evidence(self, content: Span) -> Span | None:
        return None

    def own_words(self, number: int, taken: list[Span]) -> list[OwnWords]:
        tree = self.trees[number]
        return [OwnWords(clause, clauses.own_words.__name__) for clause in clauses.own_words(tree, taken, self.words)]
