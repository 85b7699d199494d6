"""Markdown as readable text: the marks go, the words and the links stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from firsthand.model import Skip
from firsthand.read.blocks import Blocks, ReadText
from firsthand.read.plain import parse_time

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_FRONT = 20_000
_MARK = re.compile(r"[\[\]*_`<>&|~]")
_MANY_MARKS = 50_000  # more than any report has, and more than the parser takes in good time
_DEEPEST = 100  # levels of nesting that the parser goes down; what is deeper, it leaves out without a word
_LINE_MARKS = re.compile(r"^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*", re.MULTILINE)
_READ_FIELDS = frozenset({"title", "author", "outlet", "publisher", "date", "published"})
_MANY_LINES, _LONG = 60_000, 4_000_000
_ENDS = frozenset({"paragraph_close", "heading_close", "list_item_close", "blockquote_close", "tr_close", "hr"})
_TAG = re.compile(r"<[^<>]*>")


def read_markdown(text: str) -> ReadText:
    """The words of a Markdown text. The title is the front matter's, else a heading that stands first."""
    fields, text = _front_matter(text)
    excess = _excess(text)
    if excess:
        skip = Skip("read", "Markdown marks", f"{excess}; left in the text as they are")
        skips = (*_fields_left_out(fields), skip)
        return ReadText(_text_field(fields, "title"), text.strip("\n"), (), skips=skips)
    tokens, skips = _parsed(text)
    skips = (*_fields_left_out(fields), *skips)
    title = _text_field(fields, "title")
    heading = _leading_heading(tokens)
    if heading is not None and (title is None or heading == title):
        title, tokens = heading, tokens[3:]
    blocks = Blocks()
    for token in tokens:
        _add(blocks, token)
    published = fields.get("date") or fields.get("published")
    return ReadText(
        title=title,
        body=blocks.text(),
        links=blocks.links(),
        author=_text_field(fields, "author"),
        outlet=_text_field(fields, "outlet") or _text_field(fields, "publisher"),
        published=published if isinstance(published, date) else parse_time(str(published or "")),
        skips=skips,
    )


def _excess(text: str) -> str | None:
    """What the text has too much of for the parser: its memory is a hundred times the text's."""
    if len(text) > _LONG or text.count("\n") > _MANY_LINES:
        return f"a text of more than {_LONG:,} characters or {_MANY_LINES:,} lines"
    return f"more than {_MANY_MARKS:,}" if len(_MARK.findall(text)) > _MANY_MARKS else None


def _parsed(text: str) -> tuple[list[Token], tuple[Skip, ...]]:
    """The tokens; lists and quotations nested too deep are first made paragraphs, line by line."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    tokens = parser.parse(text)
    if all(token.level < _DEEPEST - 1 for token in tokens):
        return tokens, ()
    skip = Skip(
        "read", "Markdown lists and quotations", f"nested about {_DEEPEST // 2} deep or deeper; read line by line"
    )
    return parser.parse(_LINE_MARKS.sub("\n", text)), (skip,)


def _fields_left_out(fields: Mapping[str, object]) -> tuple[Skip, ...]:
    names = sorted(name for name in fields if name not in _READ_FIELDS)
    return (Skip("read", f"front matter: {', '.join(names)[:200]}", "not used by any rule"),) if names else ()


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """The YAML block at the top, and the rest; what is no mapping is left in the text."""
    found = _FRONT.match(text[:_LONGEST_FRONT])
    if found is None:
        return {}, text
    try:
        fields = yaml.safe_load(found["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, text[found.end() :]


def _text_field(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _leading_heading(tokens: list[Token]) -> str | None:
    """The words of a heading that stands first."""
    if len(tokens) < 3 or tokens[0].type != "heading_open" or tokens[1].type != "inline":
        return None
    blocks = Blocks()
    _add(blocks, tokens[1])
    return blocks.text().replace("\n", " ") or None


def _add(blocks: Blocks, token: Token) -> None:
    if token.type == "inline":
        for child in token.children or ():
            _add_inline(blocks, child)
    elif token.type in ("fence", "code_block"):
        if len(token.info.split()) > 1:  # one word names a language; more are text behind a row of marks
            blocks.words(token.info)
            blocks.paragraph()
        blocks.words(token.content)
        blocks.paragraph()
    elif token.type == "html_block":
        blocks.words(_TAG.sub(" ", token.content))
        blocks.paragraph()
    elif token.type in ("td_close", "th_close"):
        blocks.words(" ")
    elif token.type in _ENDS:
        blocks.paragraph()


def _add_inline(blocks: Blocks, token: Token) -> None:
    if token.type in ("text", "code_inline"):
        blocks.words(token.content)
    elif token.type == "softbreak":
        blocks.words(" ")
    elif token.type == "hardbreak":
        blocks.line()
    elif token.type == "link_open":
        blocks.link(str(token.attrGet("href") or ""))
    elif token.type == "link_close":
        blocks.unlink()
    elif token.type == "image":
        blocks.words(f" {token.content} " if token.content else "")
