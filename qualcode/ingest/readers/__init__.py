"""Bytes to blocks: one module or folder for each format, and what they share.

`blocks` says what every reader hands on; `container` and `encoding` open what comes from strangers.
"""
