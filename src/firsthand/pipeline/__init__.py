"""The whole flow: one report by itself, or reports into a case.

checking   sources → collect → read → resolve → warn → a report
adding     sources → collect → store → reading → store
"""

from firsthand.pipeline.checking import check, check_document, open_gazetteer

__all__ = ["check", "check_document", "open_gazetteer"]
