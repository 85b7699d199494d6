"""One file for each kind of evidence; `kinds.py` lists them."""
