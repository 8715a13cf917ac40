"""Comparison: crosstabs, cases, co-occurrence, saturation, keyness."""
