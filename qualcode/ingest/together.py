"""Who asks, over all files that are added together: a researcher's label comes back, an informant's does not.

A file read alone may leave it open who of `AK` and `P07` asks. Beside eight others in which `AK` speaks
and `P07` does not, it is clear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.core.model import Document

from .found import FileFound, SpeakerFound
from .read import ASKED, ReadRequest, ReadResult, under_guide
from .speakers.decide import Wanted
from .speakers.labels import fold_label
from .speakers.roles import Background, assign_roles, count_speech


def settle_roles(
    files: Sequence[Sequence[ReadResult]], request: ReadRequest, cases: Mapping[str, Sequence[str]] | None = None
) -> list[list[ReadResult]]:
    """The results with roles decided again where a file alone left them in doubt.

    `cases` maps a document's id, folded, to the labels that cases.csv has as its members.
    """
    cases = cases or {}
    speaks = Counter(
        fold_label(speaker.label) for results in files for result in results for speaker in result.found.speakers
    )
    wanted = Wanted(request.speaker_style, request.interviewer, request.speakers)
    settled = []
    for results in files:
        found = []
        for result in results:
            members = cases.get(result.document.id.casefold(), ())
            if result.document.kind in ASKED and result.found.speakers and (result.found.doubt or members):
                background = Background(
                    result.document.id,
                    frozenset(map(fold_label, members)),
                    {fold_label(s.label): speaks[fold_label(s.label)] - 1 for s in result.found.speakers},
                )
                before = result.document.turns
                result = _again(result, wanted, background)
                if result.document.turns != before:  # who asks is where the items of the guide are looked for
                    result = under_guide(result, request)
            found.append(result)
        settled.append(found)
    return settled


def _again(result: ReadResult, wanted: Wanted, background: Background) -> ReadResult:
    document = result.document
    text = document.text
    speech = count_speech((turn.speaker, turn.span.cut(text)) for turn in document.turns if turn.speaker)
    names = {fold_label(speaker.label): speaker.label for speaker in result.found.speakers}
    assigned = assign_roles(names, speech, wanted, background)
    speakers = tuple(replace(speaker, role=assigned.roles[speaker.label]) for speaker in result.found.speakers)
    return replace(
        result, document=_with_roles(document, assigned.roles), found=_found(result.found, speakers, assigned.doubt)
    )


def _with_roles(document: Document, roles: Mapping[str, str]) -> Document:
    turns = tuple(
        replace(turn, role=roles[turn.speaker]) if turn.speaker in roles and turn.role != roles[turn.speaker] else turn
        for turn in document.turns
    )
    return replace(document, turns=turns)


def _found(found: FileFound, speakers: tuple[SpeakerFound, ...], doubt: str) -> FileFound:
    asking = tuple(speaker.label for speaker in speakers if speaker.role == "interviewer")
    return replace(found, speakers=speakers, interviewer=asking, doubt=doubt)
