"""A report to bytes: one writer for each format, and the layout they share."""
