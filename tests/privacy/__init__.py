"""Erasure, access and consent, asked of the whole product."""
