"""What a cue carries: the clause behind it, its objects, or what stands around it."""

from __future__ import annotations

from firsthand.model import Mode
from firsthand.read.trees.cues import CueVerb
from firsthand.read.trees.lexicon import Lexicon
from firsthand.read.trees.nodes import Node, Range, Tree
from firsthand.read.trees.phrases import clause_end, clause_start, opens_relative, speaker, starts_clause

__all__ = ["around", "clause_opening", "content_behind"]

_DASHES = frozenset("—–-")


def around(tree: Tree, start: int, end: int, verb: int | None, words: Lexicon) -> list[Range]:
    """What an attribution in the nodes start ≤ i < end carries: what follows if it opens a clause, else what stands
    before it, and what goes on behind its second comma."""
    outside = {verb} if verb is not None else set()
    while start > 0 and tree.nodes[start - 1].pos == "SCONJ":
        start -= 1  # «, как отмечается в сводке,»
    after = end
    while after < len(tree.nodes) and tree.nodes[after].mark and tree.nodes[after].word in ",:—–":
        after += 1
    follows = after < len(tree.nodes) and (not tree.nodes[after].mark or tree.nodes[after].word in "«“„")
    follows = follows and not opens_relative(tree, after, words)  # «…, сказал министр, который …»
    follows = follows and not _cites(tree, after, words)
    if starts_clause(tree, start):
        return [(after, clause_end(tree, after, outside, words))] if follows else []
    before = (clause_start(tree, start), start)
    if not follows or after == end:
        return [(0, start)] if not follows and _goes_on(tree, before[0], words) else [before]
    return [before, (after, clause_end(tree, after, outside, words))]


def _cites(tree: Tree, number: int, words: Lexicon) -> bool:
    """«…, пишет газета, ссылаясь на мэра», «… со ссылкой на мэра»: whom the voice cites, and no content."""
    reference = any(words.has("references", node.lemma) for node in tree.nodes[number : number + 2])
    return reference or (tree.nodes[number].has("VerbForm=Conv") and words.has("citing", tree.nodes[number].lemma))


def _goes_on(tree: Tree, start: int, words: Lexicon) -> bool:
    """«Победила партия А: у неё 34%, сообщила комиссия»: the colon stands between two clauses of one content."""
    before = tree.nodes[: max(0, start - 1)]
    if start < 1 or tree.nodes[start - 1].word != ":":
        return False
    return any(node.finite for node in before) and not any(node.lemma in words.cues for node in before)


def content_behind(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """The content behind a cue: a clause, what follows a colon, an infinitive, or, of strong cues, any object."""
    node = tree.nodes[cue.at]
    outside = {cue.at} | ({node.head} if node.head >= 0 else set())
    opening = clause_opening(tree, cue.at, words)
    asked = _demand(tree, cue.at, outside, words) if words.has("demanding", cue.lemma) else []
    if asked and (opening is None or asked[-1][0] < opening - 2):
        return asked
    colon = opening is not None and tree.nodes[opening - 1].word == ":"
    if opening is not None and colon and _spoken_for(tree, opening, cue, words):
        found = _judgement(tree, cue, words) if words.has("characterising", cue.lemma) else _object(tree, cue, words)
        if found or (tree.nodes[opening].pos == "QUOTE" and _told(tree, opening, words)):
            return found  # «Эксперт допускает ошибку: «…», написала она»
    if opening is not None:
        end = clause_end(tree, opening, outside, words)
        return [(opening, _back_to_voice(tree, cue.at, opening, end, words))]
    if words.has("rating", cue.lemma) and (rated := _rating(tree, cue, words)):
        return rated
    if words.has("characterising", cue.lemma):
        return _judgement(tree, cue, words) or _figure_named(tree, cue, words)
    return _object(tree, cue, words)


def _back_to_voice(tree: Tree, verb: int, opening: int, end: int, words: Lexicon) -> int:
    """«Она говорит, что стоки вывозят, и готова показать …»: the content ends where a predicate can only be hers."""
    inner = next((node for node in tree.nodes[opening:end] if node.finite), None)
    if inner is None or tree.nodes[opening - 1].word == ":":
        return end
    for comma in range(opening + 1, end - 2):
        if tree.nodes[comma].word != "," or not words.has("joints", tree.nodes[comma + 1].word):
            continue
        following = range(comma + 2, min(comma + 5, end))
        later = next((n for n in following if tree.nodes[n].finite or tree.nodes[n].has("Variant=Short")), None)
        if later is None or any(tree.nodes[n].has("Case=Nom") for n in following if n < later):
            continue
        if any(tree.of(later, "nsubj")) and tree.nodes[later].head != verb:
            continue
        theirs, hers = _counted(tree.nodes[later]), _counted(tree.nodes[verb])
        if hers == theirs == {"Number=Sing"} and _counted(inner) == {"Number=Plur"}:
            return comma
    return end


def _counted(node: Node) -> set[str]:
    return {feat for feat in node.feats if feat.startswith("Number=")}


def _spoken_for(tree: Tree, opening: int, cue: CueVerb, words: Lexicon) -> bool:
    """Whether what stands behind a colon is no content: the cue denies or confirms, or another voice is heard there."""
    if cue.entry is not None and cue.entry.mode in (Mode.DENIED, Mode.CONFIRMED):
        return True
    folded = " ".join(node.word for node in tree.nodes[opening:])
    return _told(tree, opening, words) or words.patterns["according"].search(folded) is not None


def _told(tree: Tree, opening: int, words: Lexicon) -> bool:
    return any(node.finite and node.lemma in words.cues for node in tree.nodes[opening:])


def clause_opening(tree: Tree, verb: int, words: Lexicon) -> int | None:
    """Where a clause begins behind a cue: after «, что», «, как», a colon, or a comma before an indirect question."""
    limit = min(verb + 14, len(tree.nodes))
    for number in range(verb + 1, limit):
        node = tree.nodes[number]
        if node.word == ":" and number + 1 < len(tree.nodes):
            return number + 1
        if node.finite and number > verb:
            return None
        if node.word == "," and number + 1 < len(tree.nodes):
            following = tree.nodes[number + 1]
            if words.has("purposes", following.word) and not _asks_for(tree, verb, words):
                return None
            if words.has("that", following.word) and not words.has("as", following.word):
                return number + 2
            if _tells_of_a_place(tree, number, words):
                return None
            if opens_relative(tree, number + 1, words):
                return None
            if _asks(tree, number + 1, words):
                return number + 1
            if following.rel.startswith(("acl", "mark", "nsubj", "case", "appos", "amod", "obl")):
                continue  # an aside about the voice
            return None
        if node.word in _DASHES and number > verb + 1:
            return None
    return None


def _asks(tree: Tree, number: int, words: Lexicon) -> bool:
    """«…, сколько их», «…, была ли халатность»: an indirect question opens here."""
    node = tree.nodes[number]
    asks = words.patterns["questions"].fullmatch
    whether = words.has("whether", *tree.words(number + 1, number + 2))
    return whether or any(map(asks, (node.word, node.lemma)))


def _asks_for(tree: Tree, verb: int, words: Lexicon) -> bool:
    """«Потребовал, чтобы …», «сказал, чтобы …»; «передал ключи, чтобы …» has an object, and tells what for."""
    lemma = tree.nodes[verb].lemma
    cue = words.cues.get(lemma)
    asks = words.has("demanding", lemma) or (cue is not None and cue.mode is Mode.ASKED)
    return asks or not any(child > verb for child in tree.of(verb, "obj", "iobj"))


def _tells_of_a_place(tree: Tree, comma: int, words: Lexicon) -> bool:
    """«Опубликованы записи, где видны …»: a clause about the noun before it, which is nobody who is told."""
    noun, where = tree.nodes[comma - 1], tree.nodes[comma + 1]
    told = noun.pos not in ("NOUN", "PROPN") or noun.has("Case=Dat") or noun.has("Animacy=Anim")
    return words.has("where", where.word) and not told


def _demand(tree: Tree, verb: int, outside: set[int], words: Lexicon) -> list[Range]:
    """«Призвал стороны соблюдать …»: what somebody is to do, with who is to do it."""
    infinitive = next(
        (
            n
            for n in range(verb + 1, min(verb + 12, len(tree.nodes)))
            if tree.nodes[n].has("VerbForm=Inf") and tree.nodes[n].head in (verb, *tree.children[verb])
        ),
        None,
    )
    if infinitive is None:
        return []
    source = speaker(tree, verb, words)
    start = verb + 1 if source is None or source[1] <= verb else max(verb + 1, source[1])
    end = clause_end(tree, infinitive + 1, outside, words)
    content = (start, _back_to_finite(tree, verb, infinitive, end))
    if source is None and verb > 0 and (addressed := list(tree.of(verb, "obj", "iobj", "obl"))) and addressed[0] < verb:
        return [(clause_start(tree, verb), verb), content]  # «Жителей просят не выходить»
    return [content]


def _back_to_finite(tree: Tree, verb: int, infinitive: int, end: int) -> int:
    """«Просил | закрыть мост | и даже пытался …»: what is asked for ends where a finite verb goes on."""
    for number in range(infinitive + 1, end):
        node = tree.nodes[number]
        if node.mark:
            return end
        if node.pos == "CCONJ":
            later = next((n for n in tree.nodes[number + 1 : number + 4] if n.pos in ("VERB", "AUX")), None)
            if later is not None and later.finite and _counted(later) == _counted(tree.nodes[verb]):
                return number
    return end


def _judgement(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """«Назвал решение «ошибкой»»: the word in the instrumental, with what hangs on it."""
    verb = cue.at
    for number in range(verb + 1, len(tree.nodes)):
        node = tree.nodes[number]
        if node.pos == "QUOTE":
            return [(number, number + 1)]
        if node.finite:
            break
        quoted = node.word in "«“„" and any(one.has("Case=Ins") for one in tree.nodes[number + 1 : number + 4])
        if not quoted and not (node.has("Case=Ins") and node.head in (verb, *tree.children[verb])):
            continue
        start, end = tree.whole_quotation(number, number + 1) if quoted else tree.whole_quotation(*tree.reach(number))
        while quoted and tree.words(end, end + 2)[1:] in (["«"], ["“"]) and tree.nodes[end].pos == "CCONJ":
            end = tree.whole_quotation(end + 1, end + 2)[1]  # ««вялым» и «затянутым»»
        if tree.nodes[start].word in "«“„" and words.has("verdicts", cue.lemma):
            return [(max(start, verb + 1), end)]
        judged = [child for child in tree.of(verb, "obj") if verb < child < number]
        start = tree.reach(judged[0])[0] if judged else start
        return [(max(start, verb + 1), end)]
    return []


def _rating(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """«Оценивают состояние как тяжёлое»: what is rated, and as what."""
    near = range(cue.at + 1, min(cue.at + 8, len(tree.nodes) - 1))
    at = next((n for n in near if words.has("as", tree.nodes[n].word) and tree.nodes[n - 1].word != ","), None)
    if at is None:
        return []
    closing = (n for n in range(at + 1, len(tree.nodes)) if tree.nodes[n].mark or tree.nodes[n].finite)
    grade = (at, next(closing, len(tree.nodes)))
    rated = next((tree.reach(c) for c in tree.of(cue.at, "obj") if tree.nodes[c].has("Case=Acc") and c < at), None)
    if rated is None:
        return [grade]
    return [(rated[0], grade[1])] if rated[0] > cue.at else [rated, grade]


def _figure_named(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """«Называл меньшую цифру — 1,7 млрд»: the figure, with what it is."""
    for child in tree.of(cue.at, "obj"):
        start, end = tree.reach(child)
        if not words.has("figures", tree.nodes[child].lemma) or start <= cue.at:
            continue
        dash = end + 1 < len(tree.nodes) and tree.nodes[end].word in _DASHES and tree.nodes[end + 1].word[:1].isdigit()
        return [(start, clause_end(tree, end, {cue.at}, words) if dash else end)]
    return []


def _object(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """«Сообщил о 26 погибших», «подтвердили факт пожара», «обвинения отвергли»: the objects of a strong cue."""
    found: list[Range] = []
    complements = [tree.nodes[c] for c in tree.of(cue.at, "obl", "xcomp", "iobj")]
    if any(node.pos == "ADJ" and node.has("Case=Ins") for node in complements):
        return []  # «признал его виновным»
    for child in tree.of(cue.at, "obj", "obl", "iobj", "xcomp", "nsubj" if cue.impersonal else "obj"):
        node = tree.nodes[child]
        if _no_object(tree, child, cue, words):
            continue
        prepositions = [tree.nodes[c].word for c in tree.of(child, "case")]
        about = words.has("about", *prepositions[:1])
        direct = node.rel.startswith(("obj", "xcomp")) and not prepositions
        judged = cue.entry is not None and cue.entry.mode is Mode.OPINION and words.has("grounds", *prepositions[:1])
        toward = node.rel.startswith(("obl", "iobj")) and (judged or words.has("towards", *prepositions[:1]))
        upon = toward and words.has("upon", cue.lemma)
        admits = words.has("admitting", cue.lemma) and words.has("faults", node.lemma)
        if not (about or upon or ((cue.strong or admits) and (direct or toward))):
            continue
        if words.has("addressed", cue.lemma) and direct and node.pos != "QUOTE":
            continue
        alone = upon or (toward and node.has("Case=Acc") and words.has("complaining", cue.lemma))
        if not about and not direct and not found and not alone:
            continue  # «заявил на брифинге»
        if not direct and (words.has("media", node.lemma) or words.has("occasions", node.lemma)):
            continue
        start, end = tree.reach(child)
        case = [c for c in tree.of(child, "case") if c >= start]
        if (about or alone) and case:
            start = case[0] + 1
        found.append((start, end))
    found = [(s, e) for s, e in found if not s <= cue.at < e]
    if not found:
        found = _noun_before(tree, cue, words)
    if words.has("laying", cue.lemma) and not any(
        words.has("faults", node.lemma) for start, end in found for node in tree.nodes[start:end]
    ):
        return []  # «возложил цветы к памятнику»
    if len(found) > 1 and found[0][1] == found[1][0]:
        found = [(found[0][0], found[1][1]), *found[2:]]
    return found[:2]


def _no_object(tree: Tree, child: int, cue: CueVerb, words: Lexicon) -> bool:
    """«Оценка, которую ожидают», «отметили праздник», «опроверг гибель людей: «…»»: none of these is what is said."""
    node = tree.nodes[child]
    besides = node.pos == "QUOTE" and tree.nodes[child - 1].word == ":" and child > cue.at
    thing = words.has("handling", cue.lemma) and words.has("things", node.lemma)
    return besides or thing or words.has("relatives", node.lemma)


def _noun_before(tree: Tree, cue: CueVerb, words: Lexicon) -> list[Range]:
    """«Обвинения отвергли», «вины не признал»: the noun right before the cue, which a parser may hang elsewhere."""
    number = cue.at - 1
    while number >= 0 and words.has("negations", tree.nodes[number].word):
        number -= 1
    if number < 0 or tree.nodes[number].pos not in ("NOUN", "PRON"):
        return []
    node = tree.nodes[number]
    thing = words.has("handling", cue.lemma) and words.has("things", node.lemma)
    placed = number > 0 and tree.nodes[number - 1].pos == "ADP"
    if thing or placed or words.has("relatives", node.lemma):
        return []
    fault = words.has("faults", node.lemma)
    denied = cue.entry is not None and cue.entry.mode is Mode.DENIED
    admitted = fault and words.has("admitting", cue.lemma)
    told = denied and (fault or node.lemma in words.nouns)
    if not (admitted or told or (cue.strong and number == cue.at - 1 and node.has("Case=Acc"))):
        return []
    start = number
    while start > 0 and tree.nodes[start - 1].pos in ("ADJ", "DET") and tree.nodes[start - 1].head == number:
        start -= 1
    return [(start, number + 1)]
