"""The doors to other systems: HTTP and their dialects, without Django and without a database."""
