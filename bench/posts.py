"""Posts of Russian channels drawn by seed, each with the statements found in it, to be judged by eye.

    python -m bench.posts [--count 300] [--seed 7] [--from 1] [--to 120] [--file FILE]

There is no gold beside these posts: who reads the print-out counts. `interval` then says how far a share found that way
can be trusted. The posts come from `$FIRSTHAND_DATA/bench/copies/telegram_ru/posts.jsonl.gz`, a JSON record with `text`
and `channel` a line; bold and link marks are taken off, as a channel's readers see it. Print-outs stay out of the
repository.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.gold import shared_posts
from firsthand.model import Document, Statement
from firsthand.read import document_of_text, find_statements

__all__ = ["Post", "PostsError", "drawn", "interval", "load_posts", "main", "shown", "without_marks"]

_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]+\)")
_MARKS = re.compile(r"\*\*|__|~~|`+")


class PostsError(Exception):
    """A file of posts that is not as it should be; says which line."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: the channel's name and the words, without marks."""

    channel: str
    text: str


def load_posts(path: Path) -> Iterator[Post]:
    """The posts that have text, in the order of the file.

    Raises:
        PostsError: a line that is no JSON record, or lacks its text or channel.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                text, channel = record["text"], record["channel"]
            except (json.JSONDecodeError, TypeError, KeyError) as error:
                raise PostsError(f"{path.name}, line {number}: no post with text and channel") from error
            words = without_marks(str(text))
            if words.strip():
                yield Post(str(channel), words)


def without_marks(text: str) -> str:
    """The words that a reader of the channel sees: links by their words alone, nothing of bold and italics."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def drawn(posts: Sequence[Post], count: int, seed: int, language: str = "ru") -> Iterator[tuple[Post, Document]]:
    """The first `count` posts in that language, in the order that the seed puts all of them into."""
    order = random.Random(seed).sample(range(len(posts)), len(posts))  # noqa: S311
    read = ((posts[index], document_of_text(posts[index].text)) for index in order)
    return islice((pair for pair in read if pair[1].language == language), count)


def shown(number: int, post: Post, document: Document) -> str:
    """The text of a post, and below it a block of lines for each statement found."""
    head = [f"=== {number} · {post.channel}", document.text, ""]
    statements, skips = find_statements(document)
    blocks = [_block(document.text, f"{number}.{order}", one) for order, one in enumerate(statements, 1)]
    return "\n".join([*head, *blocks, *(f"    skipped: {skip.record}: {skip.reason}" for skip in skips), ""])


def _block(text: str, name: str, statement: Statement) -> str:
    voices = " > ".join(f"{voice.kind.value}: {voice.text}" for voice in statement.chain)
    content = " […] ".join(span.of(text) for span in statement.contents)
    cue = statement.cue.of(text) if statement.cue else "-"
    quoted = ", quoted" if statement.quoted else ""
    rules = ", ".join(reason.rule for reason in statement.reasons)
    return f"  {name} [{statement.mode.value}{quoted}] {voices}\n    cue: {cue} ({rules})\n    content: {content}"


def interval(right: int, of: int) -> tuple[float, float]:
    """The middle 95% of a share, by Wilson's score interval (JASA 22, 1927): (low, high); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    z = 1.96
    share, shrink = right / of, 1 + z * z / of
    centre = (share + z * z / (2 * of)) / shrink
    reach = z / shrink * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return centre - reach, centre + reach


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.posts", description="Posts to read by hand.")
    parser.add_argument("--count", type=int, default=300, help="how many are drawn")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--from", type=int, default=1, dest="first", metavar="N", help="print from the Nth of them")
    parser.add_argument("--to", type=int, default=None, metavar="N", help="print up to the Nth")
    parser.add_argument("--file", type=Path, help="another file of posts")
    options = parser.parse_args(arguments)
    path = options.file or shared_posts()
    if path is None or not path.is_file():
        print("posts: the posts are not here (see $FIRSTHAND_DATA)", file=sys.stderr)
        return 1
    try:
        pairs = enumerate(drawn(list(load_posts(path)), options.count, options.seed), 1)
        for number, (post, document) in islice(pairs, options.first - 1, options.to):
            print(shown(number, post, document))
    except PostsError as error:
        print(f"posts: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
