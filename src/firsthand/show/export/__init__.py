"""What leaves a case in the forms of others."""
