"""Opening the case for writing while others may be writing to it: it is waited for, for a while."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firsthand.errors import CaseBusy
from firsthand.store import Case

__all__ = ["open_for_writing"]

_PATIENCE = 20.0
_AGAIN = 0.1


@contextmanager
def open_for_writing(folder: Path, patience: float = _PATIENCE) -> Iterator[Case]:
    """The case, to be written.

    Args:
        patience: seconds to wait while another process writes.

    Raises:
        CaseBusy: another process wrote for longer; nothing was written.
        CaseError: it cannot be written.
    """
    until = time.monotonic() + patience
    while True:
        try:
            opened = Case.open(folder, write=True)
        except CaseBusy as busy:
            if time.monotonic() > until:
                raise CaseBusy(f"{busy} It was waited for; nothing was kept. Try again in a moment.") from busy
            time.sleep(_AGAIN)
            continue
        with opened:
            yield opened
        return
