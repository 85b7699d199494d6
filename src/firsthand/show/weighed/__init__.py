"""What is kept of evidence and assessments, for the screen and as JSON."""
