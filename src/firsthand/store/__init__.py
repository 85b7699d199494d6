"""What is kept: the one place that knows SQL, and the one place that writes archives.

schema ── database ── migrations ─┐
archive ──────────── chain ───────┴→ case → verify
"""

from firsthand.store.case import Case, Kept
from firsthand.store.decisions import Decision, anchored, decide, decisions, undo
from firsthand.store.history import Sighting, changed_keys, keys_of, sightings
from firsthand.store.reached import Reach, furthest_back, keep_reach, reaches
from firsthand.store.readings import Reading, Waiting, keep_readings, still_unread, unread
from firsthand.store.reports import report_of, report_under
from firsthand.store.stamps import Stamp, StampKind, entry_number, keep_stamp, keep_upgrade, log_entry, stamps
from firsthand.store.taken import Taken, last_capture, taken_by
from firsthand.store.verify import Finding, verify
from firsthand.store.watches import Watch, keep_watch, stop_watching, watch, watched

__all__ = [
    "Case",
    "Decision",
    "Finding",
    "Kept",
    "Reach",
    "Reading",
    "Sighting",
    "Stamp",
    "StampKind",
    "Taken",
    "Waiting",
    "Watch",
    "anchored",
    "changed_keys",
    "decide",
    "decisions",
    "entry_number",
    "furthest_back",
    "keep_reach",
    "keep_readings",
    "keep_stamp",
    "keep_upgrade",
    "keep_watch",
    "keys_of",
    "last_capture",
    "log_entry",
    "reaches",
    "report_of",
    "report_under",
    "sightings",
    "stamps",
    "still_unread",
    "stop_watching",
    "taken_by",
    "undo",
    "unread",
    "verify",
    "watch",
    "watched",
]
