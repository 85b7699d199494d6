"""The entry point of `firsthand` and of `python -m firsthand`: it ends in good order from its first line on."""

from __future__ import annotations

import gc
import signal
from types import FrameType

__all__ = ["main"]


def main() -> None:
    """Run the command line. An interruption ends with 130 and a request to end with 143, both cleaned up and silent."""
    gc.set_threshold(100_000, 50, 50)  # word lists are loaded and stay: looking them through for garbage is in vain
    try:
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _end)
        from firsthand.show.cli import main as run  # here, so that an interruption while it loads is met too

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        # Python remembers an interruption inside `exec`, such as in the making of a dataclass, even where it is
        # caught, and then kills itself at the end of `python -m`. Evaluating anything makes it forget.
        eval("None")  # noqa: S307


def _end(number: int, frame: FrameType | None) -> None:
    """What is unfinished is cleared away on the way out, as for an interruption."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
