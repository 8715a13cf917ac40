"""Which language a text is in, by its commonest little words."""

from __future__ import annotations

import re
from collections import Counter

from ..core.languages import composed, word_set

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "da": word_set(
        "og det at en er jeg i til ikke der på de som af med har for den et vi så men var fra også "
        "hvad når hvor skal kan være noget nogle meget man sig sin hun han hvis eller bliver ham "
        "hende dig mig os jeres altså nu bare lige synes siger sagde havde blev ville kunne efter ud "
        "op da over dem sådan hvordan hvem hvorfor ja nej mange mandags her dette denne disse deres "
        "vores min din"
    ),
    "nb": word_set(
        "og det at en er jeg i til ikke der på de som av med har for den et vi så men var fra også "
        "hva når hvor skal kan være noe noen mye man seg sin hun han hvis eller blir ham henne deg "
        "meg oss deres altså nå bare synes sier sa hadde ble ville kunne etter ut opp da over dem "
        "sånn hvordan hvem hvorfor ja nei mange her dette denne disse våre min din dere liksom"
    ),
    "sv": word_set(
        "och det att en är jag i till inte där på de som av med har för den ett vi så men var från "
        "också vad när skall ska kan vara något några mycket man sig sin hon han om eller blir honom "
        "henne dig mig oss deras alltså nu bara tycker säger sa hade blev skulle kunde efter ut upp "
        "då över dem sådan hur vem varför ja nej många här detta denna dessa vår min din ni"
    ),
    "en": word_set(
        "the and to of a in that is was it for on you with as are this be at have not they we he she "
        "but from or by what there when which an if so do would like just about your can i my me "
        "their them will all had were been has more because how then out up very really yeah our who "
        "did think know said says these those"
    ),
}
"""Words without a meaning of their own; Danish and Norwegian share most of theirs."""

OTHER_FUNCTION_WORDS = word_set(
    "der die das und ist nicht ich wir sie ein eine mit auf für von zu den dem im het een van niet dat ik "
    "que não uma para com os as um por mais como le la les des est et une pas pour dans el los las una "
    "con to aus bei wie auch es sich je maar voor"
)
"""Enough of other languages to say that a text is in none of the four."""

FURTHER: dict[str, frozenset[str]] = {
    "de": word_set(
        "der die das und ist nicht ich wir sie ein eine mit auf für von zu den dem im haben wie auch schon was"
    ),
    "nl": word_set("het een van niet dat ik en de is op te zijn maar voor ook wij hebben wat naar dan nog aan bij"),
    "fr": word_set(
        "le la les des est et une pas pour dans que je nous vous il elle sont qui sur avec mais ce un du au c"
    ),
    "es": word_set("el la los las una un y que de en no es con por para se lo pero como muy más yo nos porque"),
    "pt": word_set("que não uma um para com os as o a e do da por mais como se eu nós mas muito no na é foi"),
    "it": word_set("il lo la gli le un una di che e non per con sono è mi si ma come anche del della nel più io noi"),
    "fi": word_set(
        "ja on ei se että olen olet oli minä mä sinä hän me te he mutta kun niin kuin mitä miten miksi missä tämä "
        "hyvin vähän myös sitten jos tai joka meillä minulla siellä nyt ovat ole"
    ),
    "is": word_set("og að er ég ekki við það sem í á um því með hann hún þetta var fyrir hafa eru hvað þegar þá svo"),
}
"""Of further languages that people are interviewed in here: enough to name one that is none of the four."""

ALL_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())
QUESTION = "spørgsmål|spørsmål|spm|fråga|frage|question|pergunta|vraag|kysymys"
"""What a question is called before its number, and whoever asks it."""
PROMPT = re.compile(
    r"(?:fortæl|fortell|berätta|tell|beskriv|describe|forklar|förklara|explain|giv|gi|ge|give|nævn|nevn|nämn|uddyb|utdyp"
    r"|utveckla)\b",
    re.IGNORECASE,
)
"""How a question that ends without a question mark begins."""
_OWN = {one: FUNCTION_WORDS[one] - FUNCTION_WORDS[other] for one, other in (("da", "nb"), ("nb", "da"))}
"""The words that Danish and Norwegian do not share decide between the two."""
_TELLING = {
    "da": re.compile(
        r"altid|aldrig|måske|hjælp\w*|lidt|rigtig\w*|uden|nogen|alligevel|ligesom|lave(?:r|de|t)?|arbejd\w*|bruge[rs]?|brugt|"
        r"tager?|bliver?|siger?|spørger?|spørgsmål\w*|uge[nr]?|pludselig|dejlig\w*|sprog\w*|været|gøre?|kører?|kender?|sker?|"
        r"\w*(?:tion(?:en|er|erne)?|heden?|øj\w*|vej\w*)"
    ),
    "nb": re.compile(
        r"alltid|aldri|kanskje|hjelp\w*|litt|veldig\w*|uten|noen|likevel|lage[rt]?|lagde|jobb\w*|arbeid\w*|bruke[rs]?|brukt|"
        r"tar|trenger?|blitt|spør|spørsmål\w*|uk[ae]n?|uker|plutselig|språk\w*|vært|bra|tid[ae]|"
        r"\w*(?:sjon(?:en|er|ene)?|heten?|øy\w*|vei\w*|skj\w*|[gk]j[eø]\w*)"
    ),
}
"""Words and parts of words that tell the two apart where the little words of a short text do not."""

_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str:
    """`da`, `nb`, `sv`, `en`; a further language where it is none of these but clear; "" where nothing is.

    Reads about 24 000 characters, taken from four places of the document.
    """
    counts = _counted(composed(_sample(text)).casefold())
    total = sum(counts.values())
    if total < 3:
        return ""
    scores = {language: _share(counts, listed, total) for language, listed in FUNCTION_WORDS.items()}
    for language, own in _OWN.items():
        scores[language] += _share(counts, own, total)
    if scores["da"] == scores["nb"]:
        for language, telling in _TELLING.items():
            scores[language] += sum(count for word, count in counts.items() if telling.fullmatch(word)) / total
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (best, score), (_, second) = ranked[0], ranked[1]
    other = _share(counts, OTHER_FUNCTION_WORDS - FUNCTION_WORDS[best], total)
    further = _further(counts, total, score)
    if further or score < 0.15 or score <= second or other > score:
        return further
    return best


def _counted(text: str) -> dict[str, int]:
    """How often each word stands in a text; what stands between blanks is looked into once, however often it stands."""
    counts = Counter(text.split())
    mixed = {piece: counts.pop(piece) for piece in [piece for piece in counts if not piece.isalpha()]}
    counts.update(_WORD.findall(" ".join(mixed)))
    for piece, times in mixed.items():
        for word in _WORD.findall(piece) if times > 1 else ():
            counts[word] += times - 1
    return counts


def _share(counts: dict[str, int], listed: frozenset[str], total: int) -> float:
    return sum(map(counts.__getitem__, counts.keys() & listed)) / total


def _further(counts: dict[str, int], total: int, ours: float) -> str:
    """The language that is well ahead of all others, the four included; "" where none is."""
    shares = {language: _share(counts, listed, total) for language, listed in FURTHER.items()}
    (best, share), (_, second) = sorted(shares.items(), key=lambda item: -item[1])[:2]
    return best if share >= 0.15 and share > 1.3 * max(second, ours) else ""


def _sample(text: str, size: int = 24_000) -> str:
    if len(text) <= size:
        return text
    piece = size // 4
    step = (len(text) - piece) // 3
    return " ".join(text[at : at + piece] for at in range(0, len(text) - piece + 1, step))
