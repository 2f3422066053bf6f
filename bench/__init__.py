"""Measures imports and pages against their baselines, each pair in the same run: `make bench`."""
