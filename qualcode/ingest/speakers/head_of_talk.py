"""What the head of a transcript says of the talk and of who is who in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qualcode.core.languages import word_set

from ..language import ALL_FUNCTION_WORDS
from .label_styles import Hit
from .labels import ASKING, fold_label, role_of
from .lined import Lined
from .recurring_labels import said_after

_RECORDERS = re.compile(
    r"(?:referent|note-?\s?taker|sekret[æe]r|sekreterare|notat|antecknare|observat[øö]r|observer|tolk|interpreter)",
    re.IGNORECASE,
)
"""Who writes down what a group says, or puts it into another language; with whoever asks, nobody who was asked."""

_FACT = re.compile(
    r"(?:dato|date|datum|tid|time|tidspunkt|sted|stad|place|location|plats|varighe[dt]|duration|længde|lengde?|längd"
    r"|length|(?:interview|intervju)[ -]?(?:nr|nummer|number|no)|trans[sk]?kri[bp]\w*(?: a[fv])?|transcribed by)"
)
"""What the head of a transcript says of the talk."""
_OF_TITLES = word_set(
    "af av of for og and och i in på at ved vid hos fra från from med with til till to the en ett et a an"
)
"""Little words that a head has too: `head teacher at a school`."""
_GREETING = re.compile(
    r"(?:he[ij]|hey|hi|hello|hallo|god\w*|good|ja|nej|nei|yes|no|jo|ok|okay|mm\w*|tak|takk|tack|thanks?|v[eä]lkommen|welcome"
    r"|selv|så|well)\b"
)
"""With what somebody begins to speak, and nobody is called."""


def first_of_talk(doc: Lined, hits: Sequence[Hit]) -> int:
    """How many of the first labels say facts about the talk: up to the last `Date: 3 May` or `Interviewer: Kari` before
    anybody says a sentence, and who asks and who answers right below, where a blank line or the same label follows
    (`Interviewer: Kari` above `Interviewer: How are you?`)."""
    count = place = 0
    for place, hit in enumerate(hits):
        line = doc.text[hit.words : doc.lines[doc.line_number(hit.words)] - 1].strip()
        if not line or len(line.split()) > 8 or line[-1] in ".?!…" or ASKING.match(line):
            break
        if set(line.casefold().split()) & ALL_FUNCTION_WORDS - _OF_TITLES:
            break
        later = {other.key for other in hits[place + 1 :]}
        if _FACT.fullmatch(hit.key) or any(role_of(title) and name in later for title, name in offices(doc, hit)):
            count = place + 1
    for at in range(count, place if count else 0):
        apart = ["\n\n" in doc.text[before.words : after.start] for before, after in pairwise(hits[count - 1 : at + 2])]
        follows = (apart[-1] and not any(apart[:-1])) or hits[at].key == hits[at + 1].key
        if role_of(hits[at].key) and follows:
            count = at + 1
    below = {hit.key for hit in hits[count:place]}
    named = all(role_of(hit.key) and not _GREETING.match(said_after(doc, hit)) for hit in hits[count:place])
    if count and len(below) == place - count > 1 and named and hits[place].key in below:
        count = place  # `Interviewer: Eva` and `Informant: Librarian`, right above `Interviewer: What do you do?`
    return count if len(hits) - count >= 2 else 0


def stated_roles(doc: Lined, once: Sequence[Hit], accepted: set[str]) -> dict[str, str]:
    """Whose role the head of the file says: `Interviewer: AK` above a talk in which AK speaks."""
    said = [(title, name) for hit in once for title, name in offices(doc, hit) if name in accepted - {hit.key}]
    found = {name: role for title, name in said if (role := role_of(title)) is not None}
    if "interviewer" in found.values():
        found |= {name: "other" for title, name in said if name not in found and _RECORDERS.match(title)}
    return found


def offices(doc: Lined, hit: Hit) -> list[tuple[str, str]]:
    """What a line of the head says of who does what: `Moderator: Mette, note-taker: Jonas`, `Interviewer: Sara (SA) |
    Informants: Ali & Bo`, `Interviewer (I): Sara`, `Present: Kari Lie (interviewer)`."""
    title, bracket, short = hit.key.partition(" (")
    said = [(title, short.rstrip(")"))] if bracket else []
    for part in re.split(r"[,;|&]|\b(?:og|and|och)\b|\. (?=[^.:]+:)", said_after(doc, hit)):
        before, colon, name = part.rpartition(":")
        title = before.strip() if colon else title
        person, _, more = name.strip(" )").partition(" (")
        said += [(title, fold_label(one)) for one in (name, person, more)]
        said += [(more, one) for one in (person, person.partition(" ")[0]) if len(more) > 2]
    return said


def without_legend(doc: Lined, hits: list[Hit], accepted: set[str]) -> tuple[list[Hit], dict[str, str]]:
    """The hits without those at the head that say who is who (`LK: Lene Kirk, researcher`, `IP: Informant`), and the
    roles that these say."""
    told: dict[str, str] = {}
    for at, hit in enumerate(hits):
        parts, role = role_told(doc, hit)
        again = any(later.key == hit.key for later in hits[at + 1 :])
        known = role or _short_for(hit.key, parts[0])
        if not known or hit.key not in accepted or hit.key in told or not again or len(parts) > 3:
            return hits[at:], {key: role for key, role in told.items() if role}
        told[hit.key] = role
    return hits, {}


def role_told(doc: Lined, hit: Hit) -> tuple[list[str], str]:
    """The parts of what a legend says of a label, and the role that one of them names."""
    parts = [part.strip() for part in re.split(r"[,;()=–]", said_after(doc, hit))]
    return parts, next((role for part in parts if len(part) > 2 and (role := role_of(part))), "")


def _short_for(key: str, name: str) -> bool:
    """Whether a label is short for a name: `MH` for Mette Holm, and `Mette` too."""
    words = re.findall(r"[^\W\d_]+", name)
    letters = re.sub(r"[\W\d_]+", "", key)
    return len(words) >= 2 and (letters == "".join(word[0] for word in words) or key == words[0])
