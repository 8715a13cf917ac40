"""The fields a codebook file may have, in the order in which they are written."""

from __future__ import annotations

BOOK_FIELDS = (
    "id",
    "title",
    "aliases",
    "version",
    "kind",
    "language",
    "discipline",
    "description",
    "based_on",
    "source",
    "beside",
    "fields",
    "attributes",
    "qualifiers",
    "exclusive",
    "at_most_one_of",
    "sets",
    "variants",
    "figure",
    "codes",
)
CODE_FIELDS = (
    "id",
    "parent",
    "name",
    "status",
    "aliases",
    "origin",
    "source",
    "color",
    "codable",
    "optional",
    "exclusive",
    "requires",
    "needs_memo",
    "retired",
    "brief",
    "definition",
    "use",
    "not",
    "examples",
    "seeds",
    "codes",
)
KINDS = ("deductive", "inductive", "journal")
ORIGINS = ("author", "toolkit", "researcher")
STATUSES = ("T", "t")

MEANT = {
    "avoid": "not",
    "exclude": "not",
    "when_not": "not",
    "include": "use",
    "when": "use",
    "colour": "color",
    "children": "codes",
    "subcodes": "codes",
    "label": "name",
    "title": "name",
    "names": "name",
    "example": "examples",
    "memo": "definition",
    "sources": "source",
    "reference": "source",
    "references": "source",
    "field": "discipline",
    "name": "title",
    "lang": "language",
}
"""What somebody probably meant by a field that does not exist; `avoid` is simply taken for `not`."""

TRUE = frozenset(("true", "yes", "on", "1"))
FALSE = frozenset(("false", "no", "off", "0"))
