"""What users can run into is documented: commands, options, exit codes, warnings, rules, JSON fields."""

import json
import re
from pathlib import Path

import pytest
import typer

from firsthand import errors
from firsthand.model import Bound, Mode, NameSense, PlaceKind, VoiceKind
from firsthand.pipeline import check
from firsthand.show.cli import app
from firsthand.show.digest import reasons_of
from firsthand.show.json_report import json_report, schema
from firsthand.show.rulebook import ROOMS, rules
from firsthand.show.rules_page import rules_page

USERS = Path(__file__).parents[2] / "docs" / "users"
EXAMPLES = USERS.parents[1] / "data" / "examples"
GROUP = typer.main.get_group(app)


def page(name: str) -> str:
    return (USERS / f"{name}.md").read_text(encoding="utf-8")


def commands() -> dict[str, list[str]]:
    """Every command by its full name, with its long and short options."""
    found: dict[str, list[str]] = {"": [o for p in GROUP.params for o in p.opts]}
    for name, command in GROUP.commands.items():
        parts = getattr(command, "commands", None)
        for full, each in {f"{name} {n}": c for n, c in parts.items()}.items() if parts else [(name, command)]:
            found[full] = [o for p in each.params for o in p.opts if o.startswith("-")]
    return found


def test_every_command_and_option_is_documented() -> None:
    """A command or an option that the pages do not name fails here."""
    pages = "\n".join(path.read_text(encoding="utf-8") for path in USERS.glob("*.md"))
    names = commands()
    assert {"check", "rules", "gazetteer build"} <= names.keys()
    for name, options in names.items():
        assert f"firsthand {name}".strip() in pages
        for option in options:
            assert option in pages, f"firsthand {name} {option}"


def test_no_documented_option_is_gone() -> None:
    """The pages of the commands name no option that no command has."""
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page("check") + page("cases")))
    known = {option for options in commands().values() for option in options} | {"--help"}
    assert named <= known


def test_every_exit_code_is_documented_with_its_errors() -> None:
    """A new exception or code has to be explained to those who write scripts."""
    rows = dict(re.findall(r"^\| (\d+) \| (.*)$", page("exit-codes"), re.MULTILINE))
    raised = [getattr(errors, name) for name in errors.__all__]
    for error in raised:
        assert f"`{error.__name__}`" in rows[str(error.exit_code)]
    assert rows.keys() == {"0", "2", "130", *(str(error.exit_code) for error in raised)}


def test_the_page_of_rules_is_what_the_rules_say() -> None:
    """Run `python -m firsthand.show.rules_page > docs/users/rules.md` after a change to a rule."""
    assert page("rules") == rules_page()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.room}.{rule.name}")
def test_each_rule_explains_itself(rule: object) -> None:
    """A docstring of one to a few plain sentences, which is what users read."""
    words = getattr(rule, "words", "")
    assert words.endswith((".", "”.", "”", '"', ")")), words
    assert 20 < len(words) < 700


def test_names_of_rules_are_unique() -> None:
    """`firsthand rules NAME` means one rule."""
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))
    assert {rule.room for rule in rules()} == ROOMS.keys()


def test_whatever_fires_on_the_reports_is_documented() -> None:
    """Reasons and warnings name rules that can be looked up."""
    known = {rule.name for rule in rules()}
    data = USERS.parents[1] / "data"
    for path in (*data.glob("examples/*"), *data.glob("reports/*.txt")):
        report = check(path)
        fired = {reason.rule for statement in report.statements for reason in reasons_of(statement)}
        fired |= {r.rule for place in report.places for c in place.candidates for r in c.reasons}
        assert fired, path.name
        assert fired <= known, path.name
        assert {warning.kind for warning in report.warnings} <= known, path.name


def test_every_field_of_the_json_is_documented() -> None:
    """Each top-level field has its row."""
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    for name in properties:
        assert re.search(rf"`{name}(\[\])?`", page("json")), name


def test_the_example_of_the_json_is_real() -> None:
    """The statement on the page is the one that the program writes for the example."""
    (block,) = re.findall(r"```json\n(.*?)```", page("json"), re.DOTALL)
    written = json_report(check(EXAMPLES / "war.txt"))["statements"]
    assert isinstance(written, list)
    assert json.loads(block) in written


def test_every_closed_list_is_documented() -> None:
    """Voices, modes, bounds, kinds and senses of places: each value is on the page, and none that is not there."""
    rows = dict(re.findall(r"^\| `([\w.\[\]]+)` \| (.*?)(?:;.*)? \|$", page("json"), re.MULTILINE))
    for field, values in {
        "chain[].kind": VoiceKind,
        "mode": Mode,
        "quantity.bound": Bound,
        "places[].kind": PlaceKind,
        "places[].sense": NameSense,
    }.items():
        assert re.findall(r"`(\w+)`", rows[field]) == [value.value for value in values], field
    assert "`unspecified`" in page("json")


def test_the_table_of_modes_is_what_the_program_finds() -> None:
    """Each mode has its example, and the example is read as that mode, with those words as content."""
    rows = re.findall(r"^\| `(\w+)` \| .+? \| (.+) \|$", page("check"), re.MULTILINE)
    assert [mode for mode, _ in rows] == [mode.value for mode in Mode]
    for mode, sentence in rows:
        report = check("An example\n\n" + sentence.replace("*", ""))
        found = [(each.mode.value, each.content.of(report.document.text)) for each in report.statements]
        said = re.findall(r"\*(.+?)\*", sentence)[0]
        assert any(kind == mode and said in f"that {content}" for kind, content in found), (mode, found)


def test_the_well_sourced_example_gets_no_warning() -> None:
    """A newcomer sees that warnings are no matter of course, and that the own word of the report is little."""
    report = check(EXAMPLES / "flood.txt")
    assert not report.warnings
    own = [each for each in report.statements if each.voice.kind is VoiceKind.OUTLET]
    assert len(own) * 4 <= len(report.statements)


def test_no_chain_of_the_examples_runs_over_a_clause() -> None:
    """What is shown as a voice in the first thing that a newcomer runs is a name or a short description."""
    for path in EXAMPLES.glob("*"):
        for statement in check(path).statements:
            assert all(len(voice.text.split()) <= 8 for voice in statement.chain), path.name


def test_links_between_the_pages_lead_somewhere() -> None:
    """No page points at one that is not there."""
    for path in USERS.glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"
