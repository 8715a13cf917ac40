"""What a speaker's label looks like, and what only looks like one.

Which labels a file really uses is decided from the whole file (`speakers`); here a single
candidate is judged by its form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ...core.languages import word_set
from ..language import ALL_FUNCTION_WORDS, QUESTION

KNOWN, CODE, NAME, PLAIN, NUMBER, CALENDAR = "known", "code", "name", "plain", "number", "calendar"
INITIALS = "initials"
WATCHING = "watching"
"""Forms of a label. A `number` (`101`), a `calendar` word (`August`) and the note of somebody `watching` are labels
only beside those of others."""

MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Characters of no width, for a class of a pattern: programs put them around names."""
_MARKS = re.compile(f"[{MARKS}]")

INTERVIEWER = re.compile(
    rf"(?:i|q|int|intv|interv|iv|ivr|mod|{QUESTION}|"
    r"(?:(?:med|co-?|bi)?interviewer|(?:med)?intervjuare|medintervjuer|interviewerin|intervjuer|intervjuar|intervjueren|intervjuare|intervjuaren|intervieweren|"
    r"interviewleder|intervjuleder|intervjuledare|samtaleleder|samtalsledare|samtaleleiar|interviewende|researcher|forsker|forskeren|forskare|forskaren|moderator|moderatoren|"
    r"moderatorn|ordstyrer|facilitator|fasilitator|host|spørger|frågeställare|"
    r"int|intervju|entrevistador|entrevistadora|intervieweuse|enquêteur|enquêtrice|enquêteuse|chercheuse|chercheur|"
    r"befrager|befragerin|forscher|forscherin|interviewster|onderzoeker|intervistatore|intervistatrice|pesquisador|pesquisadora|"
    r"investigador|investigadora|haastattelija|tutkija|kysyjä|moderatorin|spyrill|spyrjandi|wywiadowca|ankieter|интервьюер|ερευνητής|ερευνήτρια)"
    r"(?: ?\d{1,2}| [a-z])?)\.?"
)
INFORMANT = re.compile(
    r"(?:a|ip|inf|resp|"
    r"(?:interviewee|interviewed|participant|respondent|respondenten|informant|informanten|deltager|deltageren|"
    r"deltaker|deltakeren|deltagare|deltagaren|intervjuperson|interviewperson|intervjuad|svar|answer|"
    r"haastateltava|vastaaja|osallistuja|vastaus|teilnehmer|teilnehmerin|"
    r"interviewpersonen|befragter|befragte|entrevistado|entrevistada|resposta|antwort|ip|u|p|r|speaker|"
    r"taler|talare|subject|user|bruger|bruker|användare|patient|borger|innbygger|medborgare|elev|student|"
    r"lærer|leder|direktør|centerchef|chef|person|kvinde|mand|kvinne|mann|man|woman|female|male|"
    r"unidentified speaker|unknown speaker)(?: ?\d{1,3}| [a-z])?)\.?"
)
CODED = re.compile(r"[a-zæøåäö]{1,3}[ ._-]?\d{1,3}[a-z]?|[a-zæøåäö]+_\w+|[a-z]{3,12}\d{1,2}")

NOT_SPEAKERS = word_set(
    "nb obs note noter notat notes ps kl http https ftp mailto fx f.eks eks ex dato tid sted varighed "
    "emne titel date time place location duration subject title re sv vs fra til från från from to cc bcc "
    "tlf tel telefon email e-mail mail web url www kilde source källa kilder sources file fil lyd "
    "optagelse opptak side page sida figur figure fig tabel table tabell kapitel chapter kapittel afsnit "
    "section avsnitt trin step steg bilag appendix vedlegg bilaga artikel article eksempel example "
    "exempel konklusion conclusion fordele ulemper citat quote sitat kommentar comment kommentarer "
    "comments resume resumé summary sammendrag sammanfattning transskription transkription transcript "
    "transcription transskribent transkribent interview intervju projekt project prosjekt version status "
    "navn name namn alder age ålder køn gender kjønn kön formål purpose mål tema theme introduktion "
    "introduction indledning innledning inledning afslutning avslutning avslutning opfølgning opsummering "
    "aftale adresse address keywords abstract isbn issn doi pause lydfil recording start slut end slutt "
    "længde length lengde medvirkende deltagere deltakere participants present tilstede til stede warning "
    "error tip vigtigt important viktigt viktig husk remember bemærk dagsorden agenda punkt item option "
    "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts "
    "september oktober november december først først for imod pro contra plus minus svært nemt godt skidt "
    "sag sak sagsnr saksnr sagsnummer saksnummer ärende pkt "
    "jingle music musik applause bifald applåder latter laughter skratt "
    "stk problem løsning solution lösning losning spørgsmål_til ord ordforklaring"
)

FIELDS = word_set(
    "ansvar ansvarlig ansvarlige ansvarig ansvariga responsible responsibility indsats indsatser innsats insats "
    "insatser tidsplan tidsramme frist deadline timeline baggrund bakgrunn bakgrund background økonomi ekonomi budget "
    "budsjett resultat resultater results result effekt effekter effects effect målgruppe målgrupp målsætning "
    "målsetting målsättning delmål objective objectives goal goals aktivitet aktiviteter activities activity "
    "succeskriterier succeskriterie suksesskriterier indikator indikatorer indicators beslutning vedtak beslut "
    "decision indstilling innstilling forslag förslag proposal sagsfremstilling saksfremstilling saksutredning ärende "
    "ärendebeskrivning beskrivelse beskrivning description metode metod method diskussion diskusjon discussion vision "
    "strategi strategy tiltag tiltak åtgärd åtgärder action actions risiko risici risk risks ressourcer ressurser "
    "resurser resources udfordring udfordringer utfordring utfordringer utmaning utmaningar challenge challenges "
    "mulighed muligheder styrker svagheder strengths weaknesses opportunities threats trusler fakta facts krav "
    "requirements evaluering evaluation forankring udgangspunkt utgångspunkt utgangspunkt output outcome milepæle "
    "milepæler milstolpar milestones "
    "refleksion refleksioner refleksjon refleksjoner reflektion reflektioner reflection reflections analyse analys "
    "analysis tolkning fortolkning interpretation kontekst context iagttagelse iakttagelse "
    "aim aims mission möjligheter outcomes styrkor svagheter svakheter tidplan tidsfrist "
)
"""What forms, plans and minutes write before a colon, section after section."""
CALENDAR_NAMES = word_set("maj april august juni juli may june augustus will just")
"""Months, and two little words of English, that people are called."""
_INITIALS = re.compile(r"[^\W\d_a-zæøåäöü]{2,3}")
OBSERVER = re.compile(
    r"(?:observ|memo|felt?not[ae]|forskernot[ae]|field ?note|fältanteckning|anteckning)\w*|obs|note|noter|notat|notes"
    r"|(?:observer|observatør|researcher|interviewer|forsker|forskar)(?:'?e?n?s)?[ -]?"
    r"(?:note|notes|notat|notater|anteckning)"
    r"|transcriber(?:'?s note)?"
)
"""Who watches and writes down, and is nobody who was asked."""
TOGETHER = frozenset(
    ("begge", "alle", "flere", "båda", "alla", "flera", "both", "all", "everybody", "everyone", "several", "beide",
     "mehrere", "allesammen", "gruppen", "group", "?", "??", "???")
)  # fmt: skip
"""Who speaks where several say the same at once, or nobody can tell who it was."""
PRONOUNS = word_set("jeg mig meg jag me ham han hende hun henne hon honom ho him he her she du dig deg you")
"""What somebody calls himself and the other who writes down a talk for himself."""
QUESTION_LABEL = re.compile(rf"({QUESTION}|q)\.? ?(\d{{1,3}}[a-z]?)")
ANSWER_LABEL = re.compile(r"(svar|answer|antwort|vastaus|resposta|antwoord|a)\.? ?(\d{1,3}[a-z]?)?")
ASKING = re.compile(
    r"(?:og |men |ok(?:ay|ej)?,? |så |nå,? |and |so |well,? |ja,? |und |aber )?"
    r"(?:hvad|hvordan|hvorfor|hvem|hvornår|hvilke\w*|hvor|fortæl|beskriv|forklar|sig|kan du|vil du|har du|er du|"
    r"hva|hvorledes|når|fortell|beskriv|kan dere|har dere|er det|"
    r"vad|hur|varför|vem|vilk\w+|när|berätta|förklara|har ni|kan ni|"
    r"what|how|why|who|when|which|where|tell|describe|explain|could you|can you|do you|did you|are you|"
    r"have you|would you|"
    r"was|wie|warum|wieso|wer|wann|wo|welche\w*|erzähl\w*|beschreib\w*|erklär\w*|können sie|haben sie|sind sie|"
    r"kannst du|hast du|bist du|gibt es|"
    r"mitä|mikä|mitkä|miten|miksi|kuka|ketkä|milloin|missä|kerro|kuvaile|kuinka|voitko|onko|oletko)"
    r"\b",
    re.IGNORECASE,
)
"""How a question or a prompt begins, whether or not a question mark ends it."""
_PARTICLES = word_set(
    "of the for og and och de von van der den af av und la le da di du el y e del dos das ten ter zu zum "
    "zur in i til for to with et & +"
)
_JOINT = re.compile(r"\s*(?:,|/|\+|&|\bog\b|\band\b|\boch\b|\bund\b)\s*")
_HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|hon|eng|capt|col|gen|rev|maj)\b\.?", re.IGNORECASE)
_DATED = re.compile(
    r"(?<=\w)[ ,–—-]+(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|(?:today|yesterday) at|i ?(?:dag|går) kl\.?)$",
    re.IGNORECASE,
)
"""The day behind a name: `Anna — 03/05/2024`, as Discord has it."""
_OF_CHAT = re.compile(
    r"\s*(?:from|fra|från) (?P<apart> )?\s*(?P<who>\S.*?)(?P<whom>\s+(?:to|til|till) .+)?\s*", re.IGNORECASE
)
"""`From Anna to Everyone` and `From  Anna `, as Zoom saves a chat."""
_PAREN = re.compile(r"\s*\(([^()]*)\)")
_RECORDING = re.compile(r"(?:19|20)\d{6}[_ -]?\d{4,6}|\b\d+(?:[ms]| ?(?:min|sec|sek))\b")
"""The name of a recording has its date, its length has units; nobody is called so."""
_SENTENCE = re.compile(r"[a-zæøåäöéü]{5,}\.\s|[?!;…\"“”„«»=@]|\.\.")


@lru_cache(maxsize=20_000)
def fold_label(label: str) -> str:
    """One key for all spellings of a label: case, blanks and a final full stop do not count."""
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", label)).casefold().split()).strip(" .:：")


@lru_cache(maxsize=20_000)
def tidy_label(label: str) -> str:
    """A label as it is to be shown: without marks of emphasis, brackets and stray blanks."""
    label = _MARKS.sub("", label)
    if (chat := _OF_CHAT.fullmatch(label)) and (chat["whom"] or chat["apart"]):
        label = chat["who"]
    label = _DATED.sub("", " ".join(label.replace("*", " ").split())).strip(" :：,-–—|>/")
    if len(label) > 2 and label[0] in "[(<" and label[-1] in "])>":
        label = label[1:-1].strip()
    return named_in_brackets(label)


def named_in_brackets(label: str) -> str:
    """`The Minister of Roads (Mr. Ojode)` speaks as `Mr. Ojode`; a party stays where it is."""
    found = re.fullmatch(r"(.+)\((.+)\)", label)
    if found and _HONORIFIC.match(found[2].strip()) and len(found[2].split()) <= 5:
        return found[2].strip()
    return label


def shape(label: str) -> str | None:
    """The form of a label (`known`, `code`, `name`, `plain`, `number`, `calendar`, `initials`), or None for what cannot
    be one; `initials` are those that are an abbreviation too: `KL`, `NB`, `PS`."""
    key = fold_label(label)
    if re.fullmatch(r"\d{1,4}", key):
        return NUMBER
    if OBSERVER.fullmatch(key) or re.fullmatch(r"\?+", key):
        return WATCHING
    if key in NOT_SPEAKERS and _INITIALS.fullmatch(label.strip()):
        return INITIALS
    if not any(char.isalpha() for char in key) or key in NOT_SPEAKERS or key in FIELDS:
        return None
    if key in CALENDAR_NAMES:
        return CALENDAR if label[:1].isupper() else None
    if INTERVIEWER.fullmatch(key) or INFORMANT.fullmatch(key):
        return KNOWN
    if label.count("(") != label.count(")") or label.count("[") != label.count("]"):
        return None
    base = _PAREN.sub("", label).strip()
    words = base.split()
    if not words or len(words) > 9 or len(base) > 90 or _SENTENCE.search(base) or _RECORDING.search(key):
        return None
    if words[0].casefold().strip(".") in NOT_SPEAKERS:
        return None
    if CODED.fullmatch(key):
        return CODE
    if not _no_little_words(words):
        return None
    if all(_starts_like_a_name(word) for word in words):
        return NAME
    return PLAIN if len(words) <= 4 else None


def _no_little_words(words: list[str]) -> bool:
    first = words[0].casefold().strip(".,")
    if first in ALL_FUNCTION_WORDS and (len(words) == 1 or first not in _PARTICLES):
        return len(words) == 1 and len(first) <= 3 and words[0].isupper()  # `A`, `IN`
    return all(
        not word[0].islower() or word in _PARTICLES or word.strip(",.") not in ALL_FUNCTION_WORDS for word in words[1:]
    )


def _starts_like_a_name(word: str) -> bool:
    first = word.lstrip("([\"'-")[:1]
    return not first or not first.islower() or first.isdigit() or word.strip(",") in _PARTICLES or not first.isalpha()


def has_party(label: str) -> bool:
    """Whether a name has a party behind it: `Hansen (A)`, `Berg (SV)`."""
    return bool(re.fullmatch(r"[^()\d]+ \([^\W\d_]{1,6}\)", label))


def is_titled(label: str) -> bool:
    """Whether a label begins with a title (`Dr. Munyaka`) or ends in a party (`Anna Ek (S)`)."""
    return bool(_HONORIFIC.match(label)) or bool(re.fullmatch(r"[^()]+ [^()]+ \([^()]{1,40}\)", label))


def joint_parts(label: str) -> list[str]:
    """The keys of a label that names several speakers; empty for a label that names one.

    >>> joint_parts("Interviewer og U1"), joint_parts("Anna")
    (['interviewer', 'u1'], [])
    """
    parts = [fold_label(part) for part in _JOINT.split(label)]
    return parts if len(parts) > 1 and all(parts) else []


def first_word(label: str) -> str:
    """The title or function a label begins with: `Councillor` of `Councillor Swandel`."""
    return fold_label(label).split(" ")[0]


def role_of(label: str) -> str | None:
    """`interviewer` or `informant` where the label itself says so, `other` for no speaker."""
    key = fold_label(label)
    apart = re.fullmatch(r"(.+?) ?\(([^()]{3,})\)", key)
    if apart:  # `Interviewer 1 (Mette)`, `Mette (interviewer)`
        return role_of(apart[1]) or role_of(apart[2])
    if re.fullmatch(r"[iq]", key) or (INTERVIEWER.fullmatch(key) and not re.fullmatch(r"[iq] ?\d+", key)):
        return "interviewer"
    if INFORMANT.fullmatch(key) and not re.fullmatch(r"[ar]|speaker.*|taler.*|talare.*|person.*", key):
        return "informant"
    if re.fullmatch(r"\(?no speaker\)?|tolk(?:en)?|interpreter|translator", key) or OBSERVER.fullmatch(key):
        return "other"
    return None
