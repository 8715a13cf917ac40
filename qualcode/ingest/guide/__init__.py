"""Turns to answers: the interview guide, and which turn asks which of its questions."""
