"""Lines of a transcript that nobody says: what programs for meetings and transcribers write between and below the
turns, the lines of an interview guide put in above the talk about them, and what stands behind the end of the talk."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from ..language import ALL_FUNCTION_WORDS
from ..readers.blocks import STAMP, seconds
from .label_styles import Hit
from .lined import Lined

_NAME = r"(?:[^\W_a-zæøåäö][\w.'’-]*|v[ao]n|de[rn]?|af|av)"
_WHO = rf"(?P<who>(?:{_NAME},? (?:\([^()\n]*\) )?){{1,6}})"
_BEGAN = (
    r"(?:start|stop|stans|end|paus|resum|a[fv]?slut|slut|avbr[øö]t|påbe?gyn|påbörja|begyn|genoptog|gjenopptok)\w{0,5}"
)
_WRITTEN = r"trans(?:cription|s?kri[bp]\w+|kripsjon\w*)"
_RUNS = re.compile(
    rf"[ \t]*[\[(]?(?:{STAMP}[ \t]+)?(?:{_WHO}(?:ha[rs] )?{_BEGAN} (?:the )?(?i:{_WRITTEN})"
    rf"|(?:The )?(?i:{_WRITTEN}|recording|optagelsen?|opptak(?:et)?|inspelning(?:en)?)"
    rf" (?:(?:has|is|was|er|har|är|blev|ble|nu|nå|now) ){{0,2}}(?:{_BEGAN}|in progress)"
    rf"(?: (?:by|a[fv])(?: {_NAME}){{1,4}})?)[ \t.]*[\])]?[ \t.]*$"
)
"""What a program for meetings writes between the turns: `Anna Berg stopped transcription`, `Recording started`."""
_MOVES = re.compile(
    rf"[ \t]*(?P<time>{STAMP}[ \t]+)?{_WHO}(?:(?:has|har) )?"
    r"(?:(?:re-?)?(?:joined|entered|left)|delt(?:og|aget|ok|att) i|(?:kom|kommet|ble|blitt|gi[ck]k|gått) med i"
    r"|slutted?e? (?:sig|seg) til|tilsluttede sig|koblet (?:sig|seg) (?:på|til)|ansl(?:öt|utit) (?:sig )?till"
    r"|forlod|forladt|forlot|forlatt|lämna(?:de|t))"
    r"(?P<place> (?:the |this )?(?:meeting|call|chat|conversation|group|room|session|mødet|møtet|mötet|samtale[nt]"
    r"|chatten|opkaldet|gruppen|gruppa))?[ \t.]*$"
)
"""Who comes and goes, as such a program writes it: `Mia Holm joined the meeting`, and `Mia Holm left` apart from the
words of others."""
_CREDITED = re.compile(
    r"[ \t]*(?:(?:(?:danske?|norske?|svensk[ae]?) )?(?:under)?te(?:ks|x)t(?:er|ing|et|at|ad|ning)?"
    r" (?:a[fv]|från|fra|by) (?:(?:the )?amara\.org\b[^\n]{0,20}|ai[- ]media|nicolai winther)"
    r"|(?:subtitles|captions) (?:by|from) (?:the )?amara\.org\b[^\n]{0,20}|(?:svensk)?textning\.nu"
    r")[ \t.]*$",
    re.IGNORECASE,
)
"""The credits of subtitles that speech recognition puts where nobody speaks: `Danske tekster af Nicolai Winther`."""
_MONTH = r"(?:jan|feb|mar|apr|ma[jiy]|jun|jul|aug|sep|o[kc]t|nov|de[cs])[a-zä]{0,6}\.?"
_SENT = re.compile(
    rf"[ \t]*(?:[^\W\d_]{{2,9}}\.?,? )?(?:den )?(?:\d{{1,2}}\.? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}),?(?: at| kl\.?)? \d{1,2}[.:]\d\d(?:[.:]\d\d)?"
    r"(?: ?[ap]\.?m\.?)?[ \t]*$",
    re.IGNORECASE,
)
"""When a message was sent, on a line of its own: `3. maj 2024 kl. 10.15`."""
_SIGNED = re.compile(
    r"[\W_]*(?:(?:audio |automatically |machine[- ]generated )?transcri(?:bed|ption|pt)"
    r" (?:by|with|using|(?:provided|created|made) (?:by|with)|generated)|(?:copyright |©|\(c\) )"
    r"|(?:created|generated|exported|made) (?:with|by|using|from) \S"
    r"|(?:oprettet|lavet|laget|opprettet|skapad|eksporteret|eksportert|exporterad) (?:med|fra|från) \S"
    r"|this (?:editable )?(?:transcript|recording)|sonix (?:is|accurately)\b"
    r"|(?:automatisk |maskinelt |maskinellt )?(?:transs?kriberet|transkribert|transkribera[dt])(?: (?:a[fv]|med|i)|:)"
    r"|(?:trans?s?kri(?:ption|bering)(?:en)?|transkripsjon(?:en)?|transcript(?:ion)?|(?:av|ut|ud)skrift(?:en)?)"
    r"(?: (?:by|ved|a[fv]|i))?[ \t]*:[ \t]*[^\W\d_])",
    re.IGNORECASE,
)
"""Who made the transcript, below it."""
_CLOSED = re.compile(
    r"^[ \t]*(?:(?:med )?(?:de )?(?:venlig|vennlig|vänlig|bedste|beste|bästa|kærlig)\w* (?:hilsen|hilsner|hälsning)\w*"
    r"|m\.?v\.?h|(?:(?:kind|best) )?regards|sincerely)\b[^\n.?!:]{0,30}[ \t.,]*(?:\n\s*[^\n.?!:]{1,40}){0,2}\Z",
    re.IGNORECASE | re.MULTILINE,
)
_APPENDED = re.compile(
    r"^[ \t]*(?:(?:bilag|vedlegg|bilaga|appendix)\b[^\n.?!]{0,50}"
    r"|(?:interview|intervju|fokusgru?pp?e?|samtale)[ -]?guiden?(?: [^\n.?!]{0,40})?"
    r"|(?:egne|mine|egna|mina|own|my) (?:not|reflek|refleks|reflect|anteck|observ)\w*(?: [^\n.?!:]{1,30})?:[^\n]*"
    r"|(?:feltnoter|notater|noter|notes|refle[kx]s?[jt]?ion(?:er|s)?|reflections?|anteckningar|observation(?:er|s)?)"
    r" (?:efter|etter|after|om|on|til|till|fra|från|from) [^\n.?!]{1,40}"
    r"|[\[(]?(?:(?:the )?(?:interview|recording)|interviewet|intervjuet|intervjun|optagelsen|opptaket|inspelningen)"
    r" (?:slutter|slutar|ends|ended|afsluttes|avsluttes|avslutas)(?: (?:her|här|here))?[ .]*[\])]?\.?"
    r"|(?:interview|intervju|optagelse|opptak|inspelning|recording)(?:et|en)? slutt?[ .]*"
    r"|[^\w\n]*(?-i:SLUTT?|END|THE END)[^\w\n]*"
    r"|[^\w\n]+(?:(?:interview|intervju|optagelse|opptak|inspelning|recording)\w* )?(?:slutt?|end(?:s|ed)?)[^\w\n]+"
    r"|[^\w\n]*(?:slutt?|end) (?:på|av|of) (?:the )?"
    r"(?:interview|intervju|optagelse|opptak|inspelning|recording|transcript)\w*[^\n]{0,20})"
    r"[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Where a transcript ends and what was put behind it begins."""
_GUIDE_LINE = re.compile(
    r"[ \t]*(?:(?P<number>\d{1,2})[a-z]?[.)][ \t][^\n]{5,250}\?"
    r"|(?:[^\W\d_]+ ){0,2}(?:interview|intervju|samtale)[^\W\d_]{0,3},? d(?:en|\.)? ?\d[^\n?!]{0,40}"
    r"|(?:tema|theme|emne|topic|del|part|ämne|interview|intervju|samtale?|fokusgru?pp?e?)"
    r"[ \t]?(?:nr\.?[ \t]?)?\d{1,2}\b[^\n.?!]{0,80}"
    r"|(?:§|punkt|pkt\.?|dagsordenspunkt|sa[gk](?:s?nr\.?)?|ärende|(?:agenda )?item|ad)"
    r"[ \t]?(?:nr\.?[ \t]?)?(?P<item>\d{1,4})(?:/\d{2,4})?\b[^\n?!]{0,80}(?<!\.)"
    r"|(?P<title>\d{1,2})[.):]?[ \t]+(?-i:[A-ZÆØÅÄÖ])(?:[^\s.?!:;,]+[ \t]*){1,8})[ \t]*$",
    re.IGNORECASE,
)
"""A question or a theme of the guide, an item of the agenda, or the title of the next of several interviews."""
_TITLE = re.compile(r"[ \t]*[^\W\d_a-zæøåäö][^\s.?!:;,…]+(?:[ \t]+[^\s.?!:;,…]+){0,5}[ \t]*$")
"""A title without a number."""
_OF_DAY = re.compile(
    r"(?:kl(?:\.|okken|ockan)?[ \t]*)?((?:[01]?\d|2[0-3])[:.][0-5]\d)(?:[ \t]*[-–][ \t]*\d{1,2}[:.]\d\d)?(?![\d:])"
    r"(?:[ \t]*[.:,–-])?[ \t]+(?-i:[A-ZÆØÅÄÖ])",
    re.IGNORECASE,
)
_SENTENCE_ENDS = '.?!…")]”»:'


def is_remark(text: str, start: int, stop: int) -> bool:
    """Whether a line is what a program that writes talk down says of itself or took from subtitles: nobody's words."""
    return stop - start < 100 and any(line.match(text, start, stop) for line in (_RUNS, _CREDITED))


def is_notice(text: str, start: int, stop: int, *, apart: bool) -> bool:
    """Whether a line is what such a program says of somebody who joins or leaves, or of when a message was sent;
    `apart` from what others say, it may be as short as `Mia Holm left`."""
    if stop - start >= 100 or _SENT.match(text, start, stop):
        return stop - start < 100
    found = _MOVES.match(text, start, stop)
    if found is None or ALL_FUNCTION_WORDS & {word.casefold() for word in found["who"].split() if word[0].isupper()}:
        return False
    full = apart and " " in found["who"].strip() and text[stop - 1] != "."
    return bool(found["place"] or found["time"] or full)


def trailer(doc: Lined) -> int:
    """Where the last line begins, if a program or a transcriber signs there, or the closing of a letter and the name
    under it; the end of the text where nobody signs."""
    stop = len(doc.text.rstrip())
    start = doc.text.rfind("\n", 0, stop) + 1
    closing = _CLOSED.search(doc.text, max(stop - 100, 0), stop)
    return start if _SIGNED.match(doc.text, start, stop) else closing.start() if closing else len(doc.text)


def of_the_guide(doc: Lined, labels: Collection[int]) -> set[int]:
    """Where the lines of the guide begin in a transcript whose labels stand at the beginnings of these lines."""
    last = doc.text.find("\n", max(labels)) + 1 or len(doc.text)
    found = _APPENDED.search(doc.text, last)
    behind = {start for start in doc.lines[:-1] if found is not None and start >= found.start()}
    return behind | _above_talk(doc, labels) | _titles_above_talk(doc, labels)


def of_whoever_watched(doc: Lined, hits: Collection[Hit]) -> set[int]:
    """Where the lines of field notes begin that stand without a title between turns: apart from what is above them, two
    or more that begin with the time of day and a new sentence, each later than the one before, in a text whose labels
    have no times; and what follows each up to the next label."""
    found: set[int] = set()
    times: list[float] = []
    watching, above = False, ""
    labels = {hit.start for hit in hits}
    for start, after in pairwise(doc.lines):
        words = doc.text[start : after - 1].strip()
        if not words:
            continue
        of_day = _OF_DAY.match(words)
        if start in labels:
            watching = False
        elif of_day and (watching or (_is_apart(doc, start) and not above.endswith(":"))):
            watching = True
            times.append(seconds(of_day[1].replace(".", ":")) or 0.0)
        if watching:
            found.add(start)
        above = words
    later = all(before <= time for before, time in pairwise(times))
    timed = any(hit.time is not None for hit in hits)
    return found if len(times) >= 2 and later and not timed else set()


def _above_talk(doc: Lined, labels: Collection[int]) -> set[int]:
    """One question, a theme, an item or two of them right above a label, in two places at least and with rising
    numbers; several with numbers in a row, or one that words with a colon lead up to, are a list in an answer."""
    led = False
    found: list[dict[int, str]] = []
    group: dict[int, str] = {}
    for start, after in pairwise(doc.lines):
        line = _GUIDE_LINE.match(doc.text, start, after - 1) if start not in labels else None
        if line is not None and not led:
            group[start] = line["number"] or line["item"] or line["title"] or ""
        elif doc.text[start:after].strip():
            if start in labels and group and sum(map(bool, group.values())) <= 1:
                found.append(group)
            group = {}
            led = doc.text[start:after].rstrip().endswith(":")
    numbers = [int(number) for group in found for number in group.values() if number]
    rising = all(before < number for before, number in pairwise(numbers))
    return {start for group in found for start in group} if len(found) >= 2 and rising else set()


def _titles_above_talk(doc: Lined, labels: Collection[int]) -> set[int]:
    """Titles without numbers, each once and apart from what is above it, right above labels in two places at least: in
    bold or in capitals, or as plain as the rest where one stands above the first label and all that is no title ends
    a sentence."""
    lines = [(start, doc.text[start : after - 1].strip()) for start, after in pairwise(doc.lines)]
    lines = [(start, words) for start, words in lines if words]
    set_apart: dict[int, str] = {}
    plain: dict[int, str] = {}
    first, open_ends = min(labels), 0
    for (_, before), (start, words), (after, _) in zip([(0, ""), *lines], lines, lines[1:], strict=False):
        apart = _is_apart(doc, start) and not before.endswith(":")
        if start not in labels and after in labels and apart and _TITLE.match(words):
            block = doc.blocks[doc.block_at(start)]
            bold = block.bold >= len(block.text.rstrip()) > 0
            (set_apart if bold or (words.isupper() and len(words) > 3) else plain)[start] = words
        else:
            open_ends += start > first and words[-1] not in _SENTENCE_ENDS
    found = set_apart
    if plain and min(plain) < first and not open_ends:
        found = set_apart | plain
    return set(found) if len(found) == len(set(found.values())) >= 2 else set()


def _is_apart(doc: Lined, start: int) -> bool:
    """Whether a blank line or the beginning of the text is above a line."""
    return not doc.text[max(start - 2, 0) : start].strip("\n")
