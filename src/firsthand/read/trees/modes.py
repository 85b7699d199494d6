"""How a voice stands to its content, over trees: the same rules as in English, first match wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firsthand.model import Mode, Reason
from firsthand.read.mode_rules import first_mode
from firsthand.read.trees.lexicon import Cue, Lexicon
from firsthand.read.trees.nodes import Node
from firsthand.text import fold

__all__ = ["RULES", "Wording", "can_judge", "mode_of"]


@dataclass(frozen=True, slots=True)
class Wording:
    """What the mode rules look at: the content, of it what depends on nothing else (`main`) and what of that can
    judge (`judged`), its main verbs, what stands right before it, the cue, whose it is."""

    content: str
    main: str
    judged: str
    verbs: tuple[Node, ...]
    near: str
    cue: Cue | None
    noun: Mode | None
    negated: bool
    quoted: bool
    outlet: bool


def can_judge(node: Node, nodes: Sequence[Node]) -> bool:
    """Whether a word can make a sentence of the outlet's an opinion: «позор», «это важный шаг», not «странную рыбу»
    or a word of a name."""
    if node.name:
        return False
    if not node.rel.startswith("amod"):
        return True
    noun = next((one for one in nodes if one.span.start > node.span.start and one.pos in ("NOUN", "PROPN")), None)
    return noun is None or noun.rel == "root" or not any(one.finite for one in nodes)


ModeRule = Callable[[Wording, Lexicon], Mode | None]


def _cued(wording: Wording, mode: Mode) -> bool:
    return wording.cue is not None and wording.cue.mode is mode and not wording.negated


def retracted(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue takes something back: "withdrew", "misspoke", «отозвал», «обмолвился»; what stands behind a colon
    then is how it really is."""
    return Mode.RETRACTED if _cued(wording, Mode.RETRACTED) and ":" not in wording.near else None


def asked(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue asks or demands, or the content is a question."""
    if _cued(wording, Mode.ASKED) or _insisted(wording, words):
        return Mode.ASKED
    return Mode.ASKED if wording.content.rstrip("”’\"'» ").endswith("?") else None


def _insisted(wording: Wording, words: Lexicon) -> bool:
    """«Настаивал на экспертизе» demands one; «настаивал, что …» asserts."""
    return wording.cue is not None and words.has("insisting", wording.cue.lemma) and not wording.verbs


def denied(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue denies, and is not itself negated; or the content says that something is not true."""
    admitted = wording.cue is not None and words.has("admitting", wording.cue.lemma)
    if _cued(wording, Mode.DENIED) or (admitted and wording.negated):
        return Mode.DENIED
    content = fold(wording.content)
    if words.patterns["refuting"].search(content):
        return Mode.DENIED
    return Mode.DENIED if not wording.outlet and words.patterns["denying"].search(content) else None


def doubted(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue doubts, or the content says that evidence is missing."""
    if _cued(wording, Mode.DOUBTED):
        return Mode.DOUBTED
    return Mode.DOUBTED if not wording.outlet and words.patterns["doubting"].search(fold(wording.content)) else None


def confirmed(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue confirms, and is not itself negated; what is confirmed for the future is announced."""
    return Mode.CONFIRMED if _cued(wording, Mode.CONFIRMED) and not _future(wording, words) else None


def hedged(wording: Wording, words: Lexicon) -> Mode | None:
    """A mark of distance stands in or right before the content, or in the cue."""
    hedges = words.patterns["hedges"]
    if hedges.search(fold(wording.content)) or hedges.search(fold(wording.near)) or _cued(wording, Mode.HEDGED):
        return Mode.HEDGED
    return None


def speculated(wording: Wording, words: Lexicon) -> Mode | None:
    """The content may, might or could be so, the noun that carries it is a speculation, or it is “not ruled out”."""
    if wording.noun is Mode.SPECULATED:
        return Mode.SPECULATED
    if wording.cue is not None and wording.negated and words.has("excluding", wording.cue.lemma):
        return Mode.SPECULATED
    found = words.patterns["speculating"].search(wording.main)
    before = wording.main[: found.start()].split() if found else []
    return None if found is None or words.has("negations", *before[-1:]) else Mode.SPECULATED


def _future(wording: Wording, words: Lexicon) -> bool:
    """Whether the first verb lies in the future, whatever follows («не признаёт и подаст в суд»)."""
    finite = (verb for verb in wording.verbs if verb.finite and not verb.has("Variant=Short"))
    told = (verb for verb in finite if not (verb.has("Person=1") and verb.lemma in words.cues))  # «Напомним, …»
    first = next(told, None)
    return first is not None and first.has("Tense=Fut")


def predicted(wording: Wording, words: Lexicon) -> Mode | None:
    """The content lies in the future, or the cue promises or forecasts it."""
    if _cued(wording, Mode.PREDICTED):
        return Mode.PREDICTED
    folded = fold(wording.content)
    unsaid = words.patterns["left_open"].search(folded) if wording.outlet else None
    future = unsaid is None and _future(wording, words)  # «Когда откроют, не говорят»
    predicting = words.patterns["predicting"].search(folded, unsaid.start()) if unsaid else None
    predicting = predicting or (None if unsaid else words.patterns["predicting"].search(wording.main))
    return Mode.PREDICTED if future or predicting else None


def opinion(wording: Wording, words: Lexicon) -> Mode | None:
    """The cue judges, or a quotation or the outlet itself uses judging words and gives no figure."""
    figures = any(char.isdigit() for char in wording.content)
    named = wording.cue is not None and words.has("characterising", wording.cue.lemma) and figures
    if _cued(wording, Mode.OPINION) and not named:
        return Mode.OPINION  # «назвал цифру — 300 человек» judges nothing
    judging = words.patterns["judging"].search(wording.judged) is not None
    return Mode.OPINION if judging and not figures else None


def by_noun(wording: Wording, words: Lexicon) -> Mode | None:
    """“Allegation”, «опровержение», «обещание»: the noun that carries the content tells."""
    return wording.noun


def asserted(wording: Wording, words: Lexicon) -> Mode | None:
    """What no other rule claims is said to be so."""
    return Mode.ASSERTED


RULES: tuple[ModeRule, ...] = (
    retracted,
    asked,
    denied,
    doubted,
    confirmed,
    hedged,
    speculated,
    predicted,
    opinion,
    by_noun,
    asserted,
)


def mode_of(wording: Wording, words: Lexicon) -> tuple[Mode, Reason]:
    """The mode, and the rule that gave it."""
    return first_mode(RULES, wording, words)
