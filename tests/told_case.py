"""Eight reports of an invented day in Kupiansk and one of a library, written for the tests, as a case made of them.

The staff's post; its forward; a reprint; a translation; a rewrite in which 14 houses have become 40 and then the town;
a denial; another day with another number; and something else altogether.
"""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from firsthand.show.cli import app

__all__ = ["DENIAL", "FORWARD", "LIBRARY", "OTHER_DAY", "POST", "REPRINT", "REWRITE", "TRANSLATION", "make_told_case"]

POST = "https://t.me/GeneralStaffZSU/31007"
FORWARD = "telegram:1800000077/12"
REPRINT = "https://www.ukrinform.ua/rubric-ato/4100021.html"
TRANSLATION = "https://harbourpost.example/world/kupiansk-houses"
REWRITE = "https://evening-globe.example/news/kupiansk"
DENIAL = "https://t.me/mod_russia/58214"
OTHER_DAY = "https://t.me/GeneralStaffZSU/31544"
LIBRARY = "https://poltava-news.example/biblioteka"

_WORDS = "За добу підрозділи Сил оборони звільнили 14 будинків у Куп’янську, повідомив Генштаб ЗСУ."
_ROWS: tuple[dict[str, str], ...] = (
    {"url": POST, "published": "2025-12-03T08:05:00+02:00", "source": "Генеральний штаб ЗСУ", "text": _WORDS},
    {
        "url": REPRINT,
        "published": "2025-12-03T09:20:00+02:00",
        "source": "Укрінформ",
        "title": "Сили оборони звільнили 14 будинків у Куп’янську - Генштаб",
        "text": "За добу підрозділи Сил оборони звільнили 14 будинків у Куп’янську. "
        "Про це повідомив Генеральний штаб ЗСУ у Телеграмі.",
    },
    {
        "url": TRANSLATION,
        "published": "2025-12-03T13:40:00+00:00",
        "source": "Harbour Post",
        "title": "Ukraine says it retook 14 houses in Kupiansk",
        "text": "Ukrainian troops retook 14 houses in Kupiansk over the past day, Ukraine’s General Staff said on "
        "Wednesday. The claim could not be checked independently.",
    },
    {
        "url": REWRITE,
        "published": "2025-12-04T06:15:00+00:00",
        "source": "Evening Globe",
        "title": "Ukrainian army retakes Kupiansk",
        "text": "Ukrainian troops retook 40 houses in Kupiansk over the past day, sources close to the General Staff "
        "confirmed. The liberation of Kupiansk changes the whole front, observers believe.",
    },
    {
        "url": DENIAL,
        "published": "2025-12-03T19:30:00+03:00",
        "source": "Минобороны России",
        "text": "Минобороны России опровергло, что украинские войска заняли 14 домов в Купянске. "
        "«Город под нашим контролем», — заявил официальный представитель ведомства.",
    },
    {
        "url": OTHER_DAY,
        "published": "2025-12-27T08:05:00+02:00",
        "source": "Генеральний штаб ЗСУ",
        "text": "За добу підрозділи Сил оборони звільнили 9 будинків у Куп’янську, повідомив Генштаб ЗСУ.",
    },
    {
        "url": LIBRARY,
        "published": "2025-12-05T10:00:00+02:00",
        "source": "Полтавські новини",
        "title": "У Полтаві після ремонту відкрили дитячу бібліотеку",
        "text": "Дитяча бібліотека в Полтаві приймає читачів із понеділка, повідомила міська рада.",
    },
)
_EXPORT = {
    "name": "Слобожанський вісник",
    "type": "public_channel",
    "id": 1800000077,
    "messages": [
        {
            "id": 12,
            "type": "message",
            "date": "2025-12-03T08:31:00",
            "date_unixtime": "1764743460",
            "from": "Слобожанський вісник",
            "from_id": "channel1800000077",
            "forwarded_from": "Генеральний штаб ЗСУ",
            "text": _WORDS,
            "text_entities": [{"type": "plain", "text": _WORDS}],
        }
    ],
}


def make_told_case(folder: Path) -> Path:
    """The case, taken in and read by the commands as a user gives them; `folder` is there, and what is given lies in
    it as well."""
    rows, export, case = folder / "reports.jsonl", folder / "export", folder / "case"
    rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _ROWS), encoding="utf-8")
    export.mkdir()
    (export / "result.json").write_text(json.dumps(_EXPORT, ensure_ascii=False), encoding="utf-8")
    for arguments in (["init", case], ["add", case, rows, export, "--quiet"]):
        done = CliRunner().invoke(app, list(map(str, arguments)))
        assert done.exit_code == 0, (done.output, done.exception)
    return case
