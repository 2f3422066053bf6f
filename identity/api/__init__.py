"""The REST surface of identity."""
