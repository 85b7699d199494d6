"""The command that opens the desk on the example case: reports written for it, in three languages, with a drawn map."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from firsthand.errors import MissingInput
from firsthand.show import case_cli, evidence_cli
from firsthand.show.serve_cli import PORT, serve

__all__ = ["add_demo_command", "example_folder"]


def add_demo_command(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(demo)


def demo(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The folder of the example; made where it is not there.")
    ] = Path("firsthand-example"),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    make_only: Annotated[bool, typer.Option("--make-only", help="Make the case, and end.")] = False,
) -> None:
    """Open the desk on the example case, which is made first: 94 reports written for it, and a map drawn for it."""
    if not (case / "case.toml").exists():
        make_example(case)
    if not make_only:
        serve(case, port=port, open_browser=open_browser)


def make_example(case: Path) -> None:
    """A case of the example. Raises CaseError: the folder is not empty."""
    example = example_folder()
    case_cli.init(case)
    case_cli.add(case, [str(example / "reports")], sources=example / "sources.csv")
    evidence_cli.add(
        case,
        "control",
        [str(example / "evidence" / "map")],
        name="illustrated-map",
        options=["holder=RU", "side=UA"],
    )
    evidence_cli.run(case, quiet=True)


def example_folder() -> Path:
    """Where the reports of the example lie: in the package, or in the repository that it is used from."""
    inside = Path(str(files("firsthand").joinpath("example")))
    beside = Path(__file__).resolve().parents[3] / "data" / "case"
    for folder in (inside, beside):
        if (folder / "reports").is_dir():
            return folder
    raise MissingInput("The reports of the example did not come with this installation of firsthand.")
