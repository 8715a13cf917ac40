"""qualcode: code qualitative research at the keyboard, with numbers that can be traced."""

__version__ = "0.1.0"
