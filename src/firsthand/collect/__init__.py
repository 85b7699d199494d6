"""Taking in one file, one stream or one page: bytes with their hash, time and address.

resolver → addresses → connection → fetch → pages ─┐
                             robots → polite       ├→ unpack → captures
                                            files ─┘
"""

from firsthand.collect.files import from_file, from_stream
from firsthand.collect.limits import Limits
from firsthand.collect.pages import from_address

__all__ = ["Limits", "from_address", "from_file", "from_stream"]
