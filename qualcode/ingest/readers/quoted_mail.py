"""What a program for e-mail puts below an answer, or what it was asked: nobody says it again.

In an interview by e-mail the answer comes back with the asker's own message under it, and with addresses. That is left
out and counted, in a mail as in a text into which one was pasted. Where somebody answers between the lines (`> ` before
the questions), the quoted lines are the interviewer's turns and the others the informant's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...core.errors import several
from ...core.grouping import grouped
from .blocks import WRITTEN, Block, Raw

MAIL = "message/rfc822"
ASKS, ANSWERS = "Interviewer", "Informant"
"""Who speaks where answers stand between quoted lines: an address names nobody who may be named."""
_QUOTED = re.compile(r"[ \t]*((?:>[ \t]?)+)")


def _between_bars(words: str) -> str:
    return rf"[ \t]*[-_*–—]{{2,}}[ \t]*(?:{words})[ \t]*[-_*–—]*[ \t]*$"


_BARS = re.compile(
    _between_bars(
        "opprinnelig melding|oprindelig (?:meddelelse|besked|mail)|ursprungligt meddelande|"
        "originalt? (?:message|meddelande|appointment)|ursprüngliche nachricht"
    ),
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    _between_bars(
        "videresendt (?:meddelelse|melding|besked)|vidarebefordrat meddelande|forwarded message|"
        "weitergeleitete nachricht"
    )
    + r"|[ \t]*(?:begin forwarded message|(?:start på )?videresendt (?:meddelelse|melding|besked)|"
    r"vidarebefordrat (?:brev|meddelande))[ \t]*:[ \t]*$",
    re.IGNORECASE,
)
"""Between bars, or with a colon as Apple Mail writes it."""
_RULE = re.compile(r"[ \t]*_{5,}[ \t]*$")
_FIELDS = {
    "from": "fra|från|from|von",
    "sent": "sendt|sent|skickat|dato|datum|date|gesendet",
    "to": "til|till|to|an",
    "copy": "kopi|kopia|cc|bcc",
    "subject": "emne|ämne|subject|betreff",
}
_FIELD = re.compile(
    r"[ \t>*_]*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
    + r")[ \t*_]*:[ \t*_]*(?=\S|$)",
    re.IGNORECASE,
)
_MARKS = ("skrev", "wrote", "schrieb", ">", "--", "__", "**", "––", "——")
_FROM = re.compile(rf"(?:{_FIELDS['from']})[ \t*_]*:")
"""What one of the blocks must hold, in small letters; most files have none, and are long."""
_WROTE = re.compile(r"(?!.*[^\d ]:[ \t]+\S)(?=.*\b(?:skrev|wrote|schrieb)\b).*:[ \t]*$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.\w+")
_DAY = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|"
    r"\b(?:\d{1,2}\.? )?[a-zæøåäö]{3,10}\.? (?:\d{1,2}, )?\d{4}\b",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_PROGRAM = re.compile(
    r"[ \t]*(?:sendt fra|sent from|skickat från|(?:hent|få|get|skaffa|ladda ner|last ned) outlook)\b.{0,80}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ \t]*(?:(?:med )?(?:de |den |mange |många |min )?"
    r"(?:(?:venlig|vennlig|vänlig|beste?|bedste|bästa|kærlig|varm|glad)\w* )?(?:hilsen|hilsner|helsing|hälsning)\w*|"
    r"vänligen|m\.?v\.?h|v\.?h|k\.?h|(?:(?:kind|best|warm|many)(?:est)? )?regards|best wishes|all the best|"
    r"yours (?:sincerely|faithfully|truly)|sincerely|cheers|allt? go[td]t|allt väl|"
    r"(?:best|(?:many )?thanks|takk?|tack)(?=[ \t]*,)|"
    r"hav? en (?:fin|god|bra|trevlig|riktigt? \w+) \w+|have a (?:nice|good|great) \w+)\b"
    r"(?:(?: fra| från| from)?[ ,]+(?-i:[^\W\d_a-zæøåäö])[\w .'’-]{0,40})?[ \t]*[.,!]*[ \t]*$"
    r"|[ \t]*[/–-][ \t]?(?-i:[^\W\d_a-zæøåäö])[\w .'’-]{1,30}$|-- $",
    re.IGNORECASE,
)
_OF_A_SIGNATURE = 10
"""Lines at most under a closing, each short and no sentence: name, office, address, telephone."""
_BELOW = re.compile(
    r"\b(?:nedenfor|nedenunder|nedan(?:för)?|below|inline|mell[eo]m linjerne|mellom linjene|mellan raderna|"
    r"(?:se|står|svar\w*|skrevet|skrivit)\b.{0,20}\bunder|"
    r"(?:i|med|in) (?:rødt?|rött?|blåt?t?|grønt?|grönt?|red|blue|green|bold|fed|fet))\b",
    re.IGNORECASE,
)
"""What says that the answers stand within the message that was received."""
_SAYS = re.compile(
    r"[.!?][ \t]*$|^[ \t]*(?:he[ij](?:sa[nm])?|kære|kjære|käre|bästa|hello|dear|tak|takk|tack|thanks?)\b", re.IGNORECASE
)
"""A line of somebody who writes, which the title of a file is not."""


@dataclass(slots=True)
class _Line:
    block: int
    text: str
    """Without the marks of a quotation."""
    depth: int = 0
    gone: bool = False

    @property
    def filled(self) -> bool:
        return bool(self.text.strip())


def without_quoted_mail(raw: Raw) -> Raw:
    """The same content without quoted messages and the heads of mails, named and counted among its warnings; quoted
    lines with answers between them have their speakers."""
    if any(block.kind not in WRITTEN or block.speaker for block in raw.blocks):
        return raw
    if raw.media_type != MAIL and not any(_may_be_mail(block.text.casefold()) for block in raw.blocks):
        return raw
    blocks = _apart(raw.blocks)
    lines = _lines(blocks)
    start, own = _own_head(lines)
    mail = raw.media_type == MAIL
    said = next((at for at in range(own, len(lines)) if lines[at].filled and not lines[at].depth), len(lines))
    begins = next((at for at in range(said + 1, len(lines)) if _opening(lines, at, mail)), len(lines))
    marked = next((line.depth > 0 for line in lines[begins + _opening(lines, begins, mail) :] if line.filled), False)
    between = lines if marked else lines[:begins]
    mail = mail or own > 0 or begins < len(lines)
    for line in lines:
        line.gone = mail and bool(_PROGRAM.match(line.text))
    for line in lines[start:own]:
        line.gone = True
    notes = [f"left out: the head of the e-mail, {several(own - start, 'line')}"] if own else []
    notes += _closed(lines[said:begins]) if mail else []
    if any(line.depth for line in between) and (mail or _runs_that_ask(between) >= 2):
        blocks, told = _between(blocks, between)
        notes += told
    if begins < len(lines) and not marked:
        notes += _below(lines, said, begins)
    if not any(line.gone and line.filled for line in lines) and not notes:
        return raw
    return replace(raw, blocks=_kept(blocks, lines), warnings=(*raw.warnings, *notes))


def _may_be_mail(folded: str) -> bool:
    return any(mark in folded for mark in _MARKS) or _FROM.search(folded) is not None


def _apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with a block for each line of those in which some lines are quoted and others are not."""
    found: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n")
        mixed = len({_QUOTED.match(line) is None for line in lines if line.strip()}) > 1
        found += [replace(block, text=line, page_breaks=(), bold=0) for line in lines] if mixed else [block]
    return tuple(found)


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    lines = []
    for at, block in enumerate(blocks):
        for text in block.text.split("\n"):
            mark = _QUOTED.match(text)
            depth = mark[1].count(">") if mark else 0
            lines.append(_Line(at, text[mark.end() :] if mark else text, depth))
    return lines


def _head(lines: Sequence[_Line], start: int) -> int:
    """Where the head of a message ends that begins at a line, or the next that is not blank; 0 where none does."""
    at = start
    found: set[str] = set()
    end = 0
    while at < len(lines) and at < start + 20:
        field = _FIELD.match(lines[at].text)
        if field is not None:
            found.add(str(field.lastgroup))
            end = at + 1
        elif lines[at].filled and (not found or not _ADDRESS.search(lines[at].text)):
            break
        at += 1
    whole = "from" in found and len(found & {"sent", "to", "subject"}) >= 2
    return end if whole else 0


def _own_head(lines: Sequence[_Line]) -> tuple[int, int]:
    """From where to where the head of the message itself stands: first, under a title, or where it was forwarded."""
    for at, line in enumerate(lines):
        if line.filled and (end := _head(lines, at + 1 if _FORWARDED.match(line.text) else at)):
            return at, end
        if (_SAYS.search(line.text) or line.depth) and not any(_FORWARDED.match(each.text) for each in lines[at:]):
            break
    return 0, 0


def _opening(lines: Sequence[_Line], at: int, mail: bool) -> int:
    """How many lines open a quoted message there: `---Original Message---`, a head, `... skrev Kari:`; 0 for none."""
    text = lines[at].text if at < len(lines) else ""
    if not text.strip():
        return 0
    if _BARS.match(text) or _RULE.match(text):
        below = next((place for place in range(at + 1, len(lines)) if lines[place].filled), at)
        head = _head(lines, below) if below > at else 0
        return head - at if head else 1 if _BARS.match(text) else 0
    if _FIELD.match(text) and (head := _head(lines, at)):
        return head - at
    return _wrote(lines, at, mail)


def _wrote(lines: Sequence[_Line], at: int, mail: bool) -> int:
    """How many lines say when who wrote what is quoted, which may be one or two; 0 where none does."""
    first = lines[at].text if at < len(lines) else ""
    for count in (1, 2):
        if not lines[at + count - 1 : at + count] or lines[at + count - 1].text.rstrip()[-1:] != ":":
            continue
        text = " ".join(line.text.strip() for line in lines[at : at + count])
        if len(text) > 250 or not _WROTE.match(text):
            continue
        if count == 2 and (_wrote(lines, at + 1, mail) or not (_DAY.search(first) or _ADDRESS.search(first))):
            continue
        quoted = next((line.depth > lines[at].depth for line in lines[at + count :] if line.filled), False)
        if _ADDRESS.search(text) or (_DAY.search(text) and (_HOUR.search(text) or mail or quoted)):
            return count
    return 0


def _closed(own: Sequence[_Line]) -> list[str]:
    """Leave out the closing of a message and the signature under it, where nothing else follows them."""
    filled = [line for line in own if line.filled and not line.depth and not line.gone]
    at = next((at for at in range(len(filled) - 1, 0, -1) if _CLOSING.match(filled[at].text)), 0)
    under = filled[at + 1 :]
    if not at or len(under) > _OF_A_SIGNATURE or any(len(line.text) > 80 or _SAYS.search(line.text) for line in under):
        return []
    for line in filled[at:]:
        line.gone = True
    return [f"left out: the closing of the e-mail, {several(len(under) + 1, 'line')}"]


def _runs_that_ask(lines: Sequence[_Line]) -> int:
    """How many stretches of quoted lines hold a question and have words under them that are not quoted."""
    runs, asks = 0, False
    for line in lines:
        if line.depth == 1:
            asks = asks or "?" in line.text
        elif line.filled:
            runs, asks = runs + asks, False
    return runs


def _below(lines: Sequence[_Line], said: int, begins: int) -> list[str]:
    """Leave out what stands below an answer from the line where it begins. Where the answer says that it stands within
    the message, only the heads go."""
    answer = [line.text for line in lines[said:begins] if line.filled]
    quoted = [line for line in lines[begins:] if line.filled]
    if _BELOW.search(" ".join(answer)) and 3 * sum(map(len, answer)) < sum(len(line.text) for line in quoted):
        for at in range(begins, len(lines)):
            for line in lines[at : at + _opening(lines, at, mail=at == begins)]:
                line.gone = True
        return [
            "the answers seem to stand within the quoted e-mail: it is kept; take out what the informant did not write"
        ]
    for line in lines[begins:]:
        line.gone = True
    return [f"left out: quoted e-mail below the answer, {several(len(quoted), 'line')}"]


def _between(blocks: tuple[Block, ...], lines: Sequence[_Line]) -> tuple[tuple[Block, ...], list[str]]:
    """Quoted lines as the interviewer's where others stand below them; the rest of them left out."""
    told = {at + more for at in range(len(lines)) for more in range(_opening(lines, at, mail=True))}
    last = max(
        (at for at, line in enumerate(lines) if line.filled and not (line.depth or line.gone or at in told)), default=-1
    )
    if last < 0:  # all is quoted
        return blocks, []
    for at, line in enumerate(lines):
        line.gone = line.gone or at in told or at > last
    kept = {line.block for line in lines if line.depth and line.filled and not line.gone}
    out = sum(line.gone and line.filled and (bool(line.depth) or at in told) for at, line in enumerate(lines))
    notes = [f"left out: quoted e-mail, {several(out, 'line')}"] if out else []
    if not kept:
        return blocks, notes
    depths = {line.block: line.depth for line in lines if line.filled}
    found = [
        replace(block, speaker=(ANSWERS, ASKS)[depths[at] % 2]) if at in depths else block
        for at, block in enumerate(blocks)
    ]
    return tuple(found), [*notes, f"read as the interviewer's: {len(kept)} quoted lines with answers below them"]


def _kept(blocks: Sequence[Block], lines: Sequence[_Line]) -> tuple[Block, ...]:
    """The blocks without the lines that are gone and without the marks of quotations."""
    texts = grouped((line.block, line.text) for line in lines if not line.gone)
    found = []
    for at, block in enumerate(blocks):
        text = "\n".join(texts[at]) if at in texts else None
        if text == block.text:
            found.append(block)
        elif text is not None:
            breaks = tuple((min(at, len(text)), page) for at, page in block.page_breaks)
            found.append(replace(block, text=text, bold=min(block.bold, len(text)), page_breaks=breaks))
    return tuple(found)
