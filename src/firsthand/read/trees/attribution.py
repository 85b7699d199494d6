"""Who says what, by which words: the rules over trees, in the order in which they are tried.

The names are those of the English rules where the same thing is meant. A verb or quotation that one rule has used is
taken: later rules leave it alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from firsthand.model import Attribution
from firsthand.read.trees.claims import citing, issued_word, noun_claim
from firsthand.read.trees.complements import around, clause_opening, content_behind
from firsthand.read.trees.cues import CueVerb, cue_verbs
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.making import Rule, Taken, make
from firsthand.read.trees.nodes import Range, Tree
from firsthand.read.trees.phrases import clause_end, clause_start, noun_phrase, speaker
from firsthand.read.trees.signatures import dash_and_voice, voice_and_colon
from firsthand.text import fold

__all__ = ["RULES", "attributions_of"]

_DASHES = frozenset("—–-")


def attributions_of(tree: Tree, words: Lexicon) -> list[Attribution]:
    """Every attribution in one sentence, in the order of their contents."""
    taken: Taken = set()
    found = [attribution for rule in RULES for attribution in rule(tree, words, taken)]
    found = [_cut(tree, _without_objection(tree, attribution, words), found, words) for attribution in found]
    end = tree.span.end
    return sorted(found, key=lambda a: (a.contents[0].start if a.contents else end, a.rule))


def _cut(tree: Tree, attribution: Attribution, found: list[Attribution], words: Lexicon) -> Attribution:
    """Contents end before a quotation that has its own voice, and before «, а», «, но» where another voice speaks."""
    contents = []
    for content in attribution.contents:
        limit = content.end
        for other in found:
            at = _joint_before(tree, other, words)
            if (
                other is not attribution
                and at is not None
                and content.start < at < limit
                and _after(other, attribution)
            ):
                limit = at
        first, last = tree.index(content.start), tree.index(limit)
        bare = tree.bare(first, last) if first < last else (first, first)
        contents.append(tree.over(*bare) if limit < content.end and bare[0] < bare[1] else content)
    return replace(attribution, contents=tuple(contents))


def _without_objection(tree: Tree, attribution: Attribution, words: Lexicon) -> Attribution:
    """«Мост цел, заявил Петров, но это не так»: what the outlet says of it behind the voice is no part of it."""
    if len(attribution.contents) < 2:
        return attribution
    *contents, last = attribution.contents
    node = tree.nodes[min(tree.index(last.start), len(tree.nodes) - 1)]
    folded = fold(last.of(tree.text))
    objects = words.has("joints", node.word) and words.patterns["objecting"].search(folded) is not None
    return replace(attribution, contents=tuple(contents)) if objects else attribution


def _after(other: Attribution, one: Attribution) -> bool:
    """Whether the cue of the other stands behind that of this one, and is no part of its first words."""
    return other.cue is not None and one.cue is not None and other.contents != one.contents and other.rule != "citing"


def _joint_before(tree: Tree, attribution: Attribution, words: Lexicon) -> int | None:
    """Where a clause begins that is joined to what stands before it: «, а врачи говорят …»; or a quotation opens."""
    parts = [span for span in (attribution.source, attribution.cue, *attribution.contents) if span]
    number = tree.index(min(span.start for span in parts))
    quoted = number < len(tree.nodes) and (tree.nodes[number].pos == "QUOTE" or tree.nodes[number].word in "«“„")
    if quoted and attribution.rule in ("quotation_then_voice", "content_then_voice"):
        return tree.nodes[number].span.start if number and tree.nodes[number - 1].word == ":" else None
    for back in range(number - 1, max(0, number - 6), -1):
        node = tree.nodes[back]
        if words.has("joints", node.word) and tree.nodes[back - 1].word == ",":
            return tree.nodes[back - 1].span.start
        if node.mark or node.finite:
            return None
    return None


# ---------------------------------------------------------------- rules


def quoted_as_saying(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The agency quoted the minister as saying …”, «…, приводит агентство слова министра»: the minister's word, on
    the agency's."""
    for verb in list(cue_verbs_of(tree, words, taken, "quoting")):
        near = range(max(0, verb - 3), min(verb + 6, len(tree.nodes)))
        quoted = next((n for n in near if words.has("quoted_words", tree.nodes[n].lemma)), None)
        owner = next((c for c in tree.of(quoted, "nmod") if not list(tree.of(c, "case"))), None) if quoted else None
        if quoted is None and words.has("citing", tree.nodes[verb].lemma):
            quoted, owner = verb, _person_quoted(tree, verb, words)
        if quoted is None or owner is None:
            continue
        source, outer = noun_phrase(tree, owner, words), speaker(tree, verb, words)
        if outer is not None and outer[0] < source[1] and source[0] < outer[1]:
            outer = (outer[0], source[0]) if outer[0] < source[0] else None
        parts = [(verb, verb + 1), (quoted, quoted + 1), source, *([outer] if outer else [])]
        first = min(start for start, _ in parts)
        quote = _quote_before(tree, first, words)
        content = (
            [(quote, quote + 1)] if quote is not None else around(tree, first, max(e for _, e in parts), verb, words)
        )
        cue = (min(verb, quoted), max(verb, quoted) + 1) if abs(verb - quoted) == 1 else (verb, verb + 1)
        if made := make(tree, "quoted_as_saying", outer or source, cue, content):
            taken.add(verb)
            yield made
            if outer:
                yield Attribution(tree.over(*source), tree.over(quoted, quoted + 1), (), "citing")


def _person_quoted(tree: Tree, verb: int, words: Lexicon) -> int | None:
    """«…», — цитирует газета министра: whom a verb of quoting has for its object."""
    hung = [
        child for subject in tree.of(verb, "nsubj") for child in tree.of(subject, "nmod", "appos") if child > subject
    ]
    for child in (*tree.of(verb, "obj"), *hung):  # «газета министра»: a parser may take him for its owner
        node = tree.nodes[child]
        person = words.has("persons", node.lemma) or node.name == "PER" or node.has("Animacy=Anim")
        if person and node.pos != "QUOTE":
            return child
    return None


def cue_verbs_of(tree: Tree, words: Lexicon, taken: Taken, kind: str) -> Iterator[int]:
    """The verbs of one list that no rule has used."""
    for number, node in enumerate(tree.nodes):
        if node.pos == "VERB" and number not in taken and words.has(kind, node.lemma):
            yield number


def according_to(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“According to X, …”, «По словам X, …», «…, по данным X, …»: the word is borrowed from X."""
    for start, end in _phrases(tree, words, "according"):
        source = _owner(tree, start, end, words)
        if source is None:
            continue
        if words.has("relatives", tree.nodes[source[0]].lemma):
            yield from _by_whose_word(tree, start, end, source[1], words, taken)
            continue
        contents = around(tree, start, max(end, source[1]), None, words)
        if start and tree.nodes[start - 1].word == "(" and not any(n.finite for n in tree.nodes[: start - 1]):
            continue  # «лучшие ролики (по мнению редакции) …»
        if made := make(tree, "according_to", source, (start, end), contents):
            taken.update(range(start, max(end, source[1])))
            yield made


def _by_whose_word(tree: Tree, start: int, end: int, after: int, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """«Мэр, по словам которого завод цел, просит …»: a clause about the voice, and its word."""
    nouns = (n for n in range(start - 2, -1, -1) if tree.nodes[n].pos in ("NOUN", "PROPN", "X"))
    head = next(nouns, None) if start and tree.nodes[start - 1].word == "," else None
    if head is None:
        return
    while tree.nodes[head].rel.partition(":")[0] in ("flat", "appos", "nmod") and 0 <= tree.nodes[head].head < head:
        head = tree.nodes[head].head
    close = next((n for n in range(after, len(tree.nodes)) if tree.nodes[n].word == ","), len(tree.nodes))
    voice = noun_phrase(tree, head, words)
    if made := make(tree, "according_to", voice, (start, end), [(after, close)]):
        taken.update(range(start, after))
        yield made


def _owner(tree: Tree, start: int, end: int, words: Lexicon) -> Range | None:
    """The voice of «по словам мэра» behind the phrase; of «по его словам» the pronoun inside it."""
    inside = next((i for i in range(start, end) if words.has("possessives", tree.nodes[i].word)), None)
    if inside is not None:
        return inside, inside + 1
    if end >= len(tree.nodes) or (tree.nodes[end].mark and tree.nodes[end].word not in "«“„"):
        return None
    noun = end - 1
    head = next((c for c in tree.of(noun, "nmod", "appos", "flat", "amod") if c >= end), None)
    if head is None:
        cases = ("Case=Gen", "Case=Dat", "Case=Ins")
        nominal = (
            i
            for i in range(end, min(end + 6, len(tree.nodes)))
            if tree.nodes[i].pos in ("NOUN", "PROPN", "PRON", "X") and not tree.nodes[i].mark
        )
        head = next(nominal, None)
        if head is None or not (any(tree.nodes[head].has(case) for case in cases) or tree.nodes[head].name):
            return None
    if tree.nodes[head].pos in ("NUM",) or tree.nodes[head].finite:
        return None
    found = noun_phrase(tree, head, words)
    return (end, found[1]) if found[0] < end < found[1] else found


def _phrases(tree: Tree, words: Lexicon, kind: str) -> Iterator[Range]:
    """Where a phrase of the lists stands, as nodes."""
    folded = " ".join(node.word if node.pos != "QUOTE" else "«»" for node in tree.nodes)
    starts, at = [], 0
    for node in tree.nodes:
        starts.append(at)
        at += len(node.word if node.pos != "QUOTE" else "«»") + 1
    for match in words.patterns[kind].finditer(folded):
        inside = [n for n, begin in enumerate(starts) if match.start() <= begin < match.end()]
        if inside and starts[inside[0]] == match.start():
            yield inside[0], inside[-1] + 1


def quotation_then_voice(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“‘…,’ the mayor said”, «…», — сказал мэр: a quotation with its voice behind it."""
    for cue in list(cue_verbs(tree, words, taken)):
        quote = _quote_before(tree, cue.at, words)
        if quote is None or quote in taken or tree.nodes[cue.at].has("VerbForm=Conv"):
            continue
        source = speaker(tree, cue.at, words)
        contents = [(quote, quote + 1)]
        taken.update((cue.at, quote))
        if (more := _quote_after(tree, max(cue.at + 1, source[1] if source else 0))) is not None and more not in taken:
            taken.add(more)
            contents.append((more, more + 1))
        if made := make(tree, "quotation_then_voice", source, (cue.at, cue.at + 1), contents):
            yield made


def _quote_before(tree: Tree, verb: int, words: Lexicon) -> int | None:
    """The quotation that ends just before the cue, or before a voice that stands between them."""
    for number in range(verb - 1, max(-1, verb - 9), -1):
        node = tree.nodes[number]
        if node.pos == "QUOTE":
            between = tree.nodes[number + 1 : verb]
            marked = any(n.word in _DASHES or n.word == "," for n in between[:2])
            closed = node.word.rstrip("»”“\"'")[-1:] in "!?…"
            spoken = number == 0 or not words.has("that", tree.nodes[number - 1].word)
            return number if (marked or closed or not between) and spoken else None
        if node.finite or node.word in (";", ":"):
            return None
    return None


def _quote_after(tree: Tree, start: int) -> int | None:
    """A quotation that goes on behind the voice: «…», — сказал он, — «…»."""
    for number in range(start, min(start + 10, len(tree.nodes))):
        node = tree.nodes[number]
        if node.pos == "QUOTE":
            return number if tree.nodes[number - 1].mark else None
        if node.finite:
            return None
    return None


def voice_then_content(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The mayor said that …”, «Мэр заявил, что …», «В мэрии сообщили о пожаре»: the plain order."""
    for cue in list(cue_verbs(tree, words, taken)):
        if tree.nodes[cue.at].has("VerbForm=Conv") or tree.nodes[cue.at].has("Person=1"):
            continue  # «расскажем, как …»
        contents = content_behind(tree, cue, words)
        if not contents:
            continue
        source = speaker(tree, cue.at, words)
        if words.has("checking", cue.lemma) and not _asks_whether(tree, contents[0][0], words):
            continue
        if source is None and words.has("characterising", cue.lemma):
            continue  # «цену назвали преимуществом»: nobody said so
        if source is None and words.has("rating", cue.lemma):
            source, contents = _voice_behind_object(tree, cue.at, contents)
        if source is None and not cue.impersonal and not _impersonal_clause(tree, cue, contents):
            continue
        source = _before_object(source, contents, cue.at)
        contents = _begun_before(tree, cue.at, source, contents)
        if source and any(source[0] < end and start < source[1] for start, end in contents):
            contents = [(s, e) for s, e in contents if not (source[0] < e and s < source[1])]
        if made := make(tree, "voice_then_content", source, (cue.at, cue.at + 1), contents):
            taken.update(range(cue.at, max(cue.at + 1, tree.index(made.contents[0].start))))  # «пришли к выводу, что»
            yield made


def quotation_behind_colon(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The plant denied deaths: ‘…’”, «Завод опроверг гибель людей: «…»»: what the voice says besides, in quotation
    marks; it is asserted, whatever the verb before it does."""
    for cue in list(cue_verbs(tree, words, set())):
        opening = clause_opening(tree, cue.at, words) if cue.at in taken else None
        if opening is None or tree.nodes[opening - 1].word != ":" or tree.nodes[opening].pos != "QUOTE":
            continue
        if opening in taken or any(start <= opening < end for start, end in content_behind(tree, cue, words)):
            continue
        source = speaker(tree, cue.at, words)
        if source and (
            made := make(tree, "quotation_behind_colon", source, (opening - 1, opening), [(opening, opening + 1)])
        ):
            taken.add(opening)
            yield made


def _asks_whether(tree: Tree, start: int, words: Lexicon) -> bool:
    """«…, чи була недбалість», «…, была ли халатность», «…, кто виноват»: a question, put indirectly."""
    opening = tree.nodes[start : start + 2]
    asks = words.patterns["questions"].fullmatch
    asked = any(asks(node.word) or asks(node.lemma) for node in opening[:1])
    return asked or any(words.has("whether", node.word) for node in opening)


def _voice_behind_object(tree: Tree, verb: int, contents: list[Range]) -> tuple[Range | None, list[Range]]:
    """«Стан двох | медики | оцінюють як важкий»: people right before the verb, hung on what they rate."""
    (start, end), *more = contents
    if end != verb or end - start < 2 or not tree.nodes[verb - 1].has("Animacy=Anim"):
        return None, contents
    return (verb - 1, verb), [(start, verb - 1), *more]


def _begun_before(tree: Tree, verb: int, source: Range | None, contents: list[Range]) -> list[Range]:
    """«Зал был полон, рассказала директор: «Стояли в проходах»»: what was said before the voice goes on behind it."""
    colon = tree.nodes[contents[0][0] - 1].word == ":" and source is not None and source[0] > verb
    if not colon or verb < 3 or tree.nodes[verb - 1].word != ",":
        return contents
    start = clause_start(tree, verb - 1)
    told = any(node.finite or node.has("Variant=Short") for node in tree.nodes[start : verb - 1])
    return [(start, verb - 1), *contents] if told else contents


def _before_object(source: Range | None, contents: list[Range], verb: int) -> Range | None:
    """«На заводе | обвинения | отвергают»: a voice that the object was hung on ends before it."""
    if source is None or len(contents) != 1 or contents[0][0] > verb:
        return source
    start, end = contents[0]
    return (source[0], start) if source[0] < start and end == source[1] else source


def _impersonal_clause(tree: Tree, cue: CueVerb, contents: list[Range]) -> bool:
    """«Пишут, что …», «Жителей просят …»: a verb in the plural that nobody is named for."""
    return tree.nodes[cue.at].has("Number=Plur") and bool(contents)


def content_then_voice(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“The bridge is gone, the mayor said”, «Мост разрушен, сообщил мэр», «…, как отмечается в сводке, …»."""
    for cue in list(cue_verbs(tree, words, taken)):
        start = _group_start(tree, cue.at, words)
        if any(tree.nodes[cue.at].has(f"VerbForm={form}") for form in ("Conv", "Part")) or _announces(
            tree, cue.at, words
        ):
            continue
        if start == 0 and words.has("as", tree.nodes[0].word):
            yield from _as_told(tree, cue, words, taken)
            continue
        if start <= 0 or tree.nodes[start - 1].word not in (",", "—", "–", "("):
            continue
        source = speaker(tree, cue.at, words)
        if (source is None and not cue.impersonal) or _has_its_object(tree, cue, source):
            continue
        end = max(cue.at + 1, source[1] if source else 0)
        end = _past_circumstances(tree, end, cue.at)
        contents = [part for part in around(tree, start - 1, end, cue.at, words) if part[0] < part[1]]
        if source and any(first <= source[0] and source[1] <= last for first, last in contents):
            continue  # «Пилоты, по данным штаба, видели …»: they are spoken of
        if made := make(tree, "content_then_voice", source, (cue.at, cue.at + 1), contents):
            taken.add(cue.at)
            yield made


def _has_its_object(tree: Tree, cue: CueVerb, source: Range | None) -> bool:
    """«В доме, на этаже, сапёры обнаружили гранату»: what was found stands behind the verb, and nothing was said."""
    if cue.strong or source is None or source[1] > cue.at:
        return False
    return any(child > cue.at and tree.nodes[child].has("Case=Acc") for child in tree.of(cue.at, "obj"))


def _announces(tree: Tree, verb: int, words: Lexicon) -> bool:
    """Whether what is said follows behind «, что»; a colon may also go on with what was said before it."""
    opening = clause_opening(tree, verb, words)
    return opening is not None and tree.nodes[opening - 1].word != ":"


def _as_told(tree: Tree, cue: CueVerb, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """«Как сообщил мэр, мост разрушен»: what stands behind the comma."""
    source = speaker(tree, cue.at, words)
    end = _past_circumstances(tree, max(cue.at + 1, source[1] if source else 0), cue.at)
    if (source is None and not cue.impersonal) or end >= len(tree.nodes) or tree.nodes[end].word != ",":
        return
    if made := make(tree, "content_then_voice", source, (cue.at, cue.at + 1), [(end + 1, len(tree.nodes))]):
        taken.add(cue.at)
        yield made


def _group_start(tree: Tree, verb: int, words: Lexicon) -> int:
    """Where cue and voice begin: at the verb, at «как», or at a voice right before it («, в МЧС уточнили»)."""
    start = verb
    source = speaker(tree, verb, words)
    if source and source[1] == verb:
        start = source[0]
        if start and tree.nodes[start - 1].pos == "ADP":
            start -= 1
    while start > 0 and tree.nodes[start - 1].pos in ("ADV", "PART"):
        start -= 1
    if start > 0 and words.has("as", tree.nodes[start - 1].word):
        start -= 1
    return start


def _past_circumstances(tree: Tree, end: int, verb: int) -> int:
    """Behind «, сообщил мэр во вторник в эфире радио»: up to the next mark."""
    number = end
    while number < len(tree.nodes) and not tree.nodes[number].mark:
        if tree.nodes[number].finite and number != verb:
            return end
        number += 1
    return number


def particle_of_speech(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """«Староста отказал — мол, денег нет»: what follows is the word of whose act stands before."""
    for number, node in enumerate(tree.nodes[:-2]):
        if number < 2 or not words.has("particles_of_speech", node.word) or not tree.nodes[number - 1].mark:
            continue
        verb = next((n for n in range(number - 1, -1, -1) if tree.nodes[n].finite), None)
        if verb is None or tree.nodes[verb].lemma in words.cues:
            continue  # «утверждают, что рынок, дескать, …» has its voice
        source = speaker(tree, verb, words)
        content = (number + 1, clause_end(tree, number + 1, set(), words))
        if source and (made := make(tree, "particle_of_speech", source, (number, number + 1), [content])):
            taken.add(number)
            yield made


def participle(tree: Tree, words: Lexicon, taken: Taken) -> Iterator[Attribution]:
    """“…, adding that …”, «…, добавив, что …»: the voice goes on."""
    for cue in list(cue_verbs(tree, words, taken)):
        if not tree.nodes[cue.at].has("VerbForm=Conv"):
            continue
        source, contents = speaker(tree, cue.at, words), content_behind(tree, cue, words)
        if source is None or not contents:
            continue
        if made := make(tree, "participle", source, (cue.at, cue.at + 1), contents):
            taken.add(cue.at)
            yield made


RULES: tuple[Rule, ...] = (
    quoted_as_saying,
    according_to,
    quotation_then_voice,
    voice_then_content,
    quotation_behind_colon,
    content_then_voice,
    particle_of_speech,
    participle,
    issued_word,
    noun_claim,
    citing,
    voice_and_colon,
    dash_and_voice,
)
