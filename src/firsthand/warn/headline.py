"""Rules that hold the headline against the body."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from math import asin, cos, radians, sqrt

from firsthand.model import (
    Bound,
    Candidate,
    Mode,
    NameSense,
    Place,
    PlaceKind,
    Quantity,
    SourcingWarning,
    Span,
    Statement,
)
from firsthand.text import fold
from firsthand.warn.topic import Lead, alike, compatible, contains, event_frame, find_lead, one_event, stems
from firsthand.warn.view import SOFT, ReportView, near, quote
from firsthand.warn.voices import bears_on, disputed_by_name
from firsthand.warn.who import acts_for, all_words, answers, by_office, carrier, crew, dependent, origin, unresolved

__all__ = [
    "headline_contradicts_body",
    "headline_hardens",
    "headline_place_differs",
    "headline_quantity_differs",
]

_NEARBY_KM = 12.0  # a suburb, or the edge of a large town
_AROUND_KM = 60.0  # what a headline says to be near a town
_FEW_WORDS = 40  # characters after an adjective in which "district" stands
_ADJECTIVE = re.compile(r"[сц][ьк]?к(?:ий|ого|ому|им|ім|а|ої|ій|у|ою|ой|ая|ую|ом|ое|е|их|ими)$")
_LOOSE = 0.2  # of the headline's words, in a sentence that has a figure of the same unit
_OF_THE_HEADLINE = 0.2  # of the content words of a headline, in what it may have made a fact of
_UNSURE = frozenset({Mode.HEDGED, Mode.SPECULATED, Mode.DOUBTED})
_OPENING = 3  # sentences at the top that speak of the lead claim, whatever their words
_BARE = 1000  # a figure without a unit counts people from here on ("shortages for two million")
_LABEL = 30  # characters before "statement on" in a headline that only says what the text is
_MOST_PARTS = 6  # figures of the body that are tried as parts of the headline's total


def headline_place_differs(view: ReportView) -> list[SourcingWarning]:
    """The headline puts the event somewhere else than the body does.

    A region or country around the body's place does not count, nor does a name that stands for a
    government ("Moscow says"). A town does, even where the body's place lies in the region named after it. In Russian
    and Ukrainian only a name behind a preposition says where; "near" a town is within 60 km of it.
    """
    lead = find_lead(view)
    if lead is None:
        return []
    told = _event_places(view, lead)
    found = []
    for place in view.places_in(view.title):
        if not _locates(view, place) or any(_may_be_at(view, place, other) for other in told):
            continue
        if _holds_a_place_of_the_body(view, place):
            continue
        if told and not _body_goes_there(view, place):
            reason = (
                f"The headline puts it {_with_preposition(view, place.span)}, the body in "
                f"{quote(view.text, told[0].span)}, which is another place."
            )
            found.append(SourcingWarning("headline_place_differs", reason, (place.span, told[0].span)))
    return found[:1]


def _with_preposition(view: ReportView, span: Span) -> str:
    before = [s for s in view.words.locative.find(view.text, view.title) if s.end <= span.start]
    start = before[-1].start if before and span.start - before[-1].end < 25 else span.start
    return quote(view.text, Span(start, span.end))


def _locates(view: ReportView, place: Place) -> bool:
    """Whether the name says where, and is not a government that speaks or acts."""
    before = view.text[view.title.start : place.span.start]
    prepositions = view.words.locative.find(before)
    if prepositions:
        between = before[prepositions[-1].end :]
        if view.words.routes.has(between):
            return False
        if len(between.split()) <= 3 and not any(mark in between for mark in ",:;—–"):
            return True
    if not view.words.articles.literal:
        return False  # where nouns have cases, only a preposition puts anything at a place
    after = view.text[place.span.end : view.title.end]
    speaks = view.words.speech.first(after)
    if speaks is not None and len(after[: speaks.start].split()) < 2:
        return False
    framed = any(s.frame and s.frame.place and s.frame.place.span == place.span for s in view.headline)
    return (framed or _qualifies(place, before, after)) and not _named_in_body(view, place)


def _qualifies(place: Place, before: str, after: str) -> bool:
    """Whether a town's name stands before the thing that is there ("… torched Lyon warehouse")."""
    town = place.chosen is not None and place.chosen.kind is PlaceKind.SETTLEMENT
    return town and bool(before.strip()) and after[:1] == " " and after[1:2].isalpha()


def _named_in_body(view: ReportView, place: Place) -> bool:
    name = fold(place.span.of(view.text))
    return any(
        fold(other.span.of(view.text)) == name or (place.id is not None and other.id == place.id)
        for other in view.places_in(view.document.body)
    )


def _event_places(view: ReportView, lead: Lead) -> list[Place]:
    """Where the body puts the lead event: the places of its frames, settlements first."""
    events = {frame.event for s in lead.statements if (frame := event_frame(s)) is not None}
    framed = [*lead.statements, *(s for s in view.body if s.frame is not None and s.frame.event in events)]
    framed = [s for s in framed if s is lead.first or s.mode is not Mode.PREDICTED]  # “the next round will be in …”
    frames = [s.frame.place for s in framed if s.frame is not None and s.frame.place is not None]
    if not frames:
        frames = [
            place
            for place in view.places_in(view.sentence_at(lead.first.content))
            if view.words.locative.has(near(view.text, place.span, 18, 0)[: -len(place.span)])
        ]
    named = {place for place in frames if not _names_a_district(view, place)}
    return sorted(named, key=lambda p: (not _settlement(p), p.span))


def _names_a_district(view: ReportView, place: Place) -> bool:
    """Whether it is an adjective that only names a district: «в Кош-Агачском районе»."""
    if view.words.articles.literal or _ADJECTIVE.search(fold(place.span.of(view.text))) is None:
        return False
    after = view.text[place.span.end : place.span.end + _FEW_WORDS].split(".")[0]
    return view.words.region_words.has(" ".join(after.split()[:3]))


def _settlement(place: Place) -> Candidate | None:
    """The town that a bare name means, also where a region of that name was preferred."""
    if place.chosen is not None and place.chosen.kind is PlaceKind.SETTLEMENT:
        return place.chosen
    region = any(c.kind is PlaceKind.REGION and c.sense is NameSense.CURRENT for c in place.candidates)
    towns = [c for c in place.candidates if c.kind is PlaceKind.SETTLEMENT]
    if region:  # a village that is now and then spelt like the region is not what is meant
        towns = [c for c in towns if c.sense is not NameSense.OTHER]
    return max(towns, key=lambda c: (c.population, c.score), default=None)


def _read_as(view: ReportView, place: Place) -> Candidate | None:
    """What a bare name in running text says: the town, unless a word such as "region" stands with it."""
    after = view.text[place.span.end : place.span.end + 25].lstrip("’'s ")
    named_region = view.words.region_words.first(after)
    as_region = named_region is not None and named_region.start == 0
    if as_region or view.words.region_words.has(place.span.of(view.text)):
        return next((c for c in place.candidates if c.kind is PlaceKind.REGION), place.chosen)
    if place.chosen is not None and place.chosen.kind is PlaceKind.COUNTRY:
        return place.chosen
    return _settlement(place) or place.chosen


def _may_be_at(view: ReportView, headline: Place, told: Place) -> bool:
    if fold(headline.span.of(view.text)) == fold(told.span.of(view.text)):
        return True
    one, other = _read_as(view, headline), _read_as(view, told)
    if one is None or other is None:
        return one is not None and one.kind is not PlaceKind.SETTLEMENT
    near = _AROUND_KM if _beside(view, headline) else _NEARBY_KM
    return one.id == other.id or contains(one, other) or contains(other, one) or _km(one, other) < near


def _beside(view: ReportView, place: Place) -> bool:
    """Whether the name only says near what: «под Брянском»."""
    before = view.text[: place.span.start].split()[-2:]
    return view.words.vicinity.has(" ".join(before[-1:])) or view.words.vicinity.has(" ".join(before))


def _holds_a_place_of_the_body(view: ReportView, headline: Place) -> bool:
    """Whether the headline names a country or region, and the body a place in it."""
    outer = _read_as(view, headline)
    if outer is None or outer.kind is PlaceKind.SETTLEMENT:
        return False
    inner = (p.chosen for p in view.places_in(view.document.body))
    return any(candidate is not None and contains(outer, candidate) for candidate in inner)


def _body_goes_there(view: ReportView, headline: Place) -> bool:
    """Whether the body puts anything in the headline's town."""
    wanted, name = _read_as(view, headline), fold(headline.span.of(view.text))
    for place in view.places_in(view.document.body):
        meant = _read_as(view, place)
        same = meant is not None and wanted is not None and meant.id == wanted.id
        unresolved = meant is None and fold(place.span.of(view.text)) == name
        before = view.text[max(view.title.end, place.span.start - 18) : place.span.start]
        if (same or unresolved) and (view.words.locative.has(before) or _filed_there(view, place)):
            return True
    return False


def _filed_there(view: ReportView, place: Place) -> bool:
    """Whether a paragraph opens with the name in capitals, as the line of a correspondent does: "KHARKIV (Wire) -"."""
    opens = place.span.start == 0 or view.text[place.span.start - 1] == "\n"
    return opens and place.span.of(view.text).isupper()


def _km(one: Candidate, other: Candidate) -> float:
    """The great-circle distance in kilometres."""
    a, b = radians(one.lat), radians(other.lat)
    wide = radians(other.lon - one.lon)
    return 12742 * asin(sqrt(cos(a) * cos(b) * (1 - cos(wide)) / 2 + (1 - cos(b - a)) / 2))


def headline_quantity_differs(view: ReportView) -> list[SourcingWarning]:
    """The headline has another figure for the same thing than the body.

    Rounding is no difference, nor is a total of the figures in the body. The figures must count the same
    thing, and the headline's must stand nowhere in the body.
    """
    found = []
    for quantity in view.quantities_in([view.title]):
        counted = [q for q in _standing(view) if _same_thing(view, quantity, q)]
        anywhere = [q for q in _standing(view) if q.value is not None and q.value == quantity.value]
        if not counted or anywhere or _written_out(view, quantity) or _agrees(quantity, counted):
            continue
        reason = (
            f"The headline says {quote(view.text, _phrase(view, quantity))}, "
            f"the body {quote(view.text, _phrase(view, counted[0]))}."
        )
        spans = (quantity.span, counted[0].span)
        found.append(SourcingWarning("headline_quantity_differs", reason, spans))
    return found


def _written_out(view: ReportView, quantity: Quantity) -> bool:
    """Whether its digits end a clause of the body in which the reader counts nothing: "the toll rose to 32."."""
    digits = re.findall(r"\d+", quantity.span.of(view.text))
    if len(digits) != 1 or quantity.value != float(digits[0]):
        return False
    known = [*(q.span for q in view.resolution.quantities), *(time.span for time in view.resolution.times)]
    written = re.compile(rf"(?<![\d.,])\b{digits[0]}(?=[,;]|[.]?(?:\s*$|[ \n]+[A-ZА-ЯІЇЄҐ]))", re.MULTILINE)
    hits = (Span(m.start(), m.end()) for m in written.finditer(view.text, view.title.end))
    return any(not any(hit.overlaps(span) for span in known) for hit in hits)


def _standing(view: ReportView) -> tuple[Quantity, ...]:
    """The body's figures, without those that are taken back, in the same sentence or the next."""
    taken_back = [view.sentence_at(s.content) for s in view.body if s.mode is Mode.RETRACTED]
    withdrawn = [Span(view.neighbours(sentence).start, sentence.end) for sentence in taken_back]
    inside = view.quantities_in([view.document.body])
    return tuple(q for q in inside if not any(q.span.overlaps(part) for part in withdrawn))


def _phrase(view: ReportView, quantity: Quantity) -> Span:
    """The figure with the words it counts."""
    end = min(len(view.text), quantity.span.end + 24)
    after = view.text[quantity.span.end : end].split("\n")[0]
    cut = after.rfind(" ") if len(after) == 24 else len(after)
    return Span(quantity.span.start, quantity.span.end + max(cut, 0))


def _agrees(quantity: Quantity, counted: list[Quantity]) -> bool:
    if any(compatible(quantity, other) and not _goes_beyond(quantity, other) for other in counted):
        return True
    parts = [q.value for q in counted if q.value is not None][:_MOST_PARTS]
    totals = (sum(some) for size in range(2, len(parts) + 1) for some in combinations(parts, size))
    return any(quantity.value is not None and abs(total - quantity.value) < 0.5 for total in totals)


def _goes_beyond(headline: Quantity, body: Quantity) -> bool:
    """“26 killed” over “at least 19 were killed”: possible, but more than the report knows."""
    if headline.bound is Bound.AT_LEAST or body.bound is not Bound.AT_LEAST:
        return False
    return headline.value is not None and body.low is not None and headline.value > 1.1 * body.low


def _same_thing(view: ReportView, one: Quantity, other: Quantity) -> bool:
    aspects = _aspect(view, one), _aspect(view, other)
    if aspects[0] != aspects[1]:
        return False
    if aspects[0] is not None and _person(view, one) and _person(view, other):
        return True
    units = fold(one.unit or ""), fold(other.unit or "")
    if one.unit is None and _person(view, other) and (one.value or 0) >= _BARE:
        return _related(view, one, other)
    if not all(units) or any(view.words.light.has(unit) for unit in units):
        return False
    built = all(view.words.structures.has(unit) for unit in units)
    return (built or units[0].rstrip("s") == units[1].rstrip("s")) and _related(view, one, other)


def _related(view: ReportView, one: Quantity, other: Quantity) -> bool:
    """Whether two figures of one unit stand in statements that may be about the same event."""
    told = [s for s in view.headline if any(one.span in part for part in s.contents)]
    if any(one_event(a, b) for a in told for b in view.stated_at(other.span)):
        return True
    sentence = view.sentence_at(other.span).of(view.text)
    return alike(view, view.title.of(view.text), sentence, share=_LOOSE)


def _person(view: ReportView, quantity: Quantity) -> bool:
    return quantity.unit is None or view.words.people.has(quantity.unit)


@cache
def _including(words: frozenset[str]) -> re.Pattern[str]:
    """What is put in between after a figure: ", including two children,"."""
    either = "|".join(sorted(map(re.escape, words))) or "(?!)"
    return re.compile(rf"[^,.;]{{0,30}},? (?:{either})[^.;]{{3,80}}?,")


def _aspect(view: ReportView, quantity: Quantity) -> int | None:
    """Which of killed, injured, missing … the figure counts: the nearest such word."""
    sentence = view.sentence_at(quantity.span)
    # "At least 19 pilgrims, including two children, were killed": what is put in between does not count.
    aside = _including(view.words.including.literal).match(view.text, quantity.span.end, sentence.end)
    end = aside.end() if aside else quantity.span.end
    hits = [
        (min(abs(hit.start - end), abs(quantity.span.start - hit.end)), number)
        for number, aspect in enumerate(view.words.aspects)
        for hit in aspect.find(view.text, sentence)
        if not view.month_at(hit.start)
    ]
    gap, number = min(hits, default=(1000, -1))
    return number if gap < 40 else None


def headline_hardens(view: ReportView) -> list[SourcingWarning]:
    """The headline states as fact what the body only alleges, expects or has from voices without a name.

    It is silent where the headline keeps its distance ("allegedly", "may", a question, "both claim"), and where anybody
    with a name, or two voices independent of each other, says plainly that it is so. A headline that only
    names who says it is held against what they say; one that says "will" against a "may". A first count is no reserve.
    """
    lead = find_lead(view)
    headline = view.title.of(view.text)
    if not headline.strip() or _keeps_distance(view, headline):
        return []
    mark = _certain_of_the_expected(view) or (_reserve(view, lead, headline) if lead else None)
    if mark is not None:
        reason = f"The headline states as fact what the body gives with reserve: {quote(view.text, mark)}."
        return [SourcingWarning("headline_hardens", reason, (view.title, mark))]
    claimed = _confirms_a_claim(view, lead, headline) if lead else None
    if claimed is not None:
        reason = f"The headline calls confirmed what the body only calls {quote(view.text, claimed)}."
        return [SourcingWarning("headline_hardens", reason, (view.title, claimed))]
    unnamed = _only_unnamed_say_so(view, lead) if lead else None
    if unnamed is not None and not _attributed(view, headline):
        reason = f"The headline states as fact what only voices without a name say: {quote(view.text, unnamed)}."
        return [SourcingWarning("headline_hardens", reason, (view.title, unnamed))]
    party = _only_a_party_says_so(view, lead) if lead else None
    if lead is not None and party is not None and not _attributed(view, headline):
        reason = f"The headline states as fact what in the body only a party to the fight says: {party}."
        return [SourcingWarning("headline_hardens", reason, (view.title, lead.first.content))]
    return []


def _reserve(view: ReportView, lead: Lead, headline: str) -> Span | None:
    """The words by which the body keeps its distance from the lead claim, if nobody answers for it."""
    told = [s for s in lead.statements if s.mode is not Mode.OPINION and not _gives_no_answer(view, s)]
    soft = [s for s in told if _soft(view, s) and _of_the_headline(view, s)]
    if _foretells(view):
        soft = [s for s in soft if s.mode in _UNSURE and s is lead.first]
    if not soft or (_attributed(view, headline) and len(soft) < len(told)):
        return None
    if _somebody_answers_for_it(view, told, soft[0]):
        return None
    words = next((hit for part in soft[0].contents if (hit := view.distant(part))), None)
    return soft[0].hedge or words or soft[0].cue or soft[0].content


def _gives_no_answer(view: ReportView, statement: Statement) -> bool:
    return len(statement.chain) == 1 and view.words.no_answer.has(view.words_of(statement))


def _of_the_headline(view: ReportView, soft: Statement) -> bool:
    """Whether it may be what the headline says: not a question, nor something else that is told beside it."""
    if soft.mode is Mode.ASKED:
        return False
    if any(one_event(told, soft) for told in view.headline):
        return True
    return alike(view, view.title.of(view.text), view.words_of(soft), share=_OF_THE_HEADLINE)


def _confirms_a_claim(view: ReportView, lead: Lead, headline: str) -> Span | None:
    """The word "claimed", where the headline says "confirmed" and nobody else in the body says so."""
    cue = lead.first.cue
    if not view.words.confirm.has(headline) or cue is None or not view.words.alleging.has(cue.of(view.text)):
        return None
    root = carrier(lead.first)
    confirmed = (
        s.mode is Mode.CONFIRMED and not dependent(view, root, carrier(s), military=True) for s in lead.statements
    )
    return None if any(confirmed) else cue


def _only_unnamed_say_so(view: ReportView, lead: Lead) -> Span | None:
    """The voice without a name from whom the lead claim comes, where nobody with a name fits it."""
    told = [s for s in lead.statements if len(s.chain) > 1]
    if len(lead.first.chain) < 2 or unresolved(view, carrier(lead.first)) or crew(view, lead.first.voice):
        return None
    if any(answers(view, carrier(s)) or by_office(view, s.voice) for s in told):
        return None
    if any(answers(view, carrier(s)) and bears_on(view, lead, s) for s in view.attributed):
        return None
    return lead.first.voice.span


def _attributed(view: ReportView, headline: str) -> bool:
    return view.words.said_so.has(headline) or any(len(s.chain) > 1 for s in view.headline)


def _certain_of_the_expected(view: ReportView) -> Span | None:
    """An expectation of the body, where the headline calls the matter certain and the body nowhere does."""
    sure = view.words.certain
    if sure.first(view.text, view.title) is None or sure.first(view.text, view.document.body) is not None:
        return None
    expected = [s for s in view.body if s.mode in {Mode.PREDICTED, Mode.SPECULATED, Mode.HEDGED}]
    return next((s.hedge or s.content for s in expected), None)


def _only_a_party_says_so(view: ReportView, lead: Lead) -> str | None:
    """The one side of a fight from which alone the lead claim comes, in quotation marks."""
    told = [carrier(s) for s in lead.statements if len(s.chain) > 1]
    if not lead.military or not told or lead.frame is None or len(lead.first.chain) < 2:
        return None
    if any(not dependent(view, told[0], other, military=True) for other in told[1:]):
        return None
    if disputed_by_name(view, lead, told[0]):
        return None
    words = all_words(view, told[0])
    party = view.words.forces.has(words) or view.words.insurgents.has(words)
    if party or acts_for(view, told[0], lead.frame.actor):
        return quote(view.text, told[0].span) if told[0].span else f"“{told[0].text}”"
    return None


def _keeps_distance(view: ReportView, headline: str) -> bool:
    label = view.words.labelling.first(view.text, view.title)
    if label is not None and label.start - view.title.start < _LABEL and not view.headline:
        return True
    if view.distant(view.title) or "?" in headline or view.words.mutual.has(headline):
        return True
    told = [s for s in view.headline if s.frame is not None] or list(view.headline)
    return bool(told) and ((told[0].mode in SOFT and not _foretells(view)) or bool(told[0].hedge))


def _foretells(view: ReportView) -> bool:
    """Whether the headline says for certain that something will be."""
    told = [s for s in view.headline if s.frame is not None] or list(view.headline)
    return bool(told) and told[0].mode is Mode.PREDICTED and not told[0].hedge


def _soft(view: ReportView, statement: Statement) -> bool:
    """Whether it is said with reserve. What one who can be asked announces for certain is not, nor a first count."""
    if statement.hedge is not None and view.words.provisional.has(statement.hedge.of(view.text)):
        return False
    distant = statement.hedge is not None or any(view.distant(part) for part in statement.contents)
    speaker = carrier(statement)
    sure = len(statement.chain) == 1 or answers(view, speaker) or crew(view, speaker)
    announced = statement.mode is Mode.PREDICTED and sure
    return distant or (statement.mode in SOFT and not announced)


def _somebody_answers_for_it(view: ReportView, told: list[Statement], soft: Statement) -> bool:
    """Whether a named voice, or two, say plainly that it is so; the outlet does only if it says so first."""
    plain = [s for s in told if not _soft(view, s)]
    plain = [s for s in plain if len(s.chain) > 1 or s.content.start < soft.content.start]
    told_of = f"{view.title.of(view.text)} {view.words_of(soft)}"
    plain = [s for s in plain if alike(view, view.words_of(s), told_of, least=1, share=0.15)]
    named = [s for s in plain if answers(view, s.voice)]
    return bool(named) or len({origin(view, s) for s in plain}) > 1


def _about_its_subject(view: ReportView) -> list[Span]:
    """The sentences that speak of whom or what the headline names first."""
    words = view.text[view.title.start : view.title.end].replace(":", " ").split()
    subject = next((stem for word in words for stem in stems(view, word)), None)
    return [s for s in view.sentences if subject is not None and subject in stems(view, s.of(view.text))]


def headline_contradicts_body(view: ReportView) -> list[SourcingWarning]:
    """The headline calls the matter something that the body shows it is not: "confidential", yet published.

    The pairs of words are a list that can be edited. The body's words must stand with the lead claim.
    """
    lead = find_lead(view)
    beside = [view.sentence_at(s.content) for s in lead.statements] if lead else []
    beside = [*view.sentences[:_OPENING], *beside, *_about_its_subject(view)]
    for pair in view.words.contradictions:
        said = pair.headline.first(view.text, view.title)
        shown = [hit for sentence in beside for hit in pair.body.find(view.text, sentence)]
        if said is not None and shown:
            reason = f"The headline says {quote(view.text, said)}, but the body says {quote(view.text, shown[0])}."
            return [SourcingWarning("headline_contradicts_body", reason, (said, shown[0]))]
    return []
