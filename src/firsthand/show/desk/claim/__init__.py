"""What the page of one claim on the desk is made of; `pages/claim.py` shows it and takes what a person decides."""
