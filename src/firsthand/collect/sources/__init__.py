"""Who an outlet or channel is, and which wire agencies a text credits.

    entries → table → lookup (source_of)
                    → credits → credit_rules

The tables are in `data/`, in the form in which users write their own.
"""

from firsthand.collect.sources.credits import credits  # noqa: A004 - the word of the field
from firsthand.collect.sources.lookup import source_of
from firsthand.collect.sources.table import Own, Table, built_in, laid_over, own_table, with_own

__all__ = ["Own", "Table", "built_in", "credits", "laid_over", "own_table", "source_of", "with_own"]
