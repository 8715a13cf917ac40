"""Which column of a codebook table is what, guessed from the headings that programs and people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_HEADINGS = {
    "name": "name navn namn code kode kod codename tag node nodes label codes koder kode-navn code_name titel title",
    "path": "path full_path hierarchical_name hierarchical_path code_path sti codesystem code_system kodesystem",
    "parent": "parent parent_code parent_name parent_tag overordnet överordnad overkode parentcode parent_node",
    "group": "category kategori theme tema group gruppe grupp overkategori",
    "description": "description memo beskrivelse beskrivning comment kommentar code_memo notes note noter kodememo",
    "brief": "brief brief_definition short_definition kort_definition kort_definisjon kurzdefinition",
    "definition": "definition full_definition definisjon fuld_definition full_definisjon fullstendig_definisjon "
    "fullständig_definition lang_definition meaning betydning betydelse forklaring förklaring",
    "use": "use when_to_use include inclusion inclusion_criteria brug bruk använd inklusion inklusjon "
    "inklusionskriterier inklusjonskriterier inklusionskriterium inkluderer inkluderar "
    "bruges_når brukes_når används_när",
    "not": "not when_not_to_use exclude exclusion exclusion_criteria avoid brug_ikke ikke_bruk använd_inte eksklusion "
    "eksklusjon exklusion eksklusionskriterier eksklusjonskriterier exklusionskriterier ekskluderer exkluderar "
    "bruges_ikke_når brukes_ikke_når används_inte_när",
    "examples": "example examples eksempel eksempler exempel quote typical_exemplar citat sitat ankereksempel "
    "ankerexempel typisk_eksempel typiskt_exempel ankerbeispiel beispiel",
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
_PER_LANGUAGE = re.compile(r"(name|brief|definition|use|not|examples)[ _]*[(\[_ ]([a-z]{2})[)\]]?\Z")
_LEVELS = re.compile(r"(?:code|kode|kod|level|niveau|nivå|category|kategori|theme|tema|sub-?code)[ _]*(\d)\Z")


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
    tags: bool = False
    """The column is called tag, whose names Taguette joins by dots."""


def columns_of(first: Sequence[str]) -> RoleColumns:
    """What the columns are, by the first row; without headings a name and a memo are expected."""
    found = RoleColumns()
    headings = [" ".join(cell.replace("\ufeff", "").split()).casefold() for cell in first]
    for at, heading in enumerate(headings):
        key = heading.replace(" ", "_")
        in_language = _PER_LANGUAGE.match(heading.replace("_", " "))
        level = _LEVELS.match(heading)
        role = _ROLES.get(key) or _ROLES.get(key.rstrip("s"))
        if in_language:
            found.roles.setdefault(f"{in_language.group(1)}.{in_language.group(2)}", at)
        elif level:
            found.levels.append(at)
        elif role and role not in found.roles:
            found.roles[role] = at
            found.tags = found.tags or (role == "name" and heading in ("tag", "tags"))
        elif heading:
            found.unused.append(first[at].strip())
    if len(found.levels) == 1:  # one column of a tree is no tree
        at = found.levels.pop()
        if found.roles:
            found.roles.setdefault("name", at)
    named = any(role == "name" or role.startswith("name.") for role in found.roles)
    if not named and not found.levels and not ({"path", "group"} & set(found.roles)):
        return RoleColumns({"name": 0, "description": 1}, headings=False)
    if not named and "path" not in found.roles and "group" in found.roles and not found.levels:
        found.roles["name"] = found.roles.pop("group")
    return found
