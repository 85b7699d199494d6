"""The ways to look at a report: terminal, JSON, one HTML page, Markdown; and the command line."""
