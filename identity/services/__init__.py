"""Writes and searches of identity."""
