"""Who speaks in a text that is known already and must stay as it is, character for character.

Codings from another program point into the text by offset, so nothing may be cleaned or joined here.
"""

from __future__ import annotations

from array import array
from dataclasses import replace

from ..core.model import Document
from .language import guess_language
from .read import ReadRequest
from .readers.blocks import Block
from .speakers.decide import Wanted, decide
from .speakers.label_styles import lined
from .speakers.turns import build_turns


def with_turns(document: Document, request: ReadRequest) -> Document:
    """The document with its turns, kind and language found; its text is not touched.

    `document.kind` and `document.language` are kept where they say something.
    """
    blocks = tuple([Block(line) for line in document.text.split("\n")])
    starts = array("q")
    at = 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    doc = lined(document.text, blocks, starts)
    wanted = Wanted(request.speaker_style, request.interviewer, request.speakers)
    dialogue = document.kind not in ("document", "web")
    turns, found = build_turns(doc, decide(doc, wanted, dialogue=dialogue), wanted, seek_questions=dialogue)
    return replace(
        document,
        turns=turns,
        kind=document.kind or ("interview" if found.speakers or found.questions else "document"),
        language=document.language or guess_language(document.text) or "",
    )
