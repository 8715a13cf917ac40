"""REFI-QDA projects (`.qdpx`): the exchange standard of programs for qualitative analysis.

Written to the schema of 18 March 2019; read as NVivo, ATLAS.ti, MAXQDA, QualCoder, Quirkos and others
write it. `elements` knows the standard's names, `read` makes a study of a file, `write` a file of a study,
`kept` holds on to what qualcode does not analyse and hands it back.
"""

from .codec import codec

__all__ = ["codec"]
