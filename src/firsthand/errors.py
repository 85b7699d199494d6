"""Every exception that firsthand raises on purpose, and the exit code a command ends with.

FirsthandError                      1  anything below; also the code of an unforeseen failure
├── InputError                      3  what was given cannot be read as a report
│   ├── MissingInput                   no such file, or it may not be opened
│   ├── EmptyInput                     nothing in it to read
│   ├── TooLarge                       over the size limit, also after unpacking
│   ├── NotText                        binary, or an encoding that cannot be made out
│   └── NoTextLayer                    a PDF of pictures, or one that is locked
├── AddressRefused                  4  a private, loopback or otherwise unsafe address
├── FetchError                      5  the network or the other server failed
│   ├── Unreachable                    no connection, no such host
│   ├── TooManyRedirects               a loop, or a longer chain than allowed
│   ├── TimedOut                       slower than the time limit
│   ├── RobotsRefused                  the site's robots.txt asks not to fetch it
│   ├── BadStatus                      the server answered with an error
│   └── StampRefused                   what came is no stamp of what was sent
├── GazetteerError                  6  the index of places is missing, broken or cannot be built
├── OutputError                     7  the output cannot be written: a full disk, a folder in the way
├── PluginError                     1  something that an installed package adds cannot be used
├── TableError                      8  a table of the user's, such as one of actors, is not as it should be
├── CaseError                       9  a case cannot be opened, written or trusted
│   ├── CaseBusy                       another process is writing to it
│   └── CaseTooNew                     it was written by a newer version of firsthand
└── PeopleError                    10  a person of the desk, their password, token or note is not as it should be

Code 2 is a wrong option or argument, 130 an interruption by the user, 143 an end asked for by the system.

A message names what was wrong, where, and what to do about it. Records that are dropped while the
rest goes on do not raise: they leave a `Skip`.
"""

__all__ = [
    "AddressRefused",
    "BadStatus",
    "CaseBusy",
    "CaseError",
    "CaseTooNew",
    "EmptyInput",
    "FetchError",
    "FirsthandError",
    "GazetteerError",
    "InputError",
    "MissingInput",
    "NoTextLayer",
    "NotText",
    "OutputError",
    "PeopleError",
    "PluginError",
    "RobotsRefused",
    "StampRefused",
    "TableError",
    "TimedOut",
    "TooLarge",
    "TooManyRedirects",
    "Unreachable",
]


class FirsthandError(Exception):
    """The root of the tree. `exit_code` is what a command ends with."""

    exit_code = 1


class InputError(FirsthandError):
    """What was given cannot be read as a report."""

    exit_code = 3


class MissingInput(InputError):
    """No such file, or it may not be opened."""


class EmptyInput(InputError):
    """There is nothing in it to read."""


class TooLarge(InputError):
    """Over the size limit, as it is or after unpacking."""


class NotText(InputError):
    """Binary data, or an encoding that cannot be made out."""


class NoTextLayer(InputError):
    """A PDF that holds pictures of text, or that is locked."""


class AddressRefused(FirsthandError):
    """A private, loopback or otherwise unsafe address; nothing was sent to it."""

    exit_code = 4


class FetchError(FirsthandError):
    """The network or the other server failed."""

    exit_code = 5


class Unreachable(FetchError):
    """No such host, or no connection to it."""


class TooManyRedirects(FetchError):
    """A redirect loop, or a longer chain than allowed."""


class TimedOut(FetchError):
    """Slower than the time limit, as a whole."""


class RobotsRefused(FetchError):
    """The site's robots.txt asks not to fetch it, or cannot be read."""


class BadStatus(FetchError):
    """The server answered with an error status; `status` is its number."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class StampRefused(FetchError):
    """What came, or was kept, as a stamp is none, or is none of the hash that was sent."""


class GazetteerError(FirsthandError):
    """The index of places is missing, broken or cannot be built."""

    exit_code = 6


class OutputError(FirsthandError):
    """The output cannot be written."""

    exit_code = 7


class PluginError(FirsthandError):
    """Something that an installed package adds cannot be used."""


class TableError(FirsthandError):
    """A table of the user's is not as it should be; the message gives file and line."""

    exit_code = 8


class CaseError(FirsthandError):
    """A case cannot be opened, written or trusted; nothing that was acknowledged is lost by it."""

    exit_code = 9


class CaseBusy(CaseError):
    """Another process is writing to the case."""


class CaseTooNew(CaseError):
    """The case was written by a newer version of firsthand."""


class PeopleError(FirsthandError):
    """A person of the desk, or something of theirs, is not as it should be; or the desk needs people and has none."""

    exit_code = 10
