"""Writes of the bridge."""
