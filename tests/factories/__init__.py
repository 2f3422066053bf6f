"""One factory per model, no surprising behaviour."""
