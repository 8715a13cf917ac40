"""The fields a codebook file may have, in the order in which they are written."""

from __future__ import annotations

import dataclasses

from ..core.model import Code
from ..core.values import frozen

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
    "links",
    "codes",
)


@frozen
class CodeField:
    """One field of a code in the file: its name there, how it is written, and where it goes in `Code`."""

    name: str
    kind: str
    """How it is written; reading (`loader.READ`) and writing (`write.WRITTEN`) have one function a kind:

    `names` a text, or one per language · `lists` words, or a list of them per language · `flag` true or false ·
    `text` · `words` a list of ids · `set`, `color`, `origin`, `status` closed lists of their own ·
    `examples` · `place` says where the code stands and is read with the tree.
    """
    attribute: str = ""
    """Its name in `Code`, where that differs."""

    @property
    def of_code(self) -> str:
        return self.attribute or self.name


CODE_SCHEMA = (
    CodeField("id", "place"),
    CodeField("parent", "place"),
    CodeField("name", "names"),
    CodeField("status", "status"),
    CodeField("aliases", "lists"),
    CodeField("origin", "origin"),
    CodeField("source", "text"),
    CodeField("color", "color"),
    CodeField("codable", "flag"),
    CodeField("optional", "set"),
    CodeField("exclusive", "flag"),
    CodeField("requires", "words"),
    CodeField("needs_memo", "flag"),
    CodeField("retired", "flag"),
    CodeField("brief", "names"),
    CodeField("definition", "names"),
    CodeField("use", "names"),
    CodeField("not", "names", "avoid"),
    CodeField("examples", "examples"),
    CodeField("seeds", "lists"),
    CodeField("codes", "place"),
)
"""The fields of a code in the order in which they are written; all that reads, writes or compares codes follows it."""

CODE_FIELDS = tuple(field.name for field in CODE_SCHEMA)
SAID_FIELDS = tuple(field for field in CODE_SCHEMA if field.kind != "place")
"""What a code says of itself, wherever it stands."""
CODE_DEFAULTS = {
    field.name: field.default for field in dataclasses.fields(Code) if field.default is not dataclasses.MISSING
}
"""What a code is without the field; it is then not written."""

LINK_FIELDS = ("from", "kind", "to", "label")
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
