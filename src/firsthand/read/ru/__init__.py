"""Russian: word lists in YAML, and the analysis of its sentences; the rules are those of `trees`."""
