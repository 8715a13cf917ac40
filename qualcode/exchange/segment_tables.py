"""Tables of codes and coded segments, as MAXQDA, ATLAS.ti, NVivo, Dedoose, Delve, Taguette and CAT write them.

Which column is what is guessed from its heading, shown, and can be said: `--columns quote=Segment,code=Code`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..core.errors import ReadError, UnknownName, UsageError
from ..core.model import Bundle
from ..core.numbers import typed
from ..core.spreadsheets import Sheet, read_sheet, unguarded
from ..core.spreadsheets.sheet import folded, heading_at, words_for
from .columns import MEANING_UNITS, labelled, role_of
from .databases import when
from .interface import Account, Arrived, Choices, Segment

ROLES: dict[str, str] = {
    "quote": f"quote {words_for('quote')} {MEANING_UNITS}",
    "document": f"document {words_for('document')} item folder_location case",
    "code": f"code codes code_name {words_for('code')} label labels",
    "coder": f"coder {words_for('coder')}",
    "memo": f"memo memos annotation quotation_comment {words_for('memo')} note notater merknader description",
    "weight": f"weight weight_score relevance_score {words_for('weight')} gewicht",
    "created": "created created_on creation_date date excerpt_date coded_on timestamp oprettet opprettet skapad dato "
    "datum erstellt_am",
    "start": "start start_offset start_position startposition start_char begin_offset",
    "before": "before context_before",
}
"""For each role the headings that mean it, the surest first: those of programs, and those that people write."""
NEEDED = ("quote", "code")
_OF_SEGMENTS = frozenset(("document", "coder", "created", "start", "before", "weight"))
_DEDOOSE = re.compile(r"code: (?P<code>.+) (?P<what>applied|weight|range)$", re.IGNORECASE)
_YES = frozenset(("true", "1", "yes", "x", "ja", "sand", "sant", "wahr"))


class SegmentTables:
    """Reads a table with one coded segment a row."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """The segments of a table; UsageError where its columns cannot be told."""
        sheet = read_sheet(path).under_its_title(lambda cells: heads_segments(cells, choices.columns))
        account = Account()
        header = sheet.header
        roles = columns_of(header, choices.columns, sheet.path)
        applied = _dedoose(header) if "code" not in choices.columns else {}
        if applied:
            roles.pop("code", None)
        missing = [role for role in NEEDED if role not in roles and not (role == "code" and applied)]
        if missing:
            free = [heading for at, heading in enumerate(header) if heading and at not in roles.values()]
            longest = max(free, key=len, default="COLUMN")
            asked = f"which column holds the {' and the '.join(missing)}?"
            raise UsageError(
                f"{path.name}: {asked} It has {', '.join(filter(None, header))}",
                slug="unknown_columns",
                hint=f"for instance --columns {','.join(f'{role}={longest}' for role in missing)}",
            )
        account.notes += [*sheet.notes, _shown(header, roles, applied)]
        segments = list(_segments(sheet, roles, applied, choices, account))
        if not segments:
            raise ReadError(path, "the table has headings and no coded segments", slug="empty_file")
        return Arrived(Bundle(), account, "", tuple(segments))


def columns_of(header: Sequence[str], said: Mapping[str, str], name: str) -> dict[str, int]:
    """The column of each role: the one a person says, else the one with the surest heading."""
    keys = [folded(heading) for heading in header]
    roles: dict[str, int] = {}
    for role, heading in said.items():
        if role not in ROLES:
            raise UnknownName("column role", role, ROLES, hint=f"roles: {', '.join(ROLES)}")
        at = heading_at(header, heading)
        if at is None:
            raise UnknownName("column", heading, header, hint=f"{name} has {', '.join(header)}")
        roles[role] = at
    for role, headings in ROLES.items():
        if role in roles:
            continue
        for heading in headings.split():
            places = [at for at, key in enumerate(keys) if key == heading and at not in roles.values()]
            if places:
                roles[role] = places[0]
                break
    return roles


def heads_segments(cells: Sequence[str], said: Mapping[str, str]) -> bool:
    """Whether a row below a title is the header of coded segments: it has a column that a person named, or some known
    ones, be they enough or not."""
    if said:
        return any(heading_at(cells, heading) is not None for heading in said.values())
    return len(columns_of(cells, {}, "the table")) > 1


def is_segment_table(header: Sequence[str]) -> bool:
    """Whether headings are those of coded segments, not of a codebook or of cases."""
    roles = columns_of(header, {}, "the table")
    return "quote" in roles and ("code" in roles or bool(_dedoose(header)))


def told_as_codebook(sheet: Sheet) -> tuple[str, ...]:
    """The headings of definitions in a table of codes with an example each, which is a codebook; none of segments.

    A codebook says nothing of documents, people and places, and has each code once.
    """
    roles = columns_of(sheet.header, {}, sheet.path)
    keys = {folded(heading) for heading in sheet.header}
    tree = [at for at, heading in enumerate(sheet.header) if role_of(heading) in ("name", "group", "parent", "path")]
    codes = [tuple(row.cells[at].strip().casefold() for at in tree) for row in sheet.body]
    codes = [each for each in codes if any(each)]
    once = len(set(codes)) == len(codes) > 0
    if _OF_SEGMENTS.intersection(roles) or not once or keys.intersection(("case", *words_for("case").split())):
        return ()
    return tuple(filter(_is_definition, sheet.header))


def left_to_codebook(header: Sequence[str]) -> tuple[str, ...]:
    """The headings of definitions and of categories above the codes, which no segment has."""
    used = set(columns_of(header, {}, "the table").values())
    return tuple(
        each
        for at, each in enumerate(header)
        if at not in used and (_is_definition(each) or role_of(each) in ("group", "parent"))
    )


def _is_definition(heading: str) -> bool:
    return labelled(heading)[0] in ("brief", "definition", "use", "avoid")


def _dedoose(header: Sequence[str]) -> dict[str, tuple[int, int | None]]:
    """Dedoose has a column for each code that says whether it applies, and one for its weight."""
    applied: dict[str, tuple[int, int | None]] = {}
    weights: dict[str, int] = {}
    for at, heading in enumerate(header):
        found = _DEDOOSE.match(heading)
        if found and found["what"].lower() == "applied":
            applied[found["code"]] = (at, None)
        elif found and found["what"].lower() == "weight":
            weights[found["code"]] = at
    return {code: (at, weights.get(code)) for code, (at, _) in applied.items()}


def _shown(header: Sequence[str], roles: Mapping[str, int], applied: Mapping[str, object]) -> str:
    used = {*roles.values()}
    told = [f"{role}={header[at]}" for role, at in roles.items()]
    told += [f"code={len(applied)} columns “Code: … Applied”"] if applied else []
    rest = [each for at, each in enumerate(header) if at not in used and each and not _DEDOOSE.match(each)]
    left = f"; not used: {', '.join(rest)}" if rest else ""
    return f"columns: {', '.join(told)}{left} (--columns says otherwise)"


def _segments(
    sheet: Sheet, roles: Mapping[str, int], applied: Mapping[str, tuple[int, int | None]], choices: Choices,
    account: Account,
) -> list[Segment]:  # fmt: skip
    cells = [{role: unguarded(row.cells[at].strip()) for role, at in roles.items()} for row in sheet.body]
    comma = _commas([cell.get("code", "") for cell in cells])
    heavy = max((abs(typed(cell.get("weight", "")) or 0) for cell in cells), default=0) > 1
    found = []
    above = ""
    for row, cell in zip(sheet.body, cells, strict=True):
        if row.blank:
            continue
        if above and cell.get("quote") and not cell.get("document"):
            # People leave it out below the first of a group, or merge the cells.
            shown = f"line {row.line}: {above}"
            account.change("segments", "have no document in their row: it is the one above", shown)
        above = cell.get("document") or above
        codes: list[tuple[str, str | None]] = [(code, None) for code in _codes(cell.get("code", ""), comma)]
        for code, (at, weight_at) in applied.items():
            if row.cells[at].strip().casefold() in _YES:
                codes.append((code, row.cells[weight_at] if weight_at is not None else None))
        if not cell.get("quote"):
            account.lose("rows", "have no segment", f"line {row.line}")
            continue
        if not codes:
            account.lose("rows", "have no code", f"line {row.line}: {cell['quote'][:60]}")
            continue
        start = cell.get("start", "")
        common = {
            "document": above, "quote": cell["quote"], "memo": cell.get("memo", ""),
            "coder": " ".join(cell.get("coder", "").split()) or choices.coder, "created": when(cell.get("created", "")),
            "before": cell.get("before", ""), "start": int(start) if start.isdecimal() else None, "line": row.line,
        }  # fmt: skip
        weighed = [(code, _weight(raw if raw is not None else cell.get("weight", ""), heavy)) for code, raw in codes]
        for weight in dict.fromkeys(weight for _, weight in weighed):
            named = tuple(code for code, each in weighed if each == weight)
            found.append(Segment(codes=named, weight=weight, **common))  # type: ignore[arg-type]
    if heavy:
        account.change("weights", "go to 100 there, and to 1 here", count=len(found))
    return found


def _weight(written: str, heavy: bool) -> float:
    """A weight in (0, 1]: MAXQDA's go to 100; 0 there says nothing, and counts as 1."""
    weight = typed(written.strip()) if written.strip() else None
    if weight is None or weight <= 0:
        return 1.0
    return min(1.0, weight / 100) if heavy else min(1.0, float(weight))


def _codes(written: str, comma: bool) -> list[str]:
    parts = re.split(r"[\n;|]" + ("|," if comma else ""), written)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _commas(written: Sequence[str]) -> bool:
    """Whether commas part codes: only where each part also stands alone somewhere."""
    alone = {each.strip().casefold() for each in written if "," not in each}
    with_comma = [each for each in written if "," in each]
    parts = [part.strip().casefold() for each in with_comma for part in each.split(",")]
    return bool(parts) and sum(part in alone for part in parts) >= len(parts) / 2


codec = SegmentTables()
