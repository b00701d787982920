"""Measurements of whole commands; results in RESULTS.md."""
