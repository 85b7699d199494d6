"""What is kept: the one place that knows SQL, and the one place that writes archives.

schema ── database ── migrations ─┐
archive ──────────── chain ───────┴→ case → verify
"""

from firsthand.store.case import Case, Kept, Reading
from firsthand.store.verify import Finding, verify
from firsthand.store.waiting import Waiting

__all__ = ["Case", "Finding", "Kept", "Reading", "Waiting", "verify"]
