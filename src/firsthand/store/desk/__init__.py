"""What the desk itself keeps of a case: its people, who came in, what they saw and did, and what is theirs alone.

It lies in `desk.db` in the folder of the case, for its owner only to read. None of it can be made anew from the case,
so it is written as the case is: whole, and on the disk before it is acknowledged. None of it is ever exported.
"""

from firsthand.store.desk.database import FILE, Desk
from firsthand.store.desk.people import By, Person

__all__ = ["FILE", "By", "Desk", "Person"]
