"""Deals over REST."""
