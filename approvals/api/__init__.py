"""Proposals and decisions over REST."""
