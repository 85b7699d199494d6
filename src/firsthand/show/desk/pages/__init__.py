"""One file for each page of the desk."""
