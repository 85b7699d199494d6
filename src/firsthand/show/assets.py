"""What every page is made with: templates, style and script out of the package, and a policy that lets in no more."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from firsthand.show.named import named
from firsthand.show.speaking import ENGLISH, Spoken, install, spoken

__all__ = ["asset", "english", "environment", "language_tag", "policy", "words_for"]


def asset(name: str) -> str:
    """A file of this package, as text."""
    return files("firsthand.show").joinpath(name).read_text(encoding="utf-8")


def environment(**templates: str) -> Environment:
    """Templates by name, each a file of this package. Whatever they are given is escaped."""
    made = Environment(
        loader=DictLoader({name: asset(file) for name, file in templates.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words_for(made)
    return made


def words_for(made: Environment) -> None:
    """What templates speak with: words in the language that is spoken, of closed lists, and those that stay English."""
    install(made)
    made.globals |= {"spoken": spoken, "bold": _bold, "key": _key, "link": _link}
    made.filters |= {"named": named, "english": english, "tag": language_tag}


def english(words: str) -> Markup:
    """What the program wrote down about a case, which stays in English (docs/developers/desk.md), marked as that where
    another language is spoken; words that are in it already stay as they are."""
    if spoken() == ENGLISH or not words or isinstance(words, Spoken):
        return escape(words)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(words)


def _bold(words: object) -> Markup:
    return Markup("<b>{}</b>").format(words)


def _key(words: str) -> Markup:
    return Markup("<kbd>{}</kbd>").format(words)


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def policy(style: str, script: str = "") -> str:
    """A policy for a page that has this style and this script inside, and nothing else."""

    def digest(text: str) -> str:
        return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"

    scripts = f"script-src {digest(script)}; " if script else ""
    return f"default-src 'none'; style-src {digest(style)}; {scripts}base-uri 'none'; form-action 'none'"


def language_tag(code: str) -> str:
    """The code where it can stand in `lang`, else "und"."""
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else "und"
