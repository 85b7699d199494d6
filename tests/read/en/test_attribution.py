"""Real sentences with the voice in [ ], the cue in { } and the content in < > marked in the text."""

import re

import pytest

from firsthand.model import Attribution, Span
from firsthand.read import document_of_text
from firsthand.read.en import attribution
from firsthand.read.en.attribution import attributions_of
from firsthand.read.en.grammar import find_attributions, tagged_sentences
from firsthand.read.en.lexicon import lexicon

MARKED = [
    # plain order
    "[The mayor of Oakhurst] {said} <the bridge would stay closed until spring>.",
    "[Police] {said} <that two men had been arrested>.",
    "[Witnesses in the old town] {reported} <three explosions shortly after midnight>.",
    "[The ministry] {has also confirmed} <the loss of one aircraft>.",
    "On Tuesday [the court] {ruled} <that the contract was void>.",
    "In a statement [the company] {denied} <any knowledge of the payments>.",
    "[Lena Fischer, the union's secretary,] {told} reporters <that talks had broken down>.",
    "[A nurse, who asked not to be named,] {said} <the ward had no oxygen>.",
    "[The army] {did not say} <how many soldiers were missing>.",
    "[She] {believes} <that the dam was opened on purpose>.",
    "[Officials] {fear} <the toll will rise>.",
    "[The council] {pledged} <to rebuild the school within a year>.",
    "[The opposition] {accused} <the governor of hiding the report>.",
    "[Analysts] {pointed out} <that the figure includes the wounded>.",
    '[One resident] {described} <the night as "a long siren">.',
    "[He] {asked} <whether the valves had been checked>.",
    # quotations
    '"We heard it before we saw it," [Maria Lopes] {said}.'.replace('"We', '<"We').replace('it,"', 'it,">'),
    "<“The water is still rising,”> {said} [Tomas Berg, the harbour master].",
    "<‘We will appeal,’> [her lawyer] {added}, <‘and we will win.’>",
    "[The report] {concludes}: <“Nobody checked the lock.”>",
    "<«The road is open,»> [a spokesman] {said} on Friday.",
    "<''It is not over,''> [Mr. Adeyemi] {said}.",
    # content first
    "<The talks will resume on Monday>, [two diplomats] {said}.",
    "<The plant had been warned twice>, {said} [an inspector familiar with the file].",
    "<Some 300 homes were flooded>, {according to} [the civil protection agency].",
    "{According to} [local residents], <the shelling began at dawn>.",
    "<Most of them are from Sudan>, [a spokesman in Athens for the agency, Nikos Halaris,] {said}.",
    "<The virus was found in 16 patients>, [the ministry] {said} in its daily bulletin (https://ministry.example/143).",
    "<The market would move>, [the Cattle Traders’ Association] {argued} in an open letter to the governor.",
    "<The clip was sent by a cousin>, [a shopkeeper] {told} the Goole Beacon.",
    "<Some 6,000 people>, by [the prefecture's] {count}, <marched through the centre on Saturday>.",
    "<“It is over,”> [the boss] {smiled}.",
    "<Three people were held>, [police] {said}, {accusing} <them of arson>.",
    "<Firefighters>, {said} [the mayor], <had reached the mill within minutes>.",
    "<Brazil>, [the minister] {said}, <would not sign>.",
    "<Liverpool have bid £55m>, [Marca] {claim}.",
    "[A source close to the mayor] {said} <it was over>.",
    "[The army] {later withdrew} <the figure>.",
    "[The paper] {has taken back} <the figure of 40 dead>.",
    "<The dam is safe>, [engineers at the plant] {report} in a bulletin.",
    "<Two men died>, [doctors] {estimate}.",
    "[The army] {denied} <involvement> and in turn {accused} <the rebels of bombing the convoy>.",
    "[One official] {put} <the number of dead at 40>.",
    "[Experts] {believe} <as many as 200 boars may roam>.",
    # passive
    "<The raid> {was described} by [the bishop] as a mistake.".replace("as a mistake", "as <a mistake>").replace(
        "<The raid>", "The raid"
    ),
    "The plan {was described} by [a civil servant], who spoke on condition of anonymity, as <“a long note”>.",
    # participles and second verbs
    "[The governor] {blamed} <the storm>, {adding} <that repairs would take weeks>.",
    "[The club] {confirmed} <the deal> and {said} <that the fee would stay private>.",
    "[The minister] {denied} <the claim>, but {admitted} <that a letter existed>.",
    # nouns that speak
    "No proof was shown of [the ministry's] {claim} <that the vaccine had expired>.",
    "There is {speculation} <that the coach will resign>.",
    # relative clauses
    "[The Guild], which {has complained about} <rosters since 2022>, stayed away.",
    "[A driver who had seen the fall] {said} <the rope had snapped>.",
    "The plan alarmed [teachers], who {warned} <that classes would double>.",
    # passed on
    "<The driver was asleep>, [the court] {was told}.",
    "<A cook had joked about the oven>, [a court in Tarn] {has heard}.",
    "[The inquest] {heard} <that the rope was frayed>.",
    "[Judges] {were told} on Monday <that the letter was forged>.",
    "<The mill>, as [inspectors] {noted}, <was built on sand>.",
    "Note that <in May>, as [scouts] {reported}, <a similar depot was shelled>.",
    "[The farmer] {hit back}: <“I never signed it.”>",
    "[One baker] {described how} <queues had formed after noon>.",
    # figures
    "[The army] {put} <its losses at twelve>.",
    # headlines
    "[Ministry]{:} <22 buildings taken in Vostochny>",
]


def marks(text: str) -> tuple[str, dict[str, list[str]]]:
    """The sentence without its marks, and what was marked."""
    found: dict[str, list[str]] = {"[": [], "{": [], "<": []}
    for match in re.finditer(r"\[([^\]]*)\]|\{([^}]*)\}|<([^>]*)>", text):
        found[match.group()[0]].append(match.group()[1:-1])
    return re.sub(r"[\[\]{}<>]", "", text), found


def attributions(text: str) -> list[Attribution]:
    """What the rules find, whatever language a short text seems to be in."""
    return list(find_attributions(document_of_text(text, language="en")))


@pytest.mark.parametrize("line", MARKED)
def test_marked_sentences(line: str) -> None:
    """The rules find voice, cue and content to the character in the forms that news is written in."""
    text, expected = marks(line)
    found = attributions(text)
    sources = {a.source.of(text) for a in found if a.source}
    assert [a.cue.of(text) for a in found if a.cue] == expected["{"]
    assert [c.of(text) for a in found for c in a.contents] == expected["<"]
    assert sources == set(expected["["])


@pytest.mark.parametrize(
    "text",
    [
        "The road reopened on Monday after repairs to the bridge.",
        "Medical supplies and blankets arrived in two lorries.",
        "The show ran for three years in a small theatre.",
        "He found a bag behind the door and took it home.",
        "A point of order was raised in the note of the meeting.",
        "Final results are expected by Friday.",
        "Fares will rise by 6 per cent.",
        "Malawi's ruling party met on Monday.",
    ],
)
def test_plain_narration_has_no_attribution(text: str) -> None:
    """Words that can be cues are left alone where nobody says anything."""
    assert attributions(text) == []


def test_quotation_after_a_colon_in_the_next_paragraph() -> None:
    """A press release that ends a paragraph with “said:” gives the next one to that voice."""
    text = "Minister Sam Kay said:\n\n“We will act before the winter comes.”"
    (only,) = attributions(text)
    assert only.source is not None
    assert only.source.of(text) == "Minister Sam Kay"
    assert only.contents[0].of(text).startswith("“We will act")


def test_nested_voices_are_two_attributions() -> None:
    """“The agency quoted the minister as saying” keeps both voices, the outer around the inner."""
    text = "The Kestrel agency quoted the interior minister as saying the border would reopen."
    outer, inner = sorted(attributions(text), key=lambda a: a.source.start if a.source else 0)
    assert outer.source is not None
    assert inner.source is not None
    assert outer.source.of(text) == "The Kestrel agency"
    assert inner.source.of(text) == "the interior minister"
    assert inner.contents[0].of(text) == "the border would reopen"


@pytest.mark.parametrize("aside", ["citing unnamed ‘units’", "which quotes unnamed ‘units’"])
def test_aside_about_sources_is_not_the_content(aside: str) -> None:
    """“The post, citing unnamed ‘units’, says …”: the post speaks, the units stand behind it."""
    text = f"The post, {aside}, says troops pulled out of the district on Tuesday."
    said = next(a for a in attributions(text) if a.cue and a.cue.of(text) == "says")
    assert said.source is not None
    assert said.source.of(text).startswith("The post")
    assert said.contents[0].of(text) == "troops pulled out of the district on Tuesday"


def test_cited_voice_has_no_content_of_its_own() -> None:
    """“Citing field reports” lends a voice to what is said beside it."""
    found = attributions("The ministry said the bridge was gone, citing two officers at the front.")
    assert [a.contents for a in found if a.rule == "citing"] == [()]


def test_quotation_running_on_belongs_to_the_same_voice() -> None:
    """A quotation in the next sentence without a cue of its own continues the one before."""
    text = "“We stayed in the cellar,” Olena Marchuk said. “It was the third night without water.”"
    (only,) = attributions(text)
    assert [c.of(text) for c in only.contents] == [
        "“We stayed in the cellar,”",
        "“It was the third night without water.”",
    ]


def test_long_sentence_is_read_in_pieces_and_says_so() -> None:
    """A sentence of a hundred thousand words is read in time proportional to its length, with a note."""
    text = "The mayor said that " + "the water rose and " * 33_000 + "it fell."
    document = document_of_text(text, language="en")
    paragraphs, skips = tagged_sentences(document)
    covered = sum(len(sentence.span) for sentences in paragraphs for sentence in sentences)
    assert covered >= 0.99 * len(text)
    assert "pieces" in skips[0].reason


def test_every_rule_has_its_example() -> None:
    """Each rule of the list fires on at least one sentence here, so none of them is dead."""
    fired = {a.rule for line in MARKED for a in attributions(marks(line)[0])}
    fired |= {a.rule for a in attributions("The agency quoted the minister as saying the border would reopen.")}
    fired |= {a.rule for a in attributions("The ministry said it was over, citing two officers.")}
    fired |= {a.rule for a in attributions("The army said, and the rebels denied, that the town had fallen.")}
    assert {rule.__name__ for rule in attribution.RULES} <= fired


def test_spans_lie_inside_the_sentence() -> None:
    """No rule reaches beyond the sentence it was given."""
    document = document_of_text("He said no. She said yes, adding that it was late. They left.", language="en")
    for sentences in tagged_sentences(document)[0]:
        for sentence in sentences:
            for found in attributions_of(sentence, lexicon()):
                spans = [s for s in (found.source, found.cue, *found.contents) if s]
                assert all(span in Span(sentence.span.start, sentence.span.end) for span in spans)
