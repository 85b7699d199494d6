"""Which of the names found in a text are places at all, before asking which place each one means.

What the gazetteer knows by chance only (ordinary words, people, bodies) is left out by what stands around it.
Russian and Ukrainian names are judged in `place_cyrillic`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from firsthand.model import Candidate, Document, NameSense, PlaceId, PlaceKind, Span
from firsthand.resolve.actor_units import names_group
from firsthand.resolve.data import load
from firsthand.resolve.gazetteer import Gazetteer, name_key
from firsthand.resolve.place_cyrillic import cyrillic_convinces, cyrillic_kind, cyrillic_setting, is_river
from firsthand.resolve.place_known import Known, capitals, demonyms, is_code, known_to
from firsthand.resolve.place_named import meant
from firsthand.resolve.place_setting import Setting
from firsthand.resolve.place_spotting import POSSESSIVE, Hit, Page, hits_in, inflected_at, page_of
from firsthand.resolve.place_words import is_cyrillic, place_words

__all__ = ["Mention", "lies_in", "mentions_at", "mentions_in"]

_KNOWN = 20_000  # inhabitants; a smaller place needs a locative word before it somewhere in the text
_WELL_KNOWN = 100_000  # the same at the start of a sentence and in a headline, where capitals say nothing
_MONEY = frozenset("$€£¥")
_HAMLET = 500  # the same beside the region it lies in
_BESIDE = 12  # tokens
_OF_PERSONS = ("ко", "ук", "юк", "як", "ак", "ий", "ов", "ев", "єв", "ин", "ін", "ян")
_IN = frozenset({"in", "в", "во", "у", "на"})
_WITHIN = 5  # words: "in the north of the"
_PASSIVE = frozenset({"was", "is", "were", "has", "had", "remains"})
_LONG = 6  # letters; so long a name of towns abroad only is hardly an English word,
_TOWN = 4_000  # and so many inhabitants are enough
_ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM", "PH"})
_WITH_FRONTS = frozenset({"UA", "RU"})
_METROPOLIS = 500_000  # the same for a name that people bear too


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text with every place it may mean.

    `kind` is what the words around it call it, if anything; `container` is the index of the mention that
    follows after a comma ("Paris, Texas"). `located` says whether a locative word stands before it. `cost` is how
    far the form in the text is from a name of each place, 0 where nothing is said, and `names` which name that is.
    `front` says that a stretch of front is called so, `fought` that the words around it tell of fighting. `owner` is
    the country whose adjective stands before it, `away` how many km it is said to be from another place, which may
    be any of these.
    """

    span: Span
    key: str
    candidates: tuple[Candidate, ...]
    kind: PlaceKind | None
    located: bool
    container: int | None = None
    cost: dict[PlaceId, float] = field(default_factory=dict)
    names: dict[PlaceId, str] = field(default_factory=dict)
    front: bool = False
    fought: bool = False
    owner: str | None = None
    away: tuple[float, tuple[Candidate, ...]] | None = None


@cache
def _countries() -> frozenset[tuple[str, str]]:
    """The last word of each country's name, with its code: whose the next name is, in "Türkiye's Malatya"."""
    sides = load("sides.yaml")["en"]
    return frozenset((name_key(name.split()[-1]), code) for code, words in sides.items() for name in words["names"])


def mentions_in(document: Document, gazetteer: Gazetteer, speakers: Sequence[Span] = ()) -> list[Mention]:
    """The mentions in text order; they never overlap. The cost grows linearly with the text.

    A town's name that is among the `speakers` is a newspaper's, a firm's or a club's, unless it is a capital.
    """
    page = page_of(document.text, document.title, document.language)
    known = known_to(gazetteer)
    hits = list(hits_in(page, known))
    settings = _settings(page, hits)
    accepted = _accepted(hits, settings, _backed(page, hits, settings))
    spoken = _spoken(page, hits, speakers)
    surnames = _surnames(hits, settings)
    mentions = [
        _its_capital(page, hit, known) or _mention(page, hit, setting)
        for hit, setting in zip(hits, settings, strict=True)
        if setting.possible
        and hit.base in accepted
        and (setting.located or not (hit.base in surnames | spoken or hit.ordinary))
        and not names_group(page.words, hit.start, hit.end, hit.language)
    ]
    return _with_containers(page, mentions)


def _surnames(hits: list[Hit], settings: list[Setting]) -> set[str]:
    """Names that are a person's in the text, and not as often a place's."""
    votes: Counter[str] = Counter()
    for hit, setting in zip(hits, settings, strict=True):
        votes[hit.base] += setting.person - 2 * (setting.possible and setting.located)
    return {base for base, count in votes.items() if count > 0}


def mentions_at(document: Document, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Mention]:
    """The mentions at given spans, each once and in text order, whatever stands there.

    One that the gazetteer does not know has no candidates.
    """
    page = page_of(document.text, document.title, document.language)
    known = known_to(gazetteer)
    mentions = [_mention_at(page, span, known) for span in sorted(set(spans))]
    return _with_containers(page, mentions)


def _settings(page: Page, hits: list[Hit]) -> list[Setting]:
    settings: list[Setting] = []
    for index, hit in enumerate(hits):
        if hit.language == "en":
            settings.append(_setting(page, hit))
            continue
        joint = page.low(hit.start - 1) in hit.words.joining or page.low(hit.start - 1) == ","
        follows = index > 0 and joint and hits[index - 1].end == hit.start - 1
        apposed = index > 0 and hits[index - 1].end == hit.start and settings[-1].possible
        settings.append(cyrillic_setting(page, hit, settings[-1] if follows else None, apposed))
    return settings


def _mention_at(page: Page, span: Span, known: Known) -> Mention:
    name, (lo, hi) = span.of(page.words.text), page.words.range(span)
    hit = inflected_at(page, lo, known) if lo < hi and is_cyrillic(name) else None
    if hit is None or hit.end != hi:
        key = name_key(name)
        hit = Hit(lo, hi, key, meant(name, known), base=key)
    kind = _kind_of(page, hit) if lo < hi else None
    return Mention(span, hit.key, hit.candidates, kind, located=True, cost=hit.cost, names=hit.names)


def _spoken(page: Page, hits: list[Hit], speakers: Sequence[Span]) -> set[str]:
    """The names of towns that speak, other than capitals, which stand for a government."""
    named = {_plain_name(span.of(page.words.text)) for span in speakers}
    towns = (hit for hit in hits if all(place.kind is PlaceKind.SETTLEMENT for place in hit.candidates))
    return {hit.key for hit in towns if hit.key in named and hit.key not in capitals()}


def _plain_name(voice: str) -> str:
    return name_key(voice.removeprefix("The ").removeprefix("the "))


def _setting(page: Page, hit: Hit) -> Setting:
    before = page.low(hit.start - 1) if page.joined(hit.start) else ""
    after = page.low(hit.end) if page.joined(hit.end) else ""
    if before in _MONEY or after in _MONEY:  # "US$543 million"
        return Setting(located=False, plain=False, person=False, possible=False)
    words, headline = hit.words, page.words.starts[hit.start] < page.title.end
    if after == "of" and page.words.low[hit.start] in words.directions:  # "East of Rafah"; there is an East Region
        return Setting(located=False, plain=False, person=False, possible=False)
    located = (
        (before in words.locative and not (headline and before == "to"))  # "to Cut Jobs"
        or (before == "of" and page.low(hit.start - 2) in words.settlement | words.region | words.parts)
        or after in words.region
        or after in words.settlement
        or (before == "the" and page.low(hit.start - 2) in words.locative and _of_areas(hit.candidates[0]))
        or (before == "," and page.low(hit.start - 2) == "capital")
        or hit.start in page.datelines
    )
    if headline:
        return Setting(located, plain=True, person=False, possible=_known(hit) or not _goes_on(page, hit))
    opens = page.opens_sentence(hit.start)
    befallen = after in _PASSIVE and words.befalls.begin(page.after(hit.end + 1 + (page.after(hit.end + 1) == "been")))
    if before in words.given and page.capital(hit.start - 1) and hit.end - hit.start == 1:
        return Setting(located, opens, person=True, possible=False)
    if _strong(hit):
        possible = before not in words.titles and not _of_a_body(page, hit, before)
        return Setting(located, opens, person=False, possible=possible)
    person = _part_of_name(page, hit, before)
    body = _in_a_body(page, hit, before)
    return Setting(located, opens, person and not body, possible=not person, befallen=befallen)


def _in_a_body(page: Page, hit: Hit, before: str) -> bool:
    """“The Moscow Times”, “Kyiv Post”: no person's name, so that the town is one wherever it stands by itself."""
    return before == "the" or any(page.after(i) in hit.words.outlets for i in range(hit.end, hit.end + 3))


def _known(hit: Hit) -> bool:
    best = hit.candidates[0]
    return best.kind is not PlaceKind.SETTLEMENT or best.population >= _WELL_KNOWN


def _strong(hit: Hit) -> bool:
    """A country, a region with a name of its own, a large city of several words: neighbours do not matter."""
    if hit.key in hit.words.given:
        return False
    best = hit.candidates[0]
    if best.kind is PlaceKind.SETTLEMENT:
        return hit.end - hit.start > 1 and best.population >= _WELL_KNOWN
    return best.sense is not NameSense.OTHER


def _part_of_name(page: Page, hit: Hit, before: str) -> bool:
    """“Mr Paris”, “Jack London”, “Sofia Petrova”, “Kyiv Post”: a longer name that is no place's."""
    if before in hit.words.titles:
        return True
    return _follows_a_name(page, hit, before) or _goes_on(page, hit)


def _of_a_body(page: Page, hit: Hit, before: str) -> bool:
    """“Kenya Red Cross Society”, “Baltic Civic Forum”, “Environment Canada”: a body with a country in its name."""
    if hit.end - hit.start > 1 or is_code(page.words.raw(hit.start)):
        return False
    if page.words.low[hit.end - 1].endswith(POSSESSIVE):
        return False
    if _is_team(page, hit):
        return True
    goes_on = [k for k in (hit.end, hit.end + 1) if page.joined(k) and page.capital(k)]
    if len(goes_on) == 2 and not any(page.low(k) in hit.words.followers for k in goes_on):
        return True
    return _follows_a_name(page, hit, before) and not page.opens_sentence(hit.start - 1)


def _is_team(page: Page, hit: Hit) -> bool:
    """“Washington Commanders”, “Texas Rangers”: one word in the plural, in capitals as a name is."""
    if hit.candidates[0].kind is PlaceKind.COUNTRY:
        return False  # “U.S. Centers for Disease Control”
    low = page.low(hit.end)
    if not (page.joined(hit.end) and page.capital(hit.end)) or page.words.low[hit.end - 1].endswith(POSSESSIVE):
        return False
    plural = low.endswith("s") and not low.endswith("ss") and len(low) >= _LONG
    return plural and not (low in hit.words.followers or low in hit.words.region or _of_people(low[:-1]))


def _follows_a_name(page: Page, hit: Hit, before: str) -> bool:
    """Whether a word in capitals stands before that is no part of the place's name."""
    if not (page.joined(hit.start) and page.capital(hit.start - 1)) or _in_owner(page, hit):
        return False
    if page.low(hit.start - 1) == page.low(hit.end - 1):
        return False  # the same name over again is no longer one
    return not (before in hit.words.leaders or before in hit.words.never or _of_people(before))


def _in_owner(page: Page, hit: Hit) -> bool:
    """“Türkiye's Malatya”: the country before it owns it, and it lies there; “France's Macron” lies nowhere."""
    if hit.start == 0 or not page.words.low[hit.start - 1].endswith("'s"):
        return False
    owner = name_key(page.low(hit.start - 1))
    return any((owner, place.country) in _countries() for place in hit.candidates)


def _goes_on(page: Page, hit: Hit) -> bool:
    """Whether a longer name goes on after the hit, or a firm's partner stands beside it."""
    if not page.joined(hit.end) or page.low(hit.end) == page.low(hit.start):
        return False
    if page.low(hit.end) in hit.words.particles and page.joined(hit.end + 1) and page.capital(hit.end + 1):
        return True  # "Vau i Dejës"
    if page.words.low[hit.end - 1].endswith(POSSESSIVE) and page.capital(hit.end):
        return page.low(hit.end) in hit.words.venues and not _known(hit)  # "St Anne's Square"
    if "&" in (page.low(hit.end), page.low(hit.start - 1)):
        return True
    possessive = page.words.low[hit.end - 1].endswith(POSSESSIVE)
    follows = page.capital(hit.end) and page.low(hit.end - 1) != "."
    return follows and not possessive and page.low(hit.end) not in hit.words.followers


def _of_people(low: str) -> bool:
    """“Ukrainian”, and “Russian-occupied”."""
    return low in demonyms() or low.split("-")[0] in demonyms() or low.split("-")[-1] in ("occupied", "held")


def _accepted(hits: list[Hit], settings: list[Setting], backed: set[str]) -> set[str]:
    """The names that are places somewhere in the text, and those that share a place with one of them."""
    accepted = set(backed)
    for hit, setting in zip(hits, settings, strict=True):
        if setting.possible and hit.base not in accepted and _convinces(hit, setting):
            accepted.add(hit.base)
    ids = {place.id for hit in hits if hit.base in accepted for place in hit.candidates}
    return accepted | {hit.base for hit in hits if _shares(hit, ids)}


def _backed(page: Page, hits: list[Hit], settings: list[Setting]) -> set[str]:
    """The names of small towns in Russian and Ukrainian with the region beside them that one of them lies in."""
    areas = [hit for hit, each in zip(hits, settings, strict=True) if each.possible and _of_division(hit.candidates[0])]
    return {
        hit.base
        for hit, setting in zip(hits, settings, strict=True)
        if areas and setting.possible and not setting.person and _may_be_backed(hit)
        for area in areas
        if area.start == hit.end or (not setting.plain and _same_line(page, hit, area))
        if any(lies_in(place, region) for place in hit.candidates for region in area.candidates[:3])
    }


def _of_division(place: Candidate) -> bool:
    return place.kind is PlaceKind.REGION and place.feature in ("ADM1", "ADM2")


def _may_be_backed(hit: Hit) -> bool:
    """A name that is neither a word nor like a person's, of a place that is more than a hamlet."""
    if hit.language == "en" or hit.ordinary or hit.adjective or len(hit.base) < _LONG:
        return False
    if hit.base in hit.words.given | hit.words.surnames or hit.base.endswith(_OF_PERSONS):
        return False
    return any(place.kind is PlaceKind.SETTLEMENT and place.population >= _HAMLET for place in hit.candidates)


def _same_line(page: Page, one: Hit, other: Hit) -> bool:
    first, last = min(one.end, other.end), max(one.start, other.start)
    return last - first <= _BESIDE and all(page.joined(i) for i in range(first, last + 1))


def _shares(hit: Hit, ids: set[PlaceId]) -> bool:
    """Whether it names one of the places; a person's name only where it is what the place was once called."""
    named = [place for place in hit.candidates if place.id in ids]
    if hit.base in hit.words.given or hit.base in hit.words.surnames:
        return any(place.sense is NameSense.FORMER for place in named)
    return bool(named) and not hit.ordinary


def _convinces(hit: Hit, setting: Setting) -> bool:
    """Whether this one occurrence is enough to take the name for a place."""
    if hit.language != "en":
        return cyrillic_convinces(hit, setting)
    if hit.key in hit.words.ordinary:
        return setting.located
    if any(_of_areas(place) for place in hit.candidates) or setting.located:
        return True
    largest = max(place.population for place in hit.candidates)
    if hit.key in hit.words.given:
        return largest >= _METROPOLIS
    if setting.befallen and largest >= _HAMLET:
        return True
    if len(hit.key) >= _LONG and largest >= _TOWN and not any(p.country in _ENGLISH for p in hit.candidates):
        return True
    return largest >= (_WELL_KNOWN if setting.plain else _KNOWN)


def _of_areas(place: Candidate) -> bool:
    """An area, or a small town that our own table has because reports name it."""
    return place.kind is not PlaceKind.SETTLEMENT or str(place.id).startswith("site:")


def _mention(page: Page, hit: Hit, setting: Setting) -> Mention:
    words = page.words
    end = words.ends[hit.end - 1]
    if words.low[hit.end - 1].endswith(POSSESSIVE):
        end -= 2
    kind = _kind_of(page, hit)
    return Mention(
        Span(words.starts[hit.start], end),
        hit.key,
        _rivers_first(page, hit),
        kind,
        setting.located,
        cost=hit.cost,
        names=hit.names,
        front=page.after(hit.end) in hit.words.axis,
        fought=_many(hit) and page.fought(hit.start, hit.end),
    )


def _rivers_first(page: Page, hit: Hit) -> tuple[Candidate, ...]:
    """Without other natural features where the words say that a river is meant: «в Урале» is not in the mountains."""
    if not any(place.feature == "STM" for place in hit.candidates[1:]) or not is_river(page, hit):
        return hit.candidates
    return tuple(place for place in hit.candidates if place.feature == "STM" or place.kind is PlaceKind.SETTLEMENT)


def _its_capital(page: Page, hit: Hit, known: Known) -> Mention | None:
    """“Ukraine's capital” is the town, unless its name follows: “Ukraine's capital, Kyiv”."""
    country = hit.candidates[0].country
    if not (page.after(hit.end) == "capital" and page.words.low[hit.end - 1].endswith(POSSESSIVE)):
        return None
    if page.capital(hit.end + 1) or (page.after(hit.end + 1) == "," and page.capital(hit.end + 2)):
        return None
    if {place.country for place in hit.candidates if place.kind is not PlaceKind.SETTLEMENT} != {country}:
        return None
    names = (name for name, countries in capitals().items() if country in countries)
    towns = {place.id: place for name in names for place in known[name] if place.country == country}
    seats = [place for place in towns.values() if place.feature == "PPLC"] or [
        place for place in towns.values() if place.kind is PlaceKind.SETTLEMENT
    ]
    span = Span(page.words.starts[hit.start], page.words.ends[hit.end])
    largest = max(seats, key=lambda place: place.population, default=None)
    return Mention(span, name_key(largest.name), (largest,), PlaceKind.SETTLEMENT, True) if largest else None


def _many(hit: Hit) -> bool:
    """Whether it may be one of several places, and one of a country with a front."""
    return len(hit.candidates) > 1 and any(place.country in _WITH_FRONTS for place in hit.candidates)


def _kind_of(page: Page, hit: Hit) -> PlaceKind | None:
    return _kind(page, hit) if hit.language == "en" else cyrillic_kind(page, hit)


def _kind(page: Page, hit: Hit) -> PlaceKind | None:
    """What the words around it call the place: "the city of X", "X province", "across X"."""
    before = page.low(hit.start - 1) if page.joined(hit.start) else ""
    noun = page.low(hit.start - 2) if before in ("of", "the") else before
    after = page.low(hit.end) if page.joined(hit.end) else ""
    if after in hit.words.region or (before == "of" and noun in hit.words.region):
        return PlaceKind.REGION
    if before == "of" and noun == "capital":
        return None
    owns = page.words.low[hit.end - 1].endswith(POSSESSIVE)
    if after in hit.words.settlement and (owns or page.after(hit.end + 1) == "of"):
        return None  # "the Hunan city of Yueyang", "Syria's port"
    if after in hit.words.settlement or (noun in hit.words.settlement and before != "the"):
        return PlaceKind.SETTLEMENT
    if after in hit.words.joining and _plural_region(page, hit.end):
        return PlaceKind.REGION
    return PlaceKind.REGION if before in hit.words.spread or is_river(page, hit) else None


def _plural_region(page: Page, i: int) -> bool:
    """“Donetsk and Luhansk regions”: from the “and” on, one name and then a plural."""
    plural = ("regions", "oblasts", "provinces", "states")
    return any(page.low(j) in plural and page.low(j - 1) != "united" for j in range(i + 2, i + 4))


def _with_containers(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Joins "Paris, Texas": the second mention is where the first one lies, if one of its meanings fits."""
    joined, text = [], page.words.text
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            following
            and not _both_countries(mention, following)
            and not _in_list_of_regions(mentions, index, text)
            and _says_within(page, mention, text[mention.span.end : following.span.start].lower())
            and any(lies_in(inner, outer) for inner in mention.candidates for outer in following.candidates)
        ):
            mention = replace(mention, container=index + 1)
        joined.append(mention)
    return joined


def _says_within(page: Page, mention: Mention, between: str) -> bool:
    """Whether what stands between two names says that the first lies in the second: a comma, "in northern", «на
    севере». After a village's name the last may be what is told of anything else."""
    if between.rstrip() == ",":
        return True
    words = between.split()
    if not 0 < len(words) <= _WITHIN or words[0] not in _IN:
        return False
    lists = place_words(page.cyrillic if is_cyrillic(mention.key) else "en")
    known = lists.sides.keys() | lists.directions.keys() | {"the", "of"}
    return all(word in known for word in words[1:]) and any(
        place.kind is PlaceKind.SETTLEMENT and place.population >= _KNOWN for place in mention.candidates
    )


def _in_list_of_regions(mentions: list[Mention], index: int, text: str) -> bool:
    """“Georgia, Oklahoma, Ohio and Utah” are states, although there is an Oklahoma in Ohio."""
    one, other = mentions[index], mentions[index + 1]
    if not _alike_regions(one, other):
        return False
    beside = [(mentions[index - 1], one)] if index else []
    beside += [(other, mentions[index + 2])] if index + 2 < len(mentions) else []
    return any(
        _alike_regions(first, second)
        and text[first.span.end : second.span.start].strip() in (",", "and", ", and", "or", ", or")
        for first, second in beside
    )


def _alike_regions(one: Mention, other: Mention) -> bool:
    """Whether both are best known as regions of one country."""
    if not (one.candidates and other.candidates):
        return False
    first, second = one.candidates[0], other.candidates[0]
    regions = first.kind is second.kind is PlaceKind.REGION
    return regions and first.country == second.country and first.feature == second.feature


def _both_countries(one: Mention, other: Mention) -> bool:
    """“China, Japan” is a list, although there is a village of China in Japan."""
    best = [mention.candidates[0].kind for mention in (one, other) if mention.candidates]
    return best == [PlaceKind.COUNTRY, PlaceKind.COUNTRY]


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether the first place is known to lie in the second, a country or a region."""
    if outer.kind is PlaceKind.COUNTRY:
        return inner.country == outer.country and inner.id != outer.id
    return outer.kind is PlaceKind.REGION and outer.id in (inner.region, inner.district)
