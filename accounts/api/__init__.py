"""Organisations over REST."""
