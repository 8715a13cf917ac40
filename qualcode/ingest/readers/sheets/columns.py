"""What each column of a table is: speaker, words, time; or an open answer, a fact, an id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SPEAKERS = _set(
    "speaker speakers speaker_name speakername taler talere talare who hvem vem voice speaker_id sprecher "
    "locuteur hablante deltager deltagere participant person name navn namn"
)
WORDS = _set(
    "text tekst texte transcript transcription transskription transkription utterance utterances words "
    "content udsagn ytring ytringer yttrande yttranden replik replikker repliker speech tale tal turn "
    "dialogue caption sentence message"
)
TIMES = _set(
    "time timestamp timecode start start_time starttime begin tid tidskode tidsstempel tidpunkt from in "
    "time_start onset zeit"
)
IDS = _set(
    "id nr no number record_id recordid respnr resp_id svar-id svar_id id._response_id "
    "respondent respondentid respondent_id respondent-id responseid response_id deltager "
    "deltaker deltagare participant participant_id løbenr løbenummer lopnr case sag uid # informant "
    "response"
)
_OPEN_TITLE = re.compile(
    r"\b(?:svar|answer|answers|kommentar|kommentarer|comment|comments|uddyb|utdyp|utveckla|beskriv|describe|"
    r"explain|forklar|förklara|begrund|fritekst|fritext|free text|open|åbent|why|hvorfor|varför|feedback|"
    r"bemærkning(?:er)?|response|reply)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\s\d.,:%/+-]+(?:kr\.?|%|år|years?)?\s*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of columns. A transcript has `text`; a survey has `open` columns."""

    text: int | None = None
    speaker: int | None = None
    time: int | None = None
    open: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    id: int | None = None


def judge(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, open_: Sequence[int] = (), closed: Sequence[int] = ()
) -> Columns:
    """What the columns of a table are, from their titles and what stands in them.

    `open_` and `closed` are a person's word: with `open_` no other column holds answers.
    """
    titles = [re.sub(r"[\s_]+", "_", title.casefold().strip(" *?:")) for title in header]
    transcript = None if open_ or closed else _transcript(titles, rows)
    if transcript is not None:
        return transcript
    id_ = _id(titles, rows)
    if id_ in open_:
        id_ = None
    found = list(open_) or [
        at for at in range(len(header)) if at != id_ and at not in closed and _is_open(header[at], _values(rows, at))
    ]
    found = sorted(set(found) - set(closed))
    return Columns(open=tuple(found), closed=tuple(at for at in range(len(header)) if at not in found), id=id_)


def _values(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [value for row in rows if (value := row[at].strip())]


def _transcript(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    words = [at for at, title in enumerate(titles) if title in WORDS]
    if not words:
        return None
    text = max(words, key=lambda at: sum(len(row[at]) for row in rows))
    speaker = next((at for at, title in enumerate(titles) if title in SPEAKERS and at != text), None)
    time = next((at for at, title in enumerate(titles) if title in TIMES and at != text), None)
    if speaker is not None:
        named = _values(rows, speaker)
        recurring = len(set(named)) <= max(2, 0.5 * len(named))
        if recurring or titles[speaker].startswith(("speaker", "tal")):
            return Columns(text, speaker, time)
        return None
    return Columns(text, None, time) if time is not None else None


def _id(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    for at, title in enumerate(titles):
        if title in IDS:
            values = _values(rows, at)
            if len(set(values)) == len(values) == len(rows) and all(len(value) <= 60 for value in values):
                return at
    return None


def _is_open(title: str, values: Sequence[str]) -> bool:
    """Whether a column holds answers in people's own words."""
    if not values:
        return False
    if sum(bool(_NUMBER.fullmatch(value)) for value in values) >= 0.9 * len(values):
        return False
    words = sum(len(value.split()) for value in values) / len(values)
    distinct = len({value.casefold() for value in values}) / len(values)
    if _of_choices(values):
        return False
    if words >= 5 and distinct > 0.5:
        return True
    if len(values) >= 3 and words >= 2.5 and distinct > 0.8:
        return True
    return (bool(_OPEN_TITLE.search(title)) and distinct > 0.5) or (
        title.endswith("?") and distinct > 0.8 and words >= 2
    )


def _of_choices(values: Sequence[str]) -> bool:
    """Whether the answers are put together from a list of choices that recur."""
    if len(values) < 6:
        return False
    pieces = [piece.strip().casefold() for value in values for piece in re.split(r"[,;\n]", value) if piece.strip()]
    counts = Counter(pieces)
    recurring = sum(count for count in counts.values() if count >= 3 or count >= 0.1 * len(values) >= 2)
    return recurring >= 0.75 * len(pieces)
