"""Tables in which people speak, with headings: what stands beside the talk is nobody's words.

A transcript in a table often has a column more, for codes or notes; and an interview with several people may have
one row for each question and one column for each of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .blocks import LABEL, STAMP, Block, Raw, dotted, seconds
from .sheets.columns import SPEAKERS, TIMES, WORDS, take_turns

FEWEST_ROWS = 3
_CLOCK = re.compile(STAMP)
_NOTES = re.compile(
    r"(?:kod(?:e|er|ning|ninger)?|codes?|codings?|kategori(?:er)?|kategorien?|categor(?:y|ies)|tema(?:er|n)?|themes?|thema|"
    r"themen|kommentar(?:er|e)?|comments?|noter?|notes?|notat(?:er)?|notiz(?:en)?|anteckning(?:ar)?|analy(?:se|s|sis)|"
    r"memo(?:er|s)?|(?:for)?tolkning(?:er|ar)?|interpretations?|merknad(?:er)?|anmärkning(?:ar)?|bemærkning(?:er)?|"
    r"bemerkung(?:en)?|refleksjon(?:er)?|refleksion(?:er)?|reflektion(?:er)?|reflections?)\Z",
    re.IGNORECASE,
)
_ANSWERS = ("svar", "answer", "answers", "antwort", "antworten")
_NUMBERS = ("", "nr", "no", "number", "#", "id", "linje", "line", "rad", "tur", "turn", "løbenr", "løpenr")
_QUESTION = re.compile(r"(?:spørgsmål|spørsmål|fråga|frågor|questions?|fragen?)\Z", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w .'-]{0,30}\Z")


def with_notes_apart(raw: Raw) -> Raw:
    """The same content with columns of codes or notes beside talk as asides, named among its warnings, and with who
    speaks where the headings say it: in a column of its own, or one column for each."""
    changed: dict[int, Block] = {}
    apart: Counter[str] = Counter()
    for table in _tables(raw.blocks):
        headings = _headings(raw.blocks, table)
        kinds = {column: _kind(heading) for column, heading in headings.items()}
        rows = raw.blocks[table[-1]].row or 0
        if rows <= FEWEST_ROWS or not {"who", "words", "question"} & set(kinds.values()):
            continue
        body = [at for at in table if raw.blocks[at].row != 1]
        notes = {column for column, kind in kinds.items() if kind == "notes"}
        if notes and ("words" in kinds.values() or len(headings) - len(notes) > 1):
            for at in body:
                block = raw.blocks[at]
                if block.column in notes:
                    changed[at] = replace(block, kind="comment")
                    apart[headings[block.column]] += 1
        changed |= _declared(raw.blocks, table, headings, kinds, apart)
        people = _people(headings, kinds)
        if len(people) >= 2:
            for at in table:
                block = raw.blocks[at]
                if block.row == 1:
                    changed[at] = replace(block, kind="comment")
                elif block.column in people or kinds[block.column] == "question":
                    changed[at] = replace(block, speaker=headings[block.column])
    if not changed:
        return raw
    blocks = tuple(changed.get(at, block) for at, block in enumerate(raw.blocks))
    said = tuple(
        f"set apart: {count} cells of the column {heading!r}, which nobody says" for heading, count in apart.items()
    )
    return replace(raw, blocks=blocks, warnings=(*raw.warnings, *said))


def _declared(
    blocks: Sequence[Block],
    table: Sequence[int],
    headings: Mapping[str, str],
    kinds: Mapping[str, str],
    apart: Counter[str],
) -> dict[int, Block]:
    """The cells of a table whose headings say who speaks in which column: words with their speaker and time, and what
    stands beside them (the heading, the speaker's name, the time, the number of the row) as labels; cells of other
    columns are set `apart`, counted by heading."""
    found = list(kinds.values())
    words = "words" if "words" in found else ""  # a heading that is not known, where it is the only such
    if found.count("who") != 1 or found.count(words) != 1:
        return {}
    columns = {"words" if kind == words else kind: column for column, kind in kinds.items()}
    rows: dict[int, dict[str, int]] = {}
    for at in table:
        rows.setdefault(blocks[at].row or 0, {})[blocks[at].column] = at
    said = {row: cells for row, cells in rows.items() if row != 1 and columns["words"] in cells}
    who = {row: cells[columns["who"]] for row, cells in said.items() if columns["who"] in cells}
    names = {row: blocks[at].text.strip(" :\t") for row, at in who.items()}
    stamps = [
        seconds(dotted(blocks[at].text)) for at in table if kinds[blocks[at].column] == "time" and blocks[at].row != 1
    ]
    timed = len(stamps) - stamps.count(None) >= 0.6 * len(said)
    if not take_turns([name for name in names.values() if name]) or not (words or timed):
        return {}  # `Who | Task` of a plan of action is no talk
    changed = {at: replace(blocks[at], kind=LABEL) for at in rows.get(1, {}).values()}
    speaking = ""
    for row, cells in said.items():
        speaking = names.get(row) or speaking
        stamp = blocks[cells[columns["time"]]].text if columns.get("time") in cells else ""
        for column, at in cells.items():
            if column == columns["words"]:
                changed[at] = replace(blocks[at], speaker=speaking, time=seconds(dotted(stamp)))
            elif kinds[column] in ("who", "time", "number") or blocks[at].text.strip().isdigit():
                changed[at] = replace(blocks[at], kind=LABEL)
            elif not kinds[column] and words:  # what stands beside the words has another heading
                changed[at] = replace(blocks[at], kind="comment")
                apart[headings[column]] += 1
    return changed


def people_beside_questions(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a spreadsheet is one interview with several: a question in each row, and a column for each person."""
    headings = {str(at): title.strip() for at, title in enumerate(header)}
    kinds = {column: _kind(heading) for column, heading in headings.items()}
    if len(rows) < FEWEST_ROWS or len(_people(headings, kinds)) < 2:
        return False
    at = list(kinds.values()).index("question")
    return sum(row[at].rstrip().endswith("?") for row in rows) >= 0.6 * len(rows)


def is_talk_in_columns(lines: Sequence[str]) -> bool:
    """Whether the lines of a text are the rows of a table, parted by tabs, whose headings say who speaks and what."""
    rows = [line.split("\t") for line in lines if line.strip()]
    kinds = [_kind(title) for title in rows[0]]
    if not {"who", "words"} <= set(kinds) or len(rows) <= FEWEST_ROWS or any(len(row) != len(kinds) for row in rows):
        return False
    return take_turns([name for row in rows[1:] if (name := row[kinds.index("who")].strip())])


_FASTEST = 0.02
"""Nobody says a letter in fewer seconds."""
_COUNTED = re.compile(r"\d{1,9}(?:[.,]\d+)?\Z")


def times_of(stamps: Sequence[str], characters: int) -> list[float | None]:
    """The times of a column as seconds: clocks, or numbers that count seconds, or milliseconds where they are whole
    and nobody says so few `characters` in so many seconds."""
    clocks = [seconds(dotted(stamp)) for stamp in stamps]
    counted = all(_COUNTED.match(stamp) for stamp in stamps if stamp)
    if not counted or all(clock is not None for clock, stamp in zip(clocks, stamps, strict=True) if stamp):
        return clocks
    numbers = [float(stamp.replace(",", ".")) if stamp else None for stamp in stamps]
    most = max((number for number in numbers if number is not None), default=0.0)
    whole = most > 2 * characters + 600 and all(stamp.isdigit() for stamp in stamps if stamp)
    return [number if number is None or not whole else round(number / 1000, 3) for number in numbers]


def timed_rows(lines: Sequence[str]) -> tuple[Block, ...]:
    """The cues of a table without headings, parted by tabs, as ELAN and Audacity write it: when each begins and ends,
    the words, and who says them, unless a label stands before the words; none where it is no such table.

    ELAN may write what one says after all that another says: such rows are put in the order of their times.
    """
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines if line.strip()]
    if len(rows) <= FEWEST_ROWS or len({len(row) for row in rows}) != 1:
        return ()
    columns = [list(column) for column in zip(*rows, strict=True)]
    clock = [all(_COUNTED.match(cell) or _CLOCK.fullmatch(cell) for cell in column) for column in columns]
    rest = [column for column, is_clock in zip(columns, clock, strict=True) if not is_clock and any(column)]
    if sum(clock) < 2 or not rest:
        return ()
    said = max(rest, key=lambda column: sum(map(len, column)))
    characters = sum(map(len, said))
    begins, ends = [times_of(column, characters) for column, is_clock in zip(columns, clock, strict=True) if is_clock][
        :2
    ]
    names = [column for column in rest if column is not said]
    who = names[0] if names else [""] * len(rows)
    first, last_end = columns[clock.index(True)], ends[-1] or 0.0
    seconds_alone = all(map(str.isdigit, first)) and begins[-1] == float(first[-1])
    if any(column != who for column in names) or not take_turns(who):
        return ()  # more beside the words than a name
    if seconds_alone or last_end - (begins[0] or 0.0) < _FASTEST * characters:
        return ()  # years
    last: dict[str, float] = {}
    found = []
    for name, words, begin, end in zip(who, said, begins, ends, strict=True):
        if begin is None or end is None or not last.get(name, 0.0) <= begin <= end:
            return ()
        last[name] = begin
        found.append(Block(words, "cue", speaker=name.rstrip(" :"), time=begin, stop_time=end))
    return tuple(sorted((block for block in found if block.text), key=lambda block: block.time or 0.0))


def _tables(blocks: Sequence[Block]) -> list[list[int]]:
    """The places of the cells of each table."""
    tables: list[list[int]] = []
    last = 0
    for at, block in enumerate(blocks):
        if block.kind != "cell" or block.row is None:
            last = 0
            continue
        if not last or block.row < last:
            tables.append([])
        last = block.row
        tables[-1].append(at)
    return tables


def _headings(blocks: Sequence[Block], table: Sequence[int]) -> dict[str, str]:
    """Each column with its heading: what stands in the first row, or what the file itself calls it."""
    first = {blocks[at].column: blocks[at].text.strip() for at in table if blocks[at].row == 1}
    return {blocks[at].column: first.get(blocks[at].column, blocks[at].column) for at in table}


def _kind(heading: str) -> str:
    key = heading.strip(" :.").casefold()
    if key in SPEAKERS:
        return "who"
    if key in WORDS or key in _ANSWERS:
        return "words"
    if key in TIMES:
        return "time"
    if key in _NUMBERS:
        return "number"
    return "notes" if _NOTES.match(key) else "question" if _QUESTION.match(key) else ""


def _people(headings: Mapping[str, str], kinds: Mapping[str, str]) -> set[str]:
    """The columns of those who answer, each with a name for its heading, beside one column of questions."""
    asking = [column for column, kind in kinds.items() if kind == "question"]
    others = {column for column, kind in kinds.items() if kind == "" and _NAME.match(headings[column])}
    named = {column for column in others if headings[column][:1].isupper() and len(headings[column].split()) <= 3}
    alone = len(asking) == 1 and not {"who", "words"} & set(kinds.values())
    return named if alone and named == others else set()
