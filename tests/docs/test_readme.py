"""The first page tells the truth: its example is what the program says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import firsthand
from firsthand.show.terminal import print_report

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind, in order."""
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


def test_the_example_is_real() -> None:
    """The report that opens the page gives the output below it, line by line."""
    report, shown = blocks("text")[:2]
    out = io.StringIO()
    print_report(firsthand.check(report), width=80, file=out)
    assert shown.strip() in out.getvalue() or shown.strip().splitlines() == [
        line.rstrip() for line in out.getvalue().strip().splitlines()
    ]


def test_the_commands_exist() -> None:
    """Every make target and every option that the page names is there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    commands = sorted((ROOT / "src" / "firsthand" / "show").glob("*cli.py"))
    cli = "".join(path.read_text(encoding="utf-8") for path in commands)
    for option in re.findall(r"(--[a-z-]+)", " ".join(blocks("sh"))):
        assert f'"{option}"' in cli, option


def test_links_lead_somewhere() -> None:
    """No link of the page points at a file that is not there."""
    for target in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_python_example_runs() -> None:
    """The lines of Python on the page run as they stand."""
    (code,) = blocks("python")
    exec(compile(code.replace("report.txt", str(ROOT / "data" / "examples" / "war.txt")), "README.md", "exec"), {})
