"""REST of operations."""
