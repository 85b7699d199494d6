"""`firsthand people`: who may come into the desk of a case, and who saw and did what there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.errors import MissingInput, PeopleError
from firsthand.kinds import Role
from firsthand.show.options import AsJson, CaseFolder
from firsthand.show.output import writing
from firsthand.show.plain import one_line

if TYPE_CHECKING:
    from firsthand.show.json_report import Json
    from firsthand.store.desk import By, Desk, Person
    from firsthand.store.desk.audit import Seen
    from firsthand.store.desk.tokens import Token

__all__ = ["add_people_commands"]

_ROLES = ", ".join(Role)

_app = typer.Typer(
    help="Who may come into the desk of a case: readers, analysts, admins.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the person, with or without capitals.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help=f"One of: {_ROLES}.")]
PasswordFrom = Annotated[
    Path | None,
    typer.Option(
        "--password-from", metavar="FILE", help="Read the password from its first line, - is standard input; else ask."
    ),
]


def add_people_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_app, name="people")


@_app.command("add")
def add(
    case: CaseFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As it stands beside what they decide.")],
    role: RoleName = Role.READER.value,
    password_from: PasswordFrom = None,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They come in by a single sign-on, or not at all yet.")
    ] = False,
) -> None:
    """Let somebody in: with a password that is asked for, and kept as a hash only."""
    from firsthand.store.desk.names import name_of
    from firsthand.store.desk.people import add_person, people

    wanted, called = _role(role), name_of(name)
    if no_password and password_from is not None:
        raise typer.BadParameter("give only one of --no-password and --password-from")
    with _desk(case) as desk:
        hashed = None if no_password else _hashed(called, password_from)
        person = add_person(desk, called, wanted, hashed, _by())
        lines = [f"{person.name} is one of the people of this desk now, as {person.role.value}."]
        if not any(each.role is Role.ADMIN and each.password for each in people(desk)):
            lines.append("Nobody is an admin with a password yet: only this command can change who may come in.")
    _say(lines)


@_app.command("list")
def list_people(case: CaseFolder, json: AsJson = False) -> None:
    """The people of the desk."""
    from firsthand.store.desk.people import people
    from firsthand.store.desk.tokens import tokens

    with _desk(case) as desk:
        found = [(person, tokens(desk, person.number)) for person in people(desk)]
    if json:
        _say_json({"people": [_person_json(person, held) for person, held in found]})
        return
    _say(
        [_person_line(person, held) for person, held in found]
        or ["Nobody yet: whoever sits at the machine may use the desk, and nobody else."]
    )


@_app.command("role")
def role(
    case: CaseFolder, name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help=f"One of: {_ROLES}.")]
) -> None:
    """Let somebody do more or less. They have to log in again."""
    from firsthand.store.desk.people import set_role

    wanted = _role(role)
    with _desk(case) as desk:
        person = set_role(desk, _person(desk, name).number, wanted, _by())
    _say([f"{person.name} is {person.role.value} now."])


@_app.command("password")
def password(case: CaseFolder, name: Name, password_from: PasswordFrom = None) -> None:
    """Give somebody another password. Their sessions end."""
    from firsthand.store.desk.people import set_password

    with _desk(case) as desk:
        person = _person(desk, name)
        set_password(desk, person.number, _hashed(person.name, password_from), _by())
    _say([f"{person.name} has another password now."])


@_app.command("disable")
def disable(case: CaseFolder, name: Name) -> None:
    """Keep somebody out, with their tokens; what is theirs stays."""
    from firsthand.store.desk.people import disable as keep_out

    with _desk(case) as desk:
        person = keep_out(desk, _person(desk, name).number, _by())
    _say([f"{person.name} is kept out now. To take it back: firsthand people enable"])


@_app.command("enable")
def enable(case: CaseFolder, name: Name) -> None:
    """Let somebody in again who was disabled."""
    from firsthand.store.desk.people import enable as let_in

    with _desk(case) as desk:
        person = let_in(desk, _person(desk, name).number, _by())
    _say([f"{person.name} may come in again."])


@_app.command("remove")
def remove(
    case: CaseFolder, name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether to.")] = False
) -> None:
    """Take somebody out, with their notes, saved views and tokens. What they saw and did stays noted."""
    from firsthand.store.desk.people import remove_person

    with _desk(case) as desk:
        person = _person(desk, name)
        if not yes:
            question = f"Remove {person.name}, with their notes, saved views and tokens, for good?"
            typer.confirm(question, abort=True, err=True)
        remove_person(desk, person.number, _by())
    _say([f"{person.name} is removed."])


@_app.command("token")
def token(
    case: CaseFolder,
    name: Name,
    what_for: Annotated[str | None, typer.Option("--for", metavar="WORDS", help="What the token is for.")] = None,
    role: RoleName = Role.READER.value,
    days: Annotated[int, typer.Option("--days", metavar="NUMBER", help="How long it lasts.")] = 90,
    list_all: Annotated[bool, typer.Option("--list", help="Say which there are, then end.")] = False,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="NUMBER", help="Take that one away, then end.")
    ] = None,
) -> None:
    """Make a token, by which a program comes in for somebody. It is printed this once."""
    from firsthand.store.desk import tokens

    wanted = _role(role)
    with _desk(case) as desk:
        person = _person(desk, name)
        if list_all:
            found = tokens.tokens(desk, person.number)
            _say([_token_line(each) for each in found] or [f"{person.name} has no token."])
        elif remove is not None:
            gone = tokens.remove(desk, person.number, remove, _by())
            _say([f"The token for {one_line(gone.name)} is gone."])
        elif what_for is None:
            raise typer.BadParameter("say what the token is for", param_hint="--for")
        elif not 0 < days < 10_000:
            raise typer.BadParameter("a token lasts at least a day, and not for ever", param_hint="--days")
        else:
            made, secret = tokens.make(desk, person, what_for, wanted, timedelta(days=days), _by())
            typer.echo(
                f"Of {person.name}, as {made.role.value}, until {made.ends[:10]}. It is not shown again:", err=True
            )
            _say([secret])


@_app.command("audit")
def audit(
    case: CaseFolder,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Only what this person did.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="WHAT", help="Only what is about this.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="NUMBER", help="So many of the last; up to 1,000.")] = 50,
    check: Annotated[bool, typer.Option("--check", help="Say whether every entry is as it was written.")] = False,
    json: AsJson = False,
) -> None:
    """Who saw and did what at the desk, the last first."""
    from firsthand.store.desk.audit import audit as noted
    from firsthand.store.desk.audit import broken

    with _desk(case) as desk:
        if check:
            wrong, last = broken(desk), noted(desk, limit=1)
            if wrong is not None:
                raise PeopleError(
                    f"Entry {wrong} of the audit is not as it was written, or the one before it was taken out: "
                    "somebody changed the file desk.db."
                )
            _say([f"All {last[0].number if last else 0:,} entries are as they were written."])
            return
        found = noted(desk, None, max(limit, 1), who, about)
    if json:
        _say_json({"audit": [_seen_json(each) for each in found]})
    else:
        _say([_seen_line(each) for each in found] or ["Nothing was noted that fits."])


# ---------------------------------------------------------------- what is given


@contextmanager
def _desk(case: Path) -> Iterator[Desk]:
    from firsthand.store.desk import Desk

    with Desk.open(case) as desk:
        yield desk


def _person(desk: Desk, name: str) -> Person:
    from firsthand.store.desk.people import person_named

    found = person_named(desk, name)
    if found is None:
        raise PeopleError(f"This desk has nobody of the name {one_line(name)}: firsthand people list has those it has.")
    return found


def _role(word: str) -> Role:
    wanted = word.strip().lower()
    if wanted not in list(Role):
        raise typer.BadParameter(f"“{one_line(word)}” is no role: give one of {_ROLES}")
    return Role(wanted)


def _by() -> By:
    """Whoever runs the command: the file is theirs."""
    from getpass import getuser

    from firsthand.store.desk import By

    try:
        return By(None, one_line(getuser()), "", "command line")
    except (KeyError, OSError):
        return By(None, "owner", "", "command line")


def _hashed(name: str, source: Path | None) -> str:
    from firsthand.store.desk.passwords import Passwords

    return Passwords().hashed(_asked(name) if source is None else _read(source), name)


def _asked(name: str) -> str:
    """Not by an argument, which others on the machine could read."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise PeopleError(f"There is no terminal to ask for the password of {name}. Give a file: --password-from FILE")
    given: str = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    return given


def _read(source: Path) -> str:
    try:
        if str(source) == "-":
            line = sys.stdin.readline()
        else:
            with source.open(encoding="utf-8") as file:
                line = file.readline()
    except UnicodeDecodeError as error:
        raise PeopleError(f"The password in {source} is no text in UTF-8.") from error
    except OSError as error:
        raise MissingInput(f"{source}: {error.strerror or error}") from error
    return line.rstrip("\r\n")


# ---------------------------------------------------------------- telling


def _say(lines: Iterable[str]) -> None:
    with writing():
        for line in lines:
            typer.echo(line)
        sys.stdout.flush()


def _say_json(value: Json) -> None:
    from firsthand.show.claims.claims_json import json_line

    _say([json_line(value)])


def _person_line(person: Person, held: tuple[Token, ...]) -> str:
    notes = [person.role.value, "" if person.password else "no password", f"{len(held)} tokens" if held else ""]
    notes.append(f"disabled since {person.disabled[:10]}" if person.disabled else "")
    return f"{person.name}: {', '.join(filter(None, notes))}; since {person.made[:10]}"


def _person_json(person: Person, held: tuple[Token, ...]) -> Json:
    return {
        "number": person.number,
        "name": person.name,
        "role": person.role.value,
        "password": person.password,
        "disabled": person.disabled,
        "since": person.made,
        "tokens": len(held),
    }


def _token_line(token: Token) -> str:
    used = f"last used {token.used[:10]}" if token.used else "never used"
    return (
        f"{token.number}  {token.start}…  {token.role.value}, until {token.ends[:10]}, {used}: {one_line(token.name)}"
    )


def _seen_line(seen: Seen) -> str:
    deed = seen.deed
    who = f"{deed.by.who} ({deed.by.role})" if deed.by.role else deed.by.who
    return one_line(
        f"{seen.number}  {seen.at[:19]}Z  {who}, {deed.by.address}: {deed.what} {deed.about} [{deed.outcome}]"
    )


def _seen_json(seen: Seen) -> Json:
    deed = seen.deed
    return {
        "number": seen.number,
        "at": seen.at,
        "who": deed.by.who,
        "role": deed.by.role,
        "person": deed.by.person,
        "address": deed.by.address,
        "what": deed.what,
        "about": deed.about,
        "outcome": deed.outcome,
        "hash": seen.hash,
    }
