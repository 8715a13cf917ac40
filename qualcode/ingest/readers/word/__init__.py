"""Word files (.docx): the document's parts, styles, numbering and body as blocks."""
