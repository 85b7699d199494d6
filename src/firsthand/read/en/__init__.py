"""English: word lists in YAML beside the rules that use them."""
