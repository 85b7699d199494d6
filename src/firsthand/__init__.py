"""firsthand: who said it first, who only repeated it, and what backs it.

import firsthand
report = firsthand.check(Path("report.txt"))
"""

from firsthand.model import Report
from firsthand.pipeline import check

__all__ = ["Report", "check"]
