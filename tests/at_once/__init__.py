"""Several programs that work on one study at the same moment: what each was told is done must be there afterwards."""
