"""What was asked where, found out by reading: the truth that matching to a guide is measured against."""
