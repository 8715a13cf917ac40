"""The coded study as one HTML file, to read, search and print without any program."""

from .page import study_page

__all__ = ["study_page"]
