"""PDF files: characters to lines, lines to columns and paragraphs, without what only the paper needed."""
