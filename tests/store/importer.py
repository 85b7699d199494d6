"""Imports numbered documents into a case, and tells on standard output which are acknowledged: to be killed at it."""

from __future__ import annotations

from pathlib import Path

from tests.store.captures import capture

from firsthand.store import Case

DOCUMENTS = 2000
TOGETHER = 20


def text_of(number: int) -> str:
    return f"Звіт {number}: пошкоджено {number % 7} будинків, повідомила адміністрація."


def main(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        run = case.begin("documents")
        print("began", flush=True)
        for first in range(0, DOCUMENTS, TOGETHER):
            if case.has_key(f"k{first + TOGETHER - 1}"):
                continue
            case.keep([capture(text_of(n), f"k{n}") for n in range(first, first + TOGETHER)], run, "test")
            print(first + TOGETHER, flush=True)
        case.end(run, {"taken": DOCUMENTS})
    print("ended", flush=True)
