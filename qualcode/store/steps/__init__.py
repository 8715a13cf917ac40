"""One module for each step from an older schema to the next; a released one is never changed."""
