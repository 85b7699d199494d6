"""What is asked of a case, answered in plain dicts: the same for the API of a desk and for `firsthand.Case`."""
