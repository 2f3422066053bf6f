"""REST of evidence and scores."""
