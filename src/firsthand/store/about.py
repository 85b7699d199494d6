"""What a channel told of a capture, as JSON and back."""

from __future__ import annotations

from datetime import date, datetime

import orjson

from firsthand.model import About, Forward

__all__ = ["about_json", "about_of"]

_DATE = len("2026-01-31")


def about_json(about: About) -> str:
    """JSON without what is not told. Lone surrogates, which no encoding has, become “\ufffd”."""
    told = {name: _plain(value) for name in About.__slots__ if (value := getattr(about, name)) not in (None, ())}
    return orjson.dumps(told).decode()


def about_of(kept: str) -> About:
    """What `about_json` has written."""
    told = orjson.loads(kept)
    if published := told.get("published"):
        told["published"] = date.fromisoformat(published) if len(published) == _DATE else _moment(published)
    if forward := told.get("forward"):
        posted = forward.get("posted")
        told["forward"] = Forward(forward["name"], forward.get("address"), _moment(posted) if posted else None)
    if isinstance(edited := told.get("edited"), str):
        told["edited"] = _moment(edited)
    if links := told.get("links"):
        told["links"] = tuple((words, address) for words, address in links)
    return About(**told)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Forward):
        return {name: _plain(one) for name in Forward.__slots__ if (one := getattr(value, name))}
    return value
