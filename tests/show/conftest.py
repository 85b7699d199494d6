"""A report on `data/examples/war.txt`, put together by hand, as the views would be given it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from firsthand.model import (
    Actor,
    Bound,
    Candidate,
    Document,
    Extent,
    Frame,
    Interval,
    Mode,
    NameSense,
    Place,
    PlaceKind,
    Quantity,
    Reason,
    Report,
    Shape,
    Skip,
    SourcingWarning,
    Span,
    Statement,
    Voice,
    VoiceKind,
)

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
OUTLET = Voice(VoiceKind.OUTLET, "")


@dataclass(frozen=True, slots=True)
class Finder:
    """Spans of a text by their words."""

    text: str

    def span(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return Span(start, start + len(words))

    def voice(self, words: str, kind: VoiceKind, refers_to: str = "", condition: str = "") -> Voice:
        return Voice(
            kind,
            words,
            self.span(words),
            refers_to=self.span(refers_to) if refers_to else None,
            condition=self.span(condition) if condition else None,
        )

    def statement(
        self, content: str, *voices: Voice, cue: str = "", mode: Mode = Mode.ASSERTED, quoted: bool = False
    ) -> Statement:
        span = self.span(content)
        return Statement(
            content=span,
            chain=(OUTLET, *voices),
            mode=mode,
            sentence=span,
            cue=self.span(cue) if cue else None,
            quoted=quoted,
            reasons=(Reason("attributed_clause", "cue before content", (span,)),),
        )


def place_of(find: Finder, words: str, sense: NameSense) -> Place:
    """Bakhmut under one of its names, with a namesake kept as a candidate."""
    town = Candidate(
        713174,
        "Bakhmut",
        48.59,
        38.0,
        PlaceKind.SETTLEMENT,
        "UA",
        72310,
        "05",
        sense,
        9.5,
        (Reason("exact"),),
        since="1924" if sense is NameSense.FORMER else None,
        until="2016" if sense is NameSense.FORMER else None,
    )
    other = Candidate("region:test", "Bakhmut Hills", 1.0, 2.0, PlaceKind.REGION, None)
    return Place(find.span(words), (town, other), town, Extent(Shape.POINT, 48.59, 38.0, 3.0))


def war_statements(find: Finder) -> tuple[Statement, ...]:
    """Ten statements: chains of one to three voices, overlapping content, every kind of mark."""
    staff = find.voice("Ukraine’s General Staff", VoiceKind.NAMED_ORGANISATION)
    units = find.voice("unnamed ‘assault units’", VoiceKind.UNNAMED_GROUP)
    consultant = find.voice(
        "A security consultant in Warsaw", VoiceKind.UNNAMED_PERSON, condition="who asked not to be named"
    )
    short = find.voice("the consultant", VoiceKind.UNNAMED_PERSON, refers_to="A security consultant in Warsaw")
    group = find.voice("an aid group working nearby", VoiceKind.UNNAMED_ORGANISATION)
    frame = Frame(
        "territory_captured",
        actor=Actor(find.span("Ukraine’s General Staff"), "Ukraine’s General Staff", "UA"),
        target=Actor(find.span("Russian troops"), "Russian troops"),
        place=place_of(find, "Bakhmut", NameSense.CURRENT),
        time=Interval(find.span("on Tuesday"), date(2024, 3, 5), date(2024, 3, 5), "2024-03-05"),
        quantity=Quantity(find.span("14 streets"), 14, 14, 14, "streets", Bound.EXACT),
        reasons=(Reason("capture_noun", "recapture"),),
    )
    lead = find.statement("the recapture of 14 streets in Bakhmut", staff, units, cue="has confirmed")
    return (
        Statement(
            lead.content,
            lead.chain,
            Mode.ASSERTED,
            find.span("the recapture of 14 streets in Bakhmut, known as Artyomovsk"),
            lead.cue,
            medium=find.span("on its Facebook page"),
            frame=frame,
            reasons=lead.reasons,
        ),
        find.statement("Russian troops pulled out of the northern district", staff, units, cue="says"),
        Statement(
            find.span("Blurred drone footage attached to the post allegedly shows soldiers on the roof of a school"),
            (OUTLET,),
            Mode.HEDGED,
            find.span("Blurred drone footage"),
            hedge=find.span("allegedly"),
            evidence=find.span("Blurred drone footage"),
        ),
        find.statement("‘the beginning of the end’", consultant, cue="called", mode=Mode.OPINION, quoted=True),
        find.statement(
            "‘They have nothing left to hold that line with,’",
            short,
            cue="said",
            mode=Mode.OPINION,
            quoted=True,
        ),
        find.statement(
            "the garrison had lost its last supply road",
            find.voice("Two military bloggers", VoiceKind.UNNAMED_GROUP),
            cue="wrote",
        ),
        find.statement("over 600 residents have fled Artyomovsk since Monday", group, cue="According to"),
        find.statement(
            "“We slept in the cellar for a week,”",
            find.voice("an elderly woman", VoiceKind.UNNAMED_PERSON),
            cue="said",
            quoted=True,
        ),
        find.statement("The shameful silence from Moscow speaks for itself", mode=Mode.OPINION),
        find.statement("The liberation of Bakhmut could decide the war in the east", mode=Mode.SPECULATED),
    )


def war_warnings(find: Finder) -> tuple[SourcingWarning, ...]:
    """What a careful reader stops at."""
    return (
        SourcingWarning(
            "headline_place_differs",
            "The headline puts it in Kramatorsk, the body in Bakhmut.",
            (find.span("in Kramatorsk"), find.span("Bakhmut")),
        ),
        SourcingWarning(
            "scope_grows",
            "Fourteen streets at the top have become the town at the end.",
            (find.span("the recapture of 14 streets in Bakhmut"), find.span("The liberation of Bakhmut")),
        ),
        SourcingWarning(
            "single_origin", "Only one party says so.", (find.span("the recapture of 14 streets in Bakhmut"),)
        ),
        SourcingWarning("no_named_person", "Nobody who is quoted has a name.", ()),
    )


@pytest.fixture(scope="session")
def war_report() -> Report:
    """The badly sourced example."""
    text = (EXAMPLES / "war.txt").read_text(encoding="utf-8")
    find = Finder(text)
    document = Document(
        text,
        Span(0, text.index("\n")),
        "en",
        published=date(2024, 3, 7),
        outlet="The Daily Example",
        address="https://example.org/war",
        sha256="0" * 64,
    )
    unsure = place_of(find, "Kramatorsk", NameSense.OTHER)
    return Report(
        document,
        war_statements(find),
        (
            Place(unsure.span, unsure.candidates, None),
            place_of(find, "Bakhmut", NameSense.CURRENT),
            place_of(find, "Artyomovsk", NameSense.FORMER),
        ),
        war_warnings(find),
        quantities=(Quantity(find.span("over 600"), 600, 600, None, "residents", Bound.AT_LEAST),),
        times=(Interval(find.span("since Monday")),),
        actors=(Actor(find.span("Russian troops"), "Russian troops", "RU"),),
        skips=(Skip("resolve", "Dnieper", "a river, which the index of places does not hold"),),
        version="0.0.test",
    )


HOSTILE = (
    "<script>alert(1)</script></script><!-- \x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J \u202eesrever\u202c "
    "[bold]markup[/bold] {{ 7*7 }} {% raw %} \" onmouseover=alert(1) ' & &lt; `code` **star** _under_ # | "
    "[link](javascript:alert(1)) @everyone\r\x08 \u2028end"
)


@pytest.fixture
def hostile_report() -> Report:
    """Every string that comes from outside is hostile."""
    text = f"{HOSTILE}\n\n{HOSTILE} said so.\nThe end."
    body = text.index("\n\n") + 2
    content = Span(body, body + len(HOSTILE))
    voice = Voice(VoiceKind.UNNAMED_PERSON, HOSTILE, content, role=HOSTILE, condition=content)
    reason = Reason("attributed_clause", HOSTILE, (content,))
    statement = Statement(
        content,
        (OUTLET, voice, voice),
        Mode.ASSERTED,
        content,
        cue=Span(content.end + 1, content.end + 5),
        medium=content,
        hedge=content,
        evidence=content,
        frame=Frame("protest", actor=Actor(content, HOSTILE), reasons=(reason,)),
        reasons=(reason,),
    )
    place = Candidate(1, HOSTILE, 0.0, 0.0, PlaceKind.OTHER, HOSTILE)
    return Report(
        Document(text, Span(0, len(HOSTILE)), "en", outlet=HOSTILE, author=HOSTILE, address=HOSTILE),
        (statement,),
        (Place(content, (place,), place),),
        (SourcingWarning("single_origin", HOSTILE, (content, Span(0, 8))),),
        skips=(Skip(HOSTILE, HOSTILE, HOSTILE),),
        version="0.0.test",
    )
