"""Tables people hand in as sources: transcripts in columns, and surveys."""
