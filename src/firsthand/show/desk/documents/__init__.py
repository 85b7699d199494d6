"""What the pages of documents and sources show, apart from how they look."""
