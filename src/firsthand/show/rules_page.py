"""The page of all rules: `python -m firsthand.show.rules_page > docs/users/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.show.rulebook import ROOMS, rules

__all__ = ["rules_page"]

_HEAD = """\
# Every rule

Each result names the rule that led to it: `firsthand check --explain` and the `reasons` of `--json` show
where each fired, and `firsthand rules NAME` prints what it does. This page is written by
`python -m firsthand.show.rules_page` from the rules themselves."""


def rules_page() -> str:
    """Markdown: a section for each room, a line for each rule, in the order in which they are tried."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    everything = rules()
    for room, title in ROOMS.items():
        yield f"\n## {title}\n"
        yield from (f"- `{rule.name}`: {rule.words}" for rule in everything if rule.room == room)


if __name__ == "__main__":
    print(rules_page(), end="")
