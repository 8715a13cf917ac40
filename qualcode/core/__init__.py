"""What qualcode is about, with the standard library alone: no files, no screen, no database."""
