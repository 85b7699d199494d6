"""English as a `Reading`: what the neutral assembly asks of a language, answered by the English rules."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from firsthand.model import Attribution, Document, Mode, Reason, Skip, Span, Voice, VoiceKind
from firsthand.read.en import modes
from firsthand.read.en.attribution import sayable
from firsthand.read.en.clauses import evidence_clause, own_words, split_content, without_joint, without_when_said
from firsthand.read.en.grammar import find_attributions, tagged_sentences
from firsthand.read.en.kinds import body_like, voice_like, whole_name
from firsthand.read.en.lexicon import Cue, lexicon
from firsthand.read.en.phrases import noun_phrase_after, noun_phrase_before
from firsthand.read.en.tagging import Tagged
from firsthand.read.en.turns import find_guest, find_turns, guest_turns, interview_guest, outside_labels, speaker_label
from firsthand.read.en.voices import Cast
from firsthand.read.reading import OwnWords, SpanFinder
from firsthand.read.spans import hull_of, parts_of, within
from firsthand.text import fold, trim

__all__ = ["English", "EnglishReading", "likeliest_mode"]

_NAMING_ASIDE = re.compile(
    r"(?:\s?[—–(]\s?|, )(?:officially |also |formerly |previously |once |now |better )*(?:known|called|named|spelled) "
)
_IMPERSONAL = re.compile(r"(?:is|are|was|were|been|being) .*(?:ed|n|t|d)|\w+ly")
"""“Is thought”, “was understood”, “allegedly”: hearsay without a voice, unless a rule finds one."""
_NOUN = re.compile(r"(?P<determiner>D?)(?P<words>[NXRg]{1,2})|[DPRCO]")
"""The tags of one or two nouns, with their article, or of one small word."""
_LOOSE = frozenset({Mode.ASSERTED, Mode.HEDGED, Mode.OPINION, Mode.PREDICTED, Mode.ASKED})
"""Modes whose cues also take a bare object: “praised”, “noted”, “wanted”."""
_SOMEBODY = frozenset(VoiceKind) - {VoiceKind.UNNAMED_ORGANISATION}
_ONE_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?=,|$)")
_NAME_SET_OFF = re.compile(r", (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-ZÀ-Þ][^,.;:“”\"\n]{1,50}(?=,)")
_NAMED = frozenset({VoiceKind.NAMED_PERSON, VoiceKind.NAMED_ORGANISATION})
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"'»]*\s+(?=[“\"‘'«„]?[A-ZÀ-Þ])")
_OWN = re.compile(
    r"(?:that )?(?:(?P<person>(?:he|she|his|her)\b)|its |it (?:has|had|will|would|can|could)(?! be) |"
    r"it(?:’s|'s| is| was) (?:not |now |still )?"
    r"(?:aware|able|unable|ready|willing|confident|committed|(?!rain|snow)\w{4,}ing)\b)"
)
_EMPTY = frozenset({"it", "him", "her", "them", "us", "me", "this", "that", "that's", "so"})
_NOBODY = re.compile(r"(?:nobody|no[- ]one|none|nothing|neither)\b", re.IGNORECASE)
_MEANT = frozenset({"it", "this", "that"})
_ANSWERING = frozenset({Mode.DENIED, Mode.CONFIRMED, Mode.DOUBTED, Mode.RETRACTED})
_FIRST_PERSON = frozenset({"i", "we"})
_MOST = 0.75
"""Of a sentence: what another attribution takes up of it, when nothing else is said there."""
_ANSWER = 2
"""Words: so short a sentence of a turn answers, and says nothing alone."""
_TURNS = frozenset({speaker_label.__name__, interview_guest.__name__})
_OPENING_QUOTES = "“\"‘'«„"


@dataclass(frozen=True, slots=True)
class English:
    """The language of the rules in this folder, and of the network beside it."""

    code: str = "en"

    def read(self, document: Document, finder: SpanFinder | None = None) -> EnglishReading:
        return EnglishReading(document, finder or find_attributions)


class EnglishReading:
    """One English document."""

    def __init__(self, document: Document, finder: SpanFinder) -> None:
        paragraphs, skips = tagged_sentences(document)
        self.document = document
        self.text = document.text
        self.words = lexicon()
        self.cast = Cast(self.text, self.words, document.title, document.author or "")
        self.skips: Sequence[Skip] = skips
        self.tagged = [sentence for sentences in paragraphs for sentence in sentences]
        self.sentences: Sequence[Span] = [sentence.span for sentence in self.tagged]
        self._finder = finder
        self._starts = [sentence.start for sentence in self.sentences]
        self._known_conditions: dict[int, list[Span]] = {}
        self._told: list[Span] = []
        self._guest: Span | None = None

    def _sentence_at(self, position: int) -> Tagged:
        return self.tagged[self._number(position)]

    def _number(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    # ------------------------------------------------------------ attributions

    def attributions(self) -> Sequence[Attribution]:
        known = [self._past_heading(self._with_whole_source(a)) for a in self._finder(self.document)]
        turns = find_turns(self.document, self.words)
        if not turns and (guest := find_guest(self.document, [span for span, _ in self.cast.spotted])):
            self._guest, turns = guest, list(guest_turns(self.document, guest))
        if turns:
            known = outside_labels(known, turns, self.text)
        around = _Around([*known, *turns])
        told = [a for a in known if self._can_speak(a) and not self._only_an_attitude(a, around)]
        told = [a for a in told if not self._same_speaker(a, around)]
        self._learn_kinds(told)
        self._told = sorted(hull_of(a) for a in told if a.contents) if turns else []
        return [*told, *turns]

    def _past_heading(self, attribution: Attribution) -> Attribution:
        """“15:41 BREAKING: ”, a dateline: what stands before a sentence proper is no part of what is said in it."""
        contents = tuple(Span(self._first_word(c), c.end) for c in attribution.contents)
        return replace(attribution, contents=contents)

    def _first_word(self, content: Span) -> int:
        number = bisect_left(self._starts, content.start)
        if number == len(self._starts) or self._starts[number] >= content.end:
            return content.start
        before = self.sentences[number - 1].end if number else 0
        return self._starts[number] if before <= content.start else content.start

    def _with_whole_source(self, attribution: Attribution) -> Attribution:
        """“The mayor, who denied it”: the voice is the noun phrase before the pronoun. A name that opens with a verb
        (“Feed the Valley”) is taken whole."""
        source = attribution.source
        if source is None:
            return attribution
        if source.of(self.text) not in ("who", "which", "that"):
            return replace(attribution, source=whole_name(self.text, source, self.words))
        sentence = self._sentence_at(source.start)
        end = sentence.index(source.start)
        end -= int(end > 0 and sentence.items[end - 1].tag == ",")
        found = noun_phrase_before(sentence, end, self.words)
        return replace(attribution, source=sentence.over(*found)) if found else attribution

    def _can_speak(self, attribution: Attribution) -> bool:
        """“The result underlines …” is the outlet's word, not the result's; a quotation always has a voice."""
        if self._says_nothing(attribution) or self._is_fragment(attribution) or self._is_condition(attribution):
            return False
        if attribution.source is None or attribution.rule in (
            "quotation_then_voice",
            "noun_claim",
            "according_to",
        ):
            return True
        return voice_like(self.text, attribution.source, self.words) or self._surely_speaks(attribution)

    def _surely_speaks(self, attribution: Attribution) -> bool:
        """“The beachcomber insisted …”: a noun that no list has, where the trained reader sees somebody behind a verb
        that only somebody can be the subject of."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if attribution.source is None or _NOBODY.match(attribution.source.of(self.text)):
            return False
        return attribution.kind in _SOMEBODY and cue is not None and self.words.has("only_people", cue.lemma)

    def _only_an_attitude(self, attribution: Attribution, around: _Around) -> bool:
        """Where only the network sees an attribution: “is thought to have left” has no voice, what somebody in a
        quotation wants or knows (“I hope …”) belongs to the quotation, and headlines tell deeds (“Paris fines …”),
        but for what they say before who says it (“…, study finds”). “Lowered the bank to ‘hold’” is a deed as well."""
        if attribution.rule != "trained_reader":
            return False
        cue = attribution.cue.of(self.text) if attribution.cue else ""
        impersonal = attribution.source is None or _IMPERSONAL.fullmatch(cue)
        first = attribution.contents[0]
        headline = first in self.document.title and not (attribution.cue and first.end <= attribution.cue.start)
        return bool(impersonal) or headline or modes.tells_a_deed(cue, self.words) or around.holds(attribution)

    def _same_speaker(self, attribution: Attribution, around: _Around) -> bool:
        """“‘I believe it was opened,’ Lind said”: who says “I” is no voice beside the one that is quoted."""
        source = attribution.source
        return source is not None and fold(source.of(self.text)) in _FIRST_PERSON and around.holds(attribution)

    def _is_condition(self, attribution: Attribution) -> bool:
        """“Who did not want to be named” is on what condition a voice spoke, not what it said."""
        if attribution.cue is None or attribution.source is None:
            return False
        return any(attribution.cue in condition for condition in self._conditions(attribution.cue.start))

    def _conditions(self, position: int) -> list[Span]:
        """Where a sentence says on what condition somebody spoke; looked for once per sentence."""
        number = self._number(position)
        if number not in self._known_conditions:
            span = self.sentences[number]
            matches = self.words.phrases["anonymity"].finditer(self.text, span.start, span.end)
            self._known_conditions[number] = [Span(m.start(), m.end()) for m in matches]
        return self._known_conditions[number]

    def _says_nothing(self, attribution: Attribution) -> bool:
        """“Would not say whether”, “declined to comment”, “asked not to be named”, “withdrew its troops”: the outlet's
        word on a silence, or a deed."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if cue is None or attribution.cue is None or not attribution.contents:
            return False
        if cue.lemma in self.words.words["silent"]:
            return True
        content = fold(attribution.contents[0].of(self.text))
        if cue.lemma in self.words.words["taking_away"] and not sayable(content.split(), self.words):
            return True  # troops, an offer
        if (
            cue.lemma in ("ask", "request", "insist")
            and content.startswith(("not to be", "to remain", "to be named", "that "))
            and "name" in content + "named"
        ):
            return content.startswith("not to be")
        return modes.negated(attribution.cue.of(self.text)) and cue.mode in (
            Mode.ASSERTED,
            Mode.CONFIRMED,
            Mode.ASKED,
        )

    def _is_fragment(self, attribution: Attribution) -> bool:
        """“Attacked critics”, “celebrated promotion”: whom or what somebody speaks of, and nothing that is said.

        What is denied, confirmed or blamed may be as short, and headlines leave out their verbs.
        """
        content = next(iter(attribution.contents), None)
        if content is None or len(attribution.contents) > 1 or content in self.document.title:
            return False
        sentence = self._sentence_at(content.start)
        first, last = sentence.index(content.start), sentence.index(content.end)
        last -= int(last > first and sentence.tags[last - 1] == ".")
        noun = _NOUN.fullmatch(sentence.tags, first, last)
        if noun is None:
            return False
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if cue is None:
            return attribution.rule == "trained_reader"
        if cue.mode not in _LOOSE or cue.lemma in self.words.words["blaming"]:
            return False
        heads = sentence.words(first, last)[-1:]
        somebody = any(
            self.words.has(kind, head) for kind in ("persons", "persons_plural", "peoples") for head in heads
        )
        bare = not noun["determiner"] and (cue.mode is Mode.OPINION or not cue.strong)
        return somebody or bare or "N" not in (noun["words"] or "")

    # ------------------------------------------------------------ voices

    def voice(self, attribution: Attribution) -> Voice | None:
        if attribution.source is None:
            answers = attribution.rule == interview_guest.__name__ and attribution.kind is not None
            return self.cast.guest(self._guest) if self._guest and answers else None
        if attribution.rule == "noun_claim" and not voice_like(self.text, attribution.source, self.words):
            return None
        condition = self._condition(attribution)
        likely = self._likely_kind(attribution)
        source = attribution.source
        voice = self.cast.voice(source, condition, likely)
        subject = (voice.refers_to is None and self._subject_before(attribution)) or self._body_before(source, voice)
        if attribution.contents and subject:
            self.cast.voice(subject)
            voice = self.cast.voice(source, condition, likely)
        return voice

    def _likely_kind(self, attribution: Attribution) -> VoiceKind | None:
        """“Okafor said he was happy”, “Orbis said it had grown”: a pronoun that opens the content goes back to the
        voice, and tells more than the trained reader, which is not asked of initials, nor whether a name is one."""
        if attribution.rule == speaker_label.__name__:
            return attribution.kind
        source, content = attribution.source, next(iter(attribution.contents), None)
        if source and content and (kind := self._by_own_pronoun(source, content)):
            return kind
        name = _ONE_NAME.match(source.of(self.text)) if source else None
        lone = name is not None and not self.words.has("pronouns", fold(name.group()))
        certain = name and lone and (name.group().isupper() or attribution.kind not in _NAMED)
        return None if certain else attribution.kind

    def _learn_kinds(self, told: Sequence[Attribution]) -> None:
        """“Orbis said it had grown” tells what Orbis is, also where it is named before."""
        for attribution in told:
            source, content = attribution.source, next(iter(attribution.contents), None)
            if source and content and (kind := self._by_own_pronoun(source, content)):
                self.cast.learn(source, kind)

    def _by_own_pronoun(self, source: Span, content: Span) -> VoiceKind | None:
        own = _OWN.match(content.of(self.text)) if source.end <= content.start else None
        if own is None:
            return None
        return VoiceKind.NAMED_PERSON if own["person"] else VoiceKind.NAMED_ORGANISATION

    def last_voice(self, before: int) -> Voice | None:
        return self.cast.last(before)

    def _subject_before(self, attribution: Attribution) -> Span | None:
        """“The Commission has fined two firms, it said”: whom a pronoun means where nothing before tells."""
        source, content = attribution.source, next(iter(attribution.contents), None)
        if (
            source is None
            or content is None
            or fold(source.of(self.text)) not in ("it", "they")
            or content.start > source.start
        ):
            return None
        sentence = self._sentence_at(content.start)
        found = noun_phrase_after(sentence, sentence.index(content.start))
        return sentence.over(*found) if found and "X" in sentence.tags[slice(*found)] else None

    def _body_before(self, source: Span, voice: Voice) -> Span | None:
        """“The carrier, Nordluft, cancelled forty flights. It said …”: “it” is the body that the sentence before is
        about, where none that is heard stands nearer."""
        number = self._number(source.start)
        if number == 0 or fold(source.of(self.text)) != "it":
            return None
        before = self.tagged[number - 1]
        gone = voice.refers_to is not None and voice.refers_to.start >= before.span.start
        if gone or "\n" in self.text[before.span.end : source.start] or before.tags[:1] not in ("D", "N", "X"):
            return None
        found = noun_phrase_after(before, 0)
        body = before.over(*found) if found else None
        if body is None or not body_like(self.text, named := self._with_name(body), self.words):
            return None
        return named

    def _with_name(self, source: Span) -> Span:
        """“The carrier”, and the name set off by commas behind it."""
        name = _NAME_SET_OFF.match(self.text, source.end)
        return Span(source.start, name.end()) if name else source

    def own_medium(self, attribution: Attribution) -> bool:
        """“Rebels said so, according to a post on their channel”: the post is theirs, not one more voice."""
        source = fold(attribution.source.of(self.text)) if attribution.source else ""
        return (
            re.search(r"\b(?:post|statement|message|video|release|letter)\b.*\b(?:its|their|his|her)\b", source)
            is not None
        )

    def _condition(self, attribution: Attribution) -> Span | None:
        """“On condition of anonymity” in the sentence of the voice, nearest to it."""
        assert attribution.source is not None
        source = attribution.source
        found = min(self._conditions(source.start), key=lambda span: abs(span.start - source.end), default=None)
        if found is None:
            return None
        bare = found.of(self.text).removeprefix("who ").removeprefix("and ")
        return Span(found.end - len(bare), found.end)

    # ------------------------------------------------------------ contents

    def contents(self, attribution: Attribution) -> list[tuple[Span, ...]]:
        if attribution.rule in _TURNS:
            return [(span,) for said in attribution.contents for span in self._sentences_in(said)]
        first, *rest = attribution.contents
        heads = split_content(self._sentence_at(first.start), first) if not rest else [first]
        made: list[tuple[Span, ...]] = []
        for number, head in enumerate(heads):
            content = self._trimmed(head, attribution)
            said = fold(content.of(self.text)) if content else ""
            if said and (said not in _EMPTY or (said in _MEANT and self._answers(attribution))):
                made.append((content, *(rest if number == 0 else ())))
        return made

    def _answers(self, attribution: Attribution) -> bool:
        """“Police denied it”: what is meant was said before, and whether it is so matters more than the word."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        return cue is not None and cue.mode in _ANSWERING

    def _sentences_in(self, said: Span) -> Iterator[Span]:
        """The sentences of a turn, each a statement of its own; “No.” stands with the one behind it, and one that only
        tells what another voice said stands there."""
        start = said.start
        for number in range(self._number(said.start), len(self.sentences)):
            sentence = self.sentences[number]
            if sentence.start >= said.end:
                break
            end = min(sentence.end, said.end)
            if end == said.end or len(self.text[start:end].split()) > _ANSWER:
                told = self._told[bisect_left(self._told, Span(start, start)) : bisect_left(self._told, Span(end, end))]
                worded = any(char.isalnum() for char in self.text[start:end])
                if worded and not any(len(hull) >= _MOST * (end - start) for hull in told):
                    yield self._without_stop(trim(self.text, Span(start, end)))
                start = end

    def mode(self, parts: Sequence[Span], attribution: Attribution | None, own: bool) -> tuple[Mode, Reason]:
        whole = " ".join(part.of(self.text) for part in parts)
        if attribution is None:
            return modes.mode_of(modes.Wording(whole, "", None, "", False, own), self.words)
        quoted = self.text[parts[0].start] in _OPENING_QUOTES
        cue_text = attribution.cue.of(self.text) if attribution.cue else ""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        said = _SENTENCE_END.split(whole) if quoted else [whole]
        found = [modes.mode_of(modes.Wording(one, cue_text, cue, cue_text, quoted, own), self.words) for one in said]
        mode, why = _most(found)
        if likelier := likeliest_mode(mode, cue, attribution):
            spans = parts_of(attribution)
            return likelier, Reason(likeliest_mode.__name__, f"the trained reader takes it as {likelier}", spans)
        return mode, why

    def hedge(self, content: Span) -> Span | None:
        match = self.words.phrases["hedges"].search(fold(content.of(self.text)))
        return Span(content.start + match.start(), content.start + match.end()) if match else None

    def evidence(self, content: Span) -> Span | None:
        clauses = evidence_clause(self._sentence_at(content.start), self.words)
        return next((evidence for whole, evidence in clauses if whole.overlaps(content)), None)

    def own_words(self, number: int, taken: list[Span]) -> list[OwnWords]:
        sentence, taken = self.tagged[number], list(taken)
        found = []
        for whole, evidence in evidence_clause(sentence, self.words):
            if not any(whole.overlaps(span) for span in taken):
                found.append(OwnWords((whole,), evidence_clause.__name__, evidence))
                taken.append(whole)
        return found + [OwnWords(clause, own_words.__name__) for clause in own_words(sentence, taken, self.words)]

    def _trimmed(self, content: Span, attribution: Attribution) -> Span:
        """Without "that" and the final stop; for "described X as ‘…’", from the quotation on."""
        cue = modes.cue_of(self.text, attribution.cue, self.words)
        if cue and cue.lemma in self.words.words["characterising"]:
            sentence = self._sentence_at(content.start)
            inside = [i.span for i in sentence.items if i.tag == "Q" and i.span in content]
            if inside:
                stop = self.text.find(",", inside[0].end, content.end)
                closed = self.text[inside[0].end - 2] in ",.!?"
                content = Span(inside[0].start, inside[0].end if closed else stop if stop > 0 else content.end)
        span = trim(self.text, content, " \t\n,;:—–-\u00a0")
        if aside := _NAMING_ASIDE.search(self.text, span.start + 12, span.end):
            span = Span(span.start, aside.start())
        first = self._sentence_at(span.start)
        opening = first.index(span.start)
        if attribution.rule != "according_to" and self._lost_article(first, opening, span, attribution):
            span = Span(first.items[opening - 1].span.start, span.end)
            opening -= 1
        if (
            0 < opening < len(first.items)  # “That is not true, he said” opens with a pronoun
            and first.items[opening].tag == "T"
            and fold(span.of(self.text)).startswith("that ")
        ):
            span = Span(span.start + len("that "), span.end)
        span = self._without_stop(span if len(attribution.contents) > 1 else without_joint(self.text, span))
        after = attribution.cue is not None and attribution.cue.end <= span.start
        return without_when_said(first, span, cue) if after and span.end <= first.span.end else span

    def _lost_article(self, sentence: Tagged, opening: int, span: Span, attribution: Attribution) -> bool:
        """“Withdrew the figure”: the article before a noun belongs to the content, as far as nothing else has it."""
        if not 0 < opening < len(sentence.items) or sentence.tags[opening] not in "NX":
            return False
        before = sentence.items[opening - 1]
        taken = [s for s in parts_of(attribution) if s != span]
        return before.tag == "D" and not any(before.span.overlaps(other) for other in taken)

    def _without_stop(self, span: Span) -> Span:
        stop = span and self.text[span.end - 1] == "." and not _abbreviation(self.text, span.end)
        return Span(span.start, span.end - 1) if stop else span

    def medium(self, attribution: Attribution) -> Span | None:
        """“In a statement”, “on its Telegram channel”: the channel the voice used, looked for outside the content."""
        sentence = self._sentence_at(attribution.contents[0].start)
        best: Span | None = None
        for match in self.words.phrases["media"].finditer(fold(sentence.span.of(self.text))):
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            index = sentence.index(span.start)
            inside = (
                any(span.overlaps(content) for content in attribution.contents) and attribution.rule != "according_to"
            )
            before = sentence.words(max(0, index - 4), index)
            if not inside and any(word in ("in", "on", "via", "by", "over", "through", "at", "to") for word in before):
                best = span
        return best


class _Around:
    """The contents of all attributions, in text order, to ask whether one stands inside another."""

    def __init__(self, known: list[Attribution]) -> None:
        self._outer = sorted(((c.start, c.end, a) for a in known for c in a.contents), key=lambda one: one[:2])
        self._starts = [start for start, _, _ in self._outer]
        self._reach = list(accumulate((end for _, end, _ in self._outer), max))

    def holds(self, attribution: Attribution) -> bool:
        """Whether it lies in a content of another; looks back only as far as a content reaches over it."""
        hull = hull_of(attribution)
        index = bisect_right(self._starts, hull.start) - 1
        while index >= 0 and self._reach[index] >= hull.end:
            other = self._outer[index][2]
            if other is not attribution and within(attribution, other):
                return True
            index -= 1
        return False


def _most(found: list[tuple[Mode, Reason]]) -> tuple[Mode, Reason]:
    """The mode of most sentences of a quotation, of two as frequent the first: “We never did. We will rebuild.”"""
    counts = Counter(mode for mode, _ in found)
    return max(found, key=lambda one: counts[one[0]])


def likeliest_mode(mode: Mode, cue: Cue | None, attribution: Attribution) -> Mode | None:
    """No list knows the cue, and no other word decides: the mode is the one that the trained reader sees."""
    return attribution.mode if cue is None and mode is Mode.ASSERTED else None


def _abbreviation(text: str, end: int) -> bool:
    return end >= 4 and text[end - 3] == "." and text[end - 2].isalpha()
