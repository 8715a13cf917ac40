"""What one who asks says without asking: "mm-hmm", "ja", "okay", "(laughs)".

Whoever transcribes closely writes these as turns of their own, in the middle of what the informant goes on to say.
The words stand in `words/LANGUAGE.json`, so that a language is mended without Python.
"""

from __future__ import annotations

import functools
import re

from .languages import LANGUAGES, catalogue, written

_DRAWN_OUT = re.compile(r"(\w)\1+")
_BRACKETED = re.compile(r"\(+([^()]*)\)+|\[+([^\[\]]*)\]+|<([^<>]*)>|\*([^*]*)\*")
_BETWEEN = r"[\s.,;:!…·–—\-*_\"“”]"
"""What may stand between the words; a question mark may not, for then something is asked."""


def is_backchannel(words: str, language: str) -> bool:
    """Whether a turn holds nothing but such words, dots and bracketed sounds.

    In a text of none of the four languages, or of an unknown one, the words of all four count.

    >>> is_backchannel("Mm-hmm. Okay … (laughs)", "en"), is_backchannel("Okay, why?", "en")
    (True, False)
    """
    if len(words) > 120:
        return False  # nobody goes on nodding for so long, and most turns are told apart without a look
    said, sounds = _patterns(written(language))
    text = _plain(words)
    for found in _BRACKETED.finditer(text):
        if not sounds.fullmatch(next(part for part in found.groups() if part is not None)):
            return False
    return said.fullmatch(_BRACKETED.sub(" ", text)) is not None


def _plain(words: str) -> str:
    """Small letters, each once however long it was drawn out: `Mmmm` as `m`."""
    return _DRAWN_OUT.sub(r"\1", words.casefold().replace("’", "'"))


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _only(language, "backchannel.words"), _only(language, "backchannel.sounds")


def _only(language: str, key: str) -> re.Pattern[str]:
    """A text of nothing but the listed words; each is taken whole, the longest first, so nothing is tried twice."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    listed = {_plain(word) for one in languages for word in catalogue("qualcode.core", one)[key].split(", ")}
    longest = sorted(listed, key=lambda word: (-len(word), word))
    choices = "|".join(f"{_BETWEEN}+".join(map(re.escape, word.split())) for word in longest)
    return re.compile(rf"(?>{_BETWEEN}|(?:{choices})(?!\w))*+")
