"""Which column of a codebook table is what, guessed from the headings that programs and people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..core.spreadsheets.sheet import words_for

MEANING_UNITS = (
    "meaning_unit meaning_units meningsenhet meningsenheter meningsenhed meningsenheder meningsbärande_enhet "
    "meningsbärande_enheter meningsbærende_enhet meningsbærende_enheter meningsbærende_enhed meningsbærende_enheder"
)
"""What content analysis calls the words that a code is made from."""
_HEADINGS = {
    "name": "name navn namn code kode kod codename kodenavn kodnamn tag node nodes label codes koder kode-navn "
    "code_name titel title name_of_code kodens_navn kodens_namn navn_på_kode navn_på_koden namn_på_kod namn_på_koden",
    "path": "path full_path hierarchical_name hierarchical_path code_path sti codesystem code_system kodesystem",
    "parent": f"parent belongs_to {words_for('part_of')} forælder forelder förälder parent_theme parent_category "
    "parent_code parent_name parent_tag overordnet overordnad överordnad overkode parentcode "
    "parent_node hovedkode huvudkod main_code overordnet_kode överordnad_kod overordnad_kod "
    "foreldrekode forældrekode föräldrakod overordna_kode moderkode moderkod",
    "group": "group gruppe grupp code_group kodegruppe kodgrupp",
    "description": "description memo beskrivelse beskrivning comment kommentar code_memo notes note noter kodememo",
    "brief": "brief brief_definition short_definition kort_definition kort_definisjon kurzdefinition short_description "
    "kort_beskrivelse kort_beskrivning",
    "definition": "definition full_definition definisjon full_description fuld_definition full_definisjon "
    "fullstendig_definisjon fullständig_definition lang_definition meaning betydning betydelse forklaring förklaring",
    "use": "use include inclusion inclusion_criteria brug bruk använd inklusion inklusjon inklusionskriterier "
    "inklusjonskriterier inklusionskriterium inkluderingskriterier inkluderingskriterium inkluder inkludera",
    "not": "not exclude exclusion exclusion_criteria avoid eksklusion eksklusjon exklusion eksklusionskriterier "
    "eksklusjonskriterier exklusionskriterier ekskluderingskriterier exkluderingskriterier ekskluder exkludera "
    "close_but_no undtagelser unntak undantag exceptions",
    "examples": "example examples eksempel eksempler exempel quote typical_exemplar atypical_exemplar citat citater "
    "sitat sitater ankereksempel ankerexempel anchor_example typisk_eksempel typiskt_exempel example_quote "
    "eksempelcitat eksempelsitat exempelcitat illustrative_quote ankerbeispiel beispiel " + MEANING_UNITS,
    "aliases": "aliases alias synonyms synonymer",
    "color": "color colour farve farge färg farbe code_color",
    "id": "id guid code_id cid",
    "parent_id": "parent_id catid supercatid parent_guid",
    "codable": "codable is_codable iscodable",
    "origin": "origin",
    "source": "source kilde källa",
    "retired": "retired",
    "level": "level depth niveau nivå",
}
_ROLES = {heading: role for role, headings in _HEADINGS.items() for heading in headings.split()}
_QUOTE = r"(?:quot(?:e|ation)s?|[cs]itat(?:er)?)"
_EXAMPLES = re.compile(
    rf"(?:examples?|e(?:ks|x)empe?l(?:er)?|{_QUOTE}) (?:of|from|på|fra|från) \w.*|"
    rf"(?:illustrat\w+|illustrer\w+|representativ\w*|typi\w+|utval\w+|udval\w+|exemplar|sample) {_QUOTE}\Z"
)
_NO = r"(?:ikke|inte|ej|aldrig|aldri|not|never)"
_CODE_IS = r"(?:koden|(?:the |this )?code|den|it)"
_USED = (
    r"(?:anvend(?:es|t)?|använd(?:s|as|t)?|brug(?:es|t)?|bruk(?:es|t)?|benytte?[sr]?|benyttas|tildeles|kode[sr]|kodas|"
    r"gælder|gjelder|gäller|medtage[sr]|tas med|omfatte[sr]|omfattar|used?|appl(?:y|ies|ied)|includes?|inkludere[sr]|"
    r"inkluderar|inkluderas|(?P<out>excludes?|e(?:ks|x)kludere[sr]|exkluderar|exkluderas|undtage[sr]|utelates|utesluts|utesluter))"
)
_WHEN = re.compile(
    rf"(?:(?:hvornår|når|när|when|skal|skall|ska|should|må|får|bør|bör|to|do|does|is|är|er) |{_CODE_IS} )*"
    rf"(?P<no1>{_NO} )?(?:(?:to|be) )*{_USED}(?: {_CODE_IS})?(?P<no2> {_NO})?"
    rf"(?: (?:når|när|hvis|om|dersom|ved|vid|for|för|til|till|på|i|if|when|where|to|with|{_CODE_IS})\b.*)?\Z"
)
"""`Anvendes når`, `Hvornår bruges koden ikke`, `Do not use when`: what a code is used for, and what not."""
_PER_LANGUAGE = re.compile(r"(name|brief|definition|use|not|examples)[ _]*[(\[_ ]([a-z]{2})[)\]]?\Z")
_ORDER = r"[ -]*(?:order|orden|ordningen)s?[ -]*[^\W\d]*"
_OPEN = r"(?:(?:open|åb[ne]{1,2}|åpne?n?|öppna?|initial)[ -]+)?"
_THEME = r"th?em(?:an?|aer|es?)"
_TOPIC = r"topics?(?: areas?)?|(?:emne|tema)områder?|emner?|ämnesområden?|ämnen?"
_IS_TOPIC = re.compile(rf"(?:{_TOPIC})\Z")
_UNITS = (
    rf"(?:aggregated? |aggreger(?:ede|te|ade|et|t|at) )?dimen[sc]i?j?on(?:s|er)?|(?:3rd|third|3\.|tredje){_ORDER}|"
    rf"global[aet]*[ -]*{_THEME}",
    rf"(?:2nd|second|2\.|anden|andre|andra){_ORDER}|(?:organi[sz](?:ing|erend[ae]|erande)[ -]*)?{_THEME}|"
    rf"{_TOPIC}",
    r"(?:generic |generisk[ae]? )?(?:categor(?:y|ies)|kategori(?:er)?)",
    r"level|niveau|nivå",
    rf"(?:1st|first|1\.|første|första){_ORDER}|{_OPEN}(?:codes?|koder?|kod)|concepts?",
)
"""What stands above what where a table has columns of several of them: Gioia's orders, and the global, organizing and
basic themes of a thematic network (Attride-Stirling 2001)."""
_ABOVE = (
    r"hoved|hovud|huvud|main|over|över|overordne(?:t|de)|overordna[dt]?|överordna[dt]|overarching|"
    r"övergripande|overgribende"
)
_BELOW = r"under|sub|del|child|bas(?:ic|is|al[et]?)?|grun[dn](?:l[æeä]gg[ae]nde)?"
_LEVELS = re.compile(
    rf"(?:(?P<above>{_ABOVE})[ -]*)?(?P<below>(?:(?:{_BELOW})[ -]*)*)"
    + "(?:" + "|".join(f"(?P<unit{at}>{unit})" for at, unit in enumerate(_UNITS)) + r")[ -]*(?P<number>\d)?\Z"
)  # fmt: skip
_DIMENSION, _LEVEL, _CODE = 0, 3, 4


@dataclass(slots=True)
class RoleColumns:
    """Where each role's column stands."""

    roles: dict[str, int] = field(default_factory=dict)
    """Role, such as `name` or `name.da`, to the column's number."""
    levels: list[int] = field(default_factory=list)
    """Columns of which each holds one level of the tree."""
    headings: bool = True
    """Whether the first row was headings."""
    unused: list[str] = field(default_factory=list)
    """Headings of columns that no codebook has."""
    examples: list[int] = field(default_factory=list)
    """Further columns of examples than that of the role."""
    upwards: bool = False
    """The columns are the steps of an analysis, from words to categories or from codes to dimensions."""
    tags: bool = False
    """The column is called tag, whose names Taguette joins by dots."""


def columns_of(first: Sequence[str]) -> RoleColumns:
    """What the columns are, by the first row; without headings a name and a memo are expected."""
    found = RoleColumns()
    headings = [_plain(cell) for cell in first]
    tree: dict[int, _Level] = {}
    for at, heading in enumerate(headings):
        in_language = _PER_LANGUAGE.match(heading)
        level = _level(heading)
        role = _role(heading)
        units = [above.unit for above in tree.values()]
        if level and units and _CODE not in (units[0], units[-1]) and _IS_TOPIC.search(heading):
            level = level._replace(unit=units[-1])  # above a category or below it, as the columns stand
        if in_language:
            found.roles.setdefault(f"{in_language.group(1)}.{in_language.group(2)}", at)
        elif level and role not in ("name", "parent"):
            tree[at] = level
        elif role and role not in found.roles:
            found.roles[role] = at
            found.tags = found.tags or (role == "name" and heading in ("tag", "tags"))
            tree.update({at: level} if level and role == "name" else {})
        elif role == "examples":
            found.examples.append(at)
        elif heading:
            found.unused.append(first[at].strip())
    _grow(found, tree, first)
    words = found.roles.get("examples", len(first))
    found.upwards = min(tree, default=0) > words or any(level.unit == _DIMENSION for level in tree.values())
    named = any(role == "name" or role.startswith("name.") for role in found.roles)
    if not named and not found.levels and not ({"path", "group"} & set(found.roles)):
        return RoleColumns({"name": 0, "description": 1}, headings=False)
    if not named and "path" not in found.roles and "group" in found.roles and not found.levels:
        found.roles["name"] = found.roles.pop("group")
    return found


def role_of(heading: str) -> str:
    """What a heading means when it stands alone, such as `name`, `group` or `definition`; "" for no part of a codebook.

    >>> role_of("Kod"), role_of("Undertema"), role_of("Inklusion"), role_of("Tid")
    ('name', 'group', 'use', '')
    """
    heading = _plain(heading)
    level = _level(heading)
    in_language = _PER_LANGUAGE.match(heading)
    return _role(heading) or (in_language[1] if in_language else "group" if level else "")


def _plain(heading: str) -> str:
    return " ".join(heading.replace("\ufeff", "").replace("_", " ").split()).casefold()


def _role(heading: str) -> str:
    key = heading.replace(" ", "_")
    if role := _ROLES.get(key) or _ROLES.get(key.rstrip("s")):
        return role
    if used := _WHEN.match(heading):
        return "not" if used["no1"] or used["no2"] or used["out"] else "use"
    bare = heading.rstrip("0123456789 ")
    counted = bare != heading and _role(bare) == "examples"
    return "examples" if counted or _EXAMPLES.match(heading) else ""


class _Level(NamedTuple):
    """Where in a tree a heading stands; the smaller, the higher."""

    unit: int
    depth: int
    """1 for a sub-category, -1 for a main one."""
    number: int


def _level(heading: str) -> _Level | None:
    """The place in a tree of a heading such as `Theme`, `Sub-category` or `Code 2`."""
    level = _LEVELS.match(heading)
    if level is None:
        return None
    unit = next(at for at in range(len(_UNITS)) if level[f"unit{at}"])
    depth = -1 if level["above"] else len(re.findall(_BELOW, level["below"]))
    number = int(level["number"] or 0)
    return _Level(unit, depth, number) if number or unit != _LEVEL else None


def _grow(found: RoleColumns, tree: dict[int, _Level], first: Sequence[str]) -> None:
    """Which columns are the levels of a tree. One alone is none, and a category before a code is a group."""
    order = sorted(tree, key=lambda at: (tree[at], at))
    codes = [at for at in order if tree[at].unit == _CODE]
    upper = next((role for role in ("parent", "group") if role in found.roles), "")
    one_is_group = bool(codes) and upper != "group"
    several = len(codes) > 1 or (upper != "parent" and len(order) > (2 if one_is_group else 1))
    if several and "path" not in found.roles:
        found.levels = [found.roles.pop(upper), *order] if upper else order
        if found.roles.get("name") in order:
            del found.roles["name"]
        elif "name" in found.roles:
            found.levels.append(found.roles["name"])
        return
    if len(order) == 1 and tree[order[0]].number and not found.roles:
        return  # `code1` is a name in a list of names
    for at in order:
        role = "name" if at in codes else "group"
        if found.roles.setdefault(role, at) != at:
            found.unused.append(first[at].strip())


_FIELDS = {"brief": "brief", "definition": "definition", "use": "use", "not": "avoid", "examples": "example"}
_LABEL = re.compile(
    r"[*_\s]*(?P<label>[^\W\d_][^:\n–—]{2,30}?)(?: ?\d{1,2})?[*_]*(?:\s*:|\s+[–—](?=\s)|\Z)[*_]*(?P<text>.*)", re.DOTALL
)
_ALSO_NAMES = frozenset(
    ("use", "brug", "bruk", "använd", "avoid", "meaning", "betydning", "betydelse", "forklaring", "förklaring", "quote",
     "citat", "sitat")
)  # fmt: skip
"""Labels of fields that are as likely the names of codes."""


def labelled(line: str) -> tuple[str, str]:
    """The field of a code that a line begins with, and what it says: `Definition: ...`, `**Eksempel 2:** ...`.

    `brief`, `definition`, `use`, `avoid` or `example`; "" where the line is about none of them. A label that stands
    alone has no text.
    """
    found = _LABEL.match(line)
    if found is None:
        return "", line
    label = found["label"].strip(" *_").casefold()
    role = _role(label)
    if role == "description" and label[:4] in ("besk", "desc"):
        role = "definition"
    return (_FIELDS[role], found["text"].strip()) if role in _FIELDS else ("", line)


def is_sure(line: str) -> bool:
    """Whether a line begins with a field's label that is hardly a code's name."""
    found = _LABEL.match(line)
    return bool(labelled(line)[0]) and found is not None and found["label"].strip(" *_").casefold() not in _ALSO_NAMES
