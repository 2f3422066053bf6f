"""People, how they are reached and what links them, in the admin."""

from contacts.admin import links, people, points, readonly

__all__ = ["links", "people", "points", "readonly"]
