"""Shares: what each unit contributes, the table, its uncertainty, and the units behind a cell."""
