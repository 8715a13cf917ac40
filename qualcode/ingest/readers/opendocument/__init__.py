"""OpenDocument files (.odt, .ods)."""
