"""Adds people, writes notes and entries of the audit, and tells what is acknowledged: to be killed at it.

With a second argument it ends itself in the middle of a transaction instead, after so many rounds.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from firsthand.kinds import Role
from firsthand.store.desk import By, Desk
from firsthand.store.desk.audit import Deed, append, note
from firsthand.store.desk.notes import NoteOn, write
from firsthand.store.desk.people import add_person, people

BY = By(None, "olena", "", "command line")


def main(folder: Path, rounds: int | None) -> None:
    with Desk.open(folder) as desk:
        for number in count(len(people(desk))):
            if number == rounds:
                with desk.writing() as connection:
                    append(connection, desk.now, Deed(BY, "never done"))
                    os._exit(7)
            person = add_person(desk, f"Олена {number}", Role.READER, None, BY)
            print(f"person {person.name}", flush=True)
            write(desk, person.number, NoteOn.CLAIM, "c1", f"запитати ще раз {number}")
            print(f"note {number}", flush=True)
            note(desk, [Deed(BY, "saw", f"/claims/{number}"), Deed(BY, "saw", f"/documents/{number}")])
            print(f"deed /documents/{number}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
