"""Captions (.vtt, .srt): cues, and the sentences they were cut from."""
