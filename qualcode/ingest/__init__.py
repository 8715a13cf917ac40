"""Files in, documents out: readers of formats, and the deciding of speakers, turns and answers.

Importing this package is cheap; every reader and every library is imported when first used.
"""
