"""What is known of a claim, how well, and why: evidence, track records, fusion, status and likelihood."""
