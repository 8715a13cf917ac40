"""What each column of a table is: speaker, words, time; or an open answer, a fact, an id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ....core.languages import word_set
from ....core.values import frozen

SPEAKERS = word_set(
    "speaker speakers speaker_name speakername taler talere talare who hvem vem voice speaker_id sprecher "
    "locuteur hablante deltager deltagere participant person name navn namn vem wer sprecherin initialer tier tier_name"
)
WORDS = word_set(
    "text tekst texte transcript transcription transskription transkription utterance utterances words "
    "content udsagn ytring ytringer yttrande yttranden replik replikker repliker speech tale tal turn "
    "dialogue caption sentence message utsagn uttalelse uttalande aussage annotation"
)
TIMES = word_set(
    "time timestamp timecode start start_time starttime begin begin_time tid tidskode tidsstempel tidpunkt from in "
    "time_start onset zeit timespan time_span tidsrum tidsspenn"
)
IDS = word_set(
    "id nr no number record_id recordid respnr resp_id svar-id svar_id id._response_id "
    "respondent respondentid respondent_id respondent-id responseid response_id deltager "
    "deltaker deltagare participant participant_id løbenr løbenummer lopnr case sag uid # informant "
    "response submission_id submissionid submission_nr svarid responsid respondentnummer respondentnr "
    "løpenr løpenummer token respondentnøgle respondentnøkkel respondentnyckel respondent_key"
)
_UNIT = re.compile(
    r"_?[-(\[_]+(?:hh:mm:ss(?:[.:]m+s?(?:ec)?)?|mm:ss|ss\.msec|msec|ms|secs?|seconds|sek(?:under)?|s)[)\]]?\Z"
)
"""In what a column counts the time, behind its title."""
_OPEN_TITLE = re.compile(
    r"\b(?:svar|answer|answers|kommentar|kommentarer|comment|comments|uddyb|utdyp|utveckla|beskriv|describe|"
    r"explain|forklar|förklara|begrun[dn](?:else)?|grunngi|fritekst|fritext|free text|open|åbent|why|hvorfor|varför|"
    r"feedback|bemærkning(?:er)?|response|reply|nævn|nevn|nämn|name (?:one|two|three)|motiver(?:a|ing)?)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"(?:,?[ T]+(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|bst|[cew]es?t|[+-]\d{1,2}:?\d{0,2})(?:[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
"""A date with or without the time of day, as Google Forms, Microsoft Forms and others stamp answers."""
_PERSONAL = word_set(
    "ip ipaddress ipaddr ipadresse ipadress email emailaddress emailadresse emailadress mail mailadresse epost "
    "epostadresse epostadress name navn namn fullname firstname lastname fornavn efternavn etternavn förnamn efternamn "
    "recipientfirstname recipientlastname recipientemail latitude longitude locationlatitude locationlongitude phone "
    "phonenumber telephone telefon telefonnummer mobil mobilnummer cpr cprnr cprnummer personnummer personnr "
    "fødselsnummer username brugernavn brukernavn användarnamn"
)
"""Titles of columns that say who answered."""
_NUMBER = re.compile(r"[\s\d.,:%/+-]+(?:kr\.?|%|år|years?)?\s*")


def is_personal(title: str) -> bool:
    """Whether a column says who answered: a name, an address on the net, a telephone, a place on the map."""
    return re.sub(r"[\W_]+", "", title.casefold()) in _PERSONAL


@frozen
class SurveyColumns:
    """Positions of columns. A transcript has `text`; a survey has `open` columns."""

    text: int | None = None
    speaker: int | None = None
    time: int | None = None
    open: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    id: int | None = None
    times: tuple[int, ...] = ()
    """Where one person answers several times: who, and which time, which together name the row."""


def judge(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, open_: Sequence[int] = (), closed: Sequence[int] = ()
) -> SurveyColumns:
    """What the columns of a table are, from their titles and what stands in them.

    `open_` and `closed` are a person's word: with `open_` no other column holds answers.
    """
    # LimeSurvey can put the code before the title, `id. Response ID`; Nettskjema writes `$submission_id`.
    plain = [re.sub(r"^(?:(?:id|token)\.\s+|\$)", "", title.casefold()) for title in header]
    titles = [_UNIT.sub("", re.sub(r"[\s_]+", "_", title.strip(" *?:"))) for title in plain]
    transcript = None if open_ or closed else _transcript(titles, rows)
    if transcript is not None:
        return transcript
    id_ = _id(titles, rows)
    times = () if id_ is not None else _times_of_one(titles, rows)
    if id_ is None and not times:
        id_ = _id(titles, rows, nearly=True)
    if id_ in open_:
        id_ = None
    found = list(open_) or [
        at for at in range(len(header)) if at != id_ and at not in closed and _is_open(header[at], _values(rows, at))
    ]
    found = sorted(set(found) - set(closed))
    return SurveyColumns(open=tuple(found), closed=tuple(at for at in range(len(header)) if at not in found), id=id_,
                   times=times)  # fmt: skip


def _values(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [value for row in rows if (value := row[at].strip())]


def take_turns(named: Sequence[str]) -> bool:
    """Whether the names in a column are those of people who talk: most come back, or in a group several of them."""
    counts = Counter(named)
    back = [count for count in counts.values() if count > 1]
    return len(counts) <= max(2, 0.5 * len(named)) or (len(back) >= 2 and sum(back) >= 0.4 * len(named))


def _transcript(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> SurveyColumns | None:
    words = [at for at, title in enumerate(titles) if title in WORDS]
    if not words and any(title in TIMES for title in titles) and any(title in SPEAKERS for title in titles):
        words = [at for at, title in enumerate(titles) if title not in TIMES | SPEAKERS | IDS]
        words = words if len(words) == 1 else []
    if not words:
        return None
    text = max(words, key=lambda at: sum(len(row[at]) for row in rows))
    speaker = next((at for at, title in enumerate(titles) if title in SPEAKERS and at != text), None)
    time = next((at for at, title in enumerate(titles) if title in TIMES and at != text), None)
    if speaker is not None:
        if take_turns(_values(rows, speaker)) or titles[speaker].startswith(("speaker", "tal")):
            return SurveyColumns(text, speaker, time)
        return None
    return SurveyColumns(text, None, time) if time is not None else None


_NEARLY = 0.6
"""The part of the rows that an id must tell apart: the few others answered twice, or have none."""


def _id(titles: Sequence[str], rows: Sequence[Sequence[str]], *, nearly: bool = False) -> int | None:
    """The column that names each row; or `nearly` each."""
    for at, title in enumerate(titles):
        if title in IDS:
            values = _values(rows, at)
            apart = len(set(values))
            each = apart >= _NEARLY * len(rows) if nearly else apart == len(values) == len(rows)
            if values and each and all(len(value) <= 60 for value in values):
                return at
    return None


_OCCASIONS = word_set("redcap_event_name event_name redcap_repeat_instrument repeat_instrument redcap_repeat_instance "
                  "repeat_instance wave runde round tidspunkt måling occasion")  # fmt: skip


def _times_of_one(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The column that names a person and those that name the occasion, where only together they name each row."""
    who = next((at for at, title in enumerate(titles) if title in IDS and len(_values(rows, at)) == len(rows)), None)
    which = [at for at, title in enumerate(titles) if title in _OCCASIONS]
    if who is None or not which:
        return ()
    named = [tuple(row[at].strip() for at in (who, *which)) for row in rows]
    return (who, *which) if len(set(named)) == len(named) else ()


def _is_open(title: str, values: Sequence[str]) -> bool:
    """Whether a column holds answers in people's own words."""
    if not values:
        return False
    told = sum(bool(_NUMBER.fullmatch(value) or _MOMENT.fullmatch(value)) for value in values)
    if told >= 0.9 * len(values) or is_personal(title):
        return False
    if sum(value.endswith(";") for value in values) >= 0.9 * len(values):
        return False  # Microsoft Forms ends every choice with a semicolon
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
