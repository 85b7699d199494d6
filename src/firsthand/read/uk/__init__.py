"""Ukrainian: word lists and endings in YAML, a shallow parser; the rules are those of `trees`."""
