"""Stamps of a hash by others: that somebody who is no party to the case saw it at some time.

judging ─┬─ rfc3161            a time-stamping authority signs the hash with a time
         └─ proof ── calendar ── headers     OpenTimestamps: the hash goes into a block of Bitcoin

Neither network nor database: what is sent, what was answered, and the certificates or block headers to trust are
arguments. What a server answers is hostile until it is checked.
"""

from firsthand.stamp.judging import Judgement, State

__all__ = ["Judgement", "State"]
