"""What is handed in, before it is kept: a pasted report with what is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import BadStatus, FirsthandError, InputError, TooLarge
from firsthand.model import Capture
from firsthand.pipeline import adding
from firsthand.pipeline.papers import papers_of
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.show.desk.answers.handing import Pasted, plain_name
from firsthand.store import Case

TEXT = "Уночі уламки дрона пошкодили школу в Озерному, повідомили рятувальники.\n\nПостраждалих немає."


def no_network(address: str) -> Capture | None:
    raise BadStatus(f"{address} was asked for", 500)


def written(report: Pasted, folder: Path) -> Path:
    file = report.file()
    assert file is not None
    path = folder / file[0]
    path.write_bytes(file[1].read())
    return path


def test_a_text_alone_is_a_file_of_text(tmp_path: Path) -> None:
    """Nothing but words: the headline, an empty line, and the text, under a name that tells which it is."""
    path = written(Pasted(f"  {TEXT}  ", "Школа в Озерному"), tmp_path)
    assert path.name == "Школа в Озерному.txt"
    assert path.read_text("utf-8") == f"Школа в Озерному\n\n{TEXT}\n"


def test_what_is_told_of_a_text_comes_with_it(tmp_path: Path) -> None:
    """The outlet, the day and the address are those of the document: without them nobody knows who was first."""
    told = Pasted(TEXT, "Школа в Озерному", "Озерне онлайн", "2026-01-14", "https://ozerne.example/school")
    path = written(told, tmp_path)
    with Case.make(tmp_path / "case") as case, Workers(1) as workers:
        adding.add(case, [Wanted(str(path))], no_network, workers=workers)
        (paper,) = papers_of(case)
    assert paper.key == "https://ozerne.example/school"
    document = paper.report.document
    assert document.outlet == "Озерне онлайн"
    assert document.published == date(2026, 1, 14)
    assert document.text.startswith("Школа в Озерному")
    assert "Постраждалих немає." in document.text


@pytest.mark.parametrize(
    ("report", "named"),
    [
        (Pasted(TEXT, published="yesterday"), "no day or time: write 2026-01-31"),
        (Pasted(TEXT, published="2026-02-30"), "no day or time"),
        (Pasted(TEXT, url="javascript:alert(1)"), "no address"),
        (Pasted(TEXT, url="ozerne.example/school"), "begins with https://"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_kept(report: Pasted, named: str) -> None:
    """A day that is none would be lost without a word, and an address that is none could be opened by a reader."""
    with pytest.raises(InputError, match=named):
        report.file()


def test_a_text_that_is_too_long_is_refused_as_a_whole() -> None:
    """Nothing of it is cut away."""
    with pytest.raises(TooLarge, match="send it in parts"):
        Pasted("слово " * 4_000_000, source="Озерне онлайн").file()


def test_without_a_text_there_is_no_file() -> None:
    """What is told of nothing is nothing."""
    assert Pasted("  \n ", source="Озерне онлайн").file() is None


@given(st.builds(Pasted, *[st.text(max_size=60)] * 5))
def test_any_words_are_a_file_or_an_error_in_words(report: Pasted) -> None:
    """Halves of characters, controls, marks of direction: a plain name, or a refusal, and nothing else."""
    try:
        file = report.file()
    except FirsthandError:
        return
    if file is not None:
        assert file[0] == plain_name(file[0])
        assert file[1].read().decode("utf-8").strip()
