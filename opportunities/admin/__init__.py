"""Deals, what they keep from others, and brokers' tags in the admin."""

from opportunities.admin import deals, partners, sales

__all__ = ["deals", "partners", "sales"]
