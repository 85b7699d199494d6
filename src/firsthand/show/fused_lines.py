"""What was fused, for people: what goes against the majority first, then who means something else, who copies whom, and
how far each source is believed."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.show.plain import one_line
from firsthand.weigh.fusion.fuse import MEANS_ANOTHER

if TYPE_CHECKING:
    from firsthand.weigh.fusion.fuse import Fusing
    from firsthand.weigh.fusion.records import Camp, Copied, Fused, Kind, Source

__all__ = ["lines_of"]

_ONE_STORY = 0.9
_SOURCES = 12
_NAMED = 8


def lines_of(fusing: Fusing, limit: int | None) -> Iterator[str]:
    """Every line; `limit` is how many items are shown, None for all. Each item is looked at once."""
    count = disputed = against = 0
    best: list[tuple[bool, float, int, Fused]] = []
    for each in fusing.fused():
        count, disputed = count + 1, disputed + each.disputed
        against += (contrary := _against(each))
        entry = (contrary, each.probability if contrary else -each.probability, -count, each)
        if limit is None or len(best) < limit:
            heapq.heappush(best, entry)
        else:
            heapq.heappushpop(best, entry)
    sources = fusing.sources()
    yield (
        f"{against:,} of {count:,} values are not what most sources tell; sources differ on {disputed:,}."
        f" {len(sources):,} sources, method {fusing.method}."
    )
    if fusing.sampled:
        yield f"Learned from {fusing.learned_from:,} of the items; every one is judged."
    kinds = {kind.name: kind for kind in fusing.kinds}
    yield from _camps(fusing.camps(), kinds)
    yield from _stories(fusing.copied())
    yield from _items(each for _, _, _, each in sorted(best, reverse=True))
    yield from _sources(sources)
    yield from (f"Left out: {one_line(skip.record)}: {one_line(skip.reason)}" for skip in fusing.skips)


def _against(each: Fused) -> bool:
    """Whether another value has more sources."""
    return max(option.sources for option in each.options) > each.options[0].sources


def _camps(camps: Sequence[Camp], kinds: dict[str, Kind]) -> Iterator[str]:
    for camp in camps:
        if camp.differs > MEANS_ANOTHER:
            unit = {"time": " min", "date": " min"}.get(kinds[camp.kind].type.value, "")
            yield (
                f"Another meaning of {_kind(camp.kind)}: {_names(camp.sources)} stand together. Of what they"
                f" tell where sources differ {camp.differs:.0%} is not taken to be right; that usually lies"
                f" {camp.offset:+g}{unit} from what is."
            )


def _stories(copied: Sequence[Copied]) -> Iterator[str]:
    """Groups of sources that tell one story: all that hang together by copying that is nearly sure."""
    group = dict[str, set[str]]()
    for each in copied:
        if each.share >= _ONE_STORY:
            joined = group.get(each.one, {each.one}) | group.get(each.other, {each.other})
            group |= dict.fromkeys(joined, joined)
    for names in sorted({tuple(sorted(names)) for names in group.values()}, key=lambda names: (-len(names), names)):
        yield f"One story, told {len(names)} times: {_names(names)}. Their mistakes are the same to the letter."
    loose = sum(each.share < _ONE_STORY for each in copied)
    if loose:
        yield f"{loose:,} more pairs of sources share most of their mistakes."


def _items(items: Iterable[Fused]) -> Iterator[str]:
    for each in items:
        if not each.disputed:
            continue
        first, *others = each.options
        ranged = f", {each.low} to {each.high}" if each.low is not None and each.low != each.high else ""
        told = "; ".join(f"{one_line(other.value)} ({other.sources})" for other in others[:3])
        mark = "!" if _against(each) else " "
        moved = "; some told an earlier day" if each.moved else ""
        yield (
            f"{mark} {one_line(each.item)}, {_kind(each.kind)}: {one_line(each.value)} ({first.sources} of"
            f" {each.sources} sources; {each.probability:.0%}{ranged}{moved}). Others: {told}"
        )


def _sources(sources: Sequence[Source]) -> Iterator[str]:
    """Those that are believed least first: what is unexpected about a source is where it fails."""
    weighed = [(sum(each.accuracy.values()) / len(each.accuracy), each) for each in sources if each.accuracy]
    weighed.sort(key=lambda pair: (round(pair[0], 4), pair[1].name))
    for _, each in weighed[:_SOURCES]:
        kinds = ", ".join(f"{_kind(kind)} {share:.2f}" for kind, share in sorted(each.accuracy.items()))
        yield f"{one_line(each.name)} is right in: {kinds}"
    if len(weighed) > _SOURCES:
        yield f"{len(weighed) - _SOURCES:,} sources are believed more; --json has them all."


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(one_line(name) for name in names[:_NAMED]) + more


def _kind(name: str) -> str:
    return one_line(name) or "the value"
