"""What differs between two assessments of a claim, in sentences: what it was, and what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firsthand.assessments import Admiralty, Assessment, Likelihood, Weight

__all__ = ["differences", "rules_that_differ"]


def differences(then: Assessment, now: Assessment) -> tuple[str, ...]:
    """Sentences for a person, what says most first; none where the two are the same."""
    return tuple(_told(then, now))


def rules_that_differ(then: Assessment, now: Assessment) -> tuple[str, ...]:
    """The rules of the waterfall that give another reason, or another weight, or stand in one of the two only."""
    one, other = _by_rule(then.waterfall), _by_rule(now.waterfall)
    return tuple(rule for rule in (one | other) if one.get(rule) != other.get(rule))


def _told(then: Assessment, now: Assessment) -> Iterator[str]:
    if then.status != now.status:
        yield f"The status was “{then.status.value}” ({then.status_why}), and is now “{now.status.value}” " + (
            f"({now.status_why})."
        )
    elif then.status_why != now.status_why:
        yield f"The status “{now.status.value}” was because “{then.status_why}”, and is now because “{now.status_why}”."
    if then.likelihood != now.likelihood:
        yield f"The likelihood was {_likely(then.likelihood)}, and is now {_likely(now.likelihood)}."
    if (then.confidence, then.confidence_why) != (now.confidence, now.confidence_why):
        yield f"The confidence was {then.confidence.value} ({then.confidence_why}), and is now " + (
            f"{now.confidence.value} ({now.confidence_why})."
        )
    if then.admiralty != now.admiralty:
        yield from _admiralty(then.admiralty, now.admiralty)
    yield from _reasons(then.waterfall, now.waterfall)
    if then.checks != now.checks:
        yield from _checks([each.check for each in then.checks], [each.check for each in now.checks])


def _likely(found: Likelihood) -> str:
    return f"{found.value:.2f} ({found.word}, {found.low:.2f} to {found.high:.2f})"


def _admiralty(then: Admiralty, now: Admiralty) -> Iterator[str]:
    one, other = (f"{each.source}{each.information}" for each in (then, now))
    if one != other:
        yield f"The Admiralty code was {one}, and is now {other}: {now.source_why}; {now.information_why}."
    else:
        yield f"The Admiralty code {one} has other reasons now: {now.source_why}; {now.information_why}."


def _reasons(then: Sequence[Weight], now: Sequence[Weight]) -> Iterator[str]:
    """Reasons that are gone, that are new, and that weigh otherwise; each is known by its rule and its words."""
    gone, new = _without(then, now), _without(now, then)
    for one in gone:
        same = next((each for each in new if (each.rule, each.says) == (one.rule, one.says)), None)
        if same is None:
            yield f"No longer a reason: {one.says} ({one.bits:+.1f} bits)."
        else:
            new.remove(same)
            yield f"The reason “{one.says}” weighed {_range(one)}, and now weighs {_range(same)}."
    for one in new:
        yield f"A new reason: {one.says} ({one.bits:+.1f} bits)."
    if not gone and not new and then != now:
        yield "The reasons are the same, in another order."


def _range(one: Weight) -> str:
    return f"{one.bits:+.1f} bits ({one.low:+.1f} to {one.high:+.1f})"


def _without(these: Iterable[Weight], those: Iterable[Weight]) -> list[Weight]:
    """These, each as often as it stands here oftener than there."""
    left = list(those)
    found = []
    for each in these:
        if each in left:
            left.remove(each)
        else:
            found.append(each)
    return found


def _checks(then: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    if gone := [each for each in then if each not in now]:
        yield f"No longer a check that could be made: {'; '.join(gone)}."
    if new := [each for each in now if each not in then]:
        yield f"A new check that could be made: {'; '.join(new)}."
    if not gone and not new:
        yield "The checks that could be made are the same; what they would change, or their order, differs."


def _by_rule(waterfall: Iterable[Weight]) -> dict[str, list[Weight]]:
    found: dict[str, list[Weight]] = {}
    for each in waterfall:
        found.setdefault(each.rule, []).append(each)
    return found
