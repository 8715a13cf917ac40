"""Commands that are stopped, or refused by the disk, at every single thing they do to it."""
