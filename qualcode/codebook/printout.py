"""The printed codebook: the tree, then one block per code, as an appendix wants it.

Made of blocks without a format; what writes Word, Markdown or HTML is elsewhere. A text that does
not exist in the chosen language is given in another and marked, such as [en].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..core.grouping import grouped
from ..core.languages import catalogue, written
from ..core.model import Code, Codebook, Names
from ..core.table import Block, Column, Excerpt, Excerpts, Heading, Note, Paragraph, Report, Run, Table
from ..core.values import frozen
from .checks import MENTION
from .fields import SAID_FIELDS
from .names import letter_marks
from .selection import chosen


def say(key: str, language: str = "en") -> str:
    """The word for `key` in a language; in English where there is none."""
    return catalogue(__package__, language)[key]


DAGGER = "\u202f†"

Passage = Excerpt | tuple[str, str]
"""Coded words to show with a code: an excerpt, or its text and its address."""


@frozen
class PrintOptions:
    """What a printed codebook shows."""

    level: int = 1
    """Of the codebook's own heading."""
    tree: bool = True
    blocks: bool = True
    """One block per code after the tree."""
    definitions: bool = True
    """Full definitions too, not the brief ones alone."""
    hints: bool = True
    """When to use a code and when not."""
    examples: bool = True
    aliases: bool = True
    elsewhere: bool = False
    """The names in other languages."""
    ids: bool = True
    retired: bool = True
    below: str = ""
    """Only this code and what stands below it."""
    top_level_only: bool = False
    """Without the sub-codes that the toolkit added to the published frame."""


class _Printer:
    def __init__(
        self,
        book: Codebook,
        language: str,
        counts: Mapping[str, int] | None,
        excerpts: Mapping[str, Sequence[Passage]],
        options: PrintOptions,
    ) -> None:
        self.book = book
        self.language = written(language)
        self.counts, self.excerpts, self.options = counts, excerpts, options
        self.fell_back = False
        self.labels = {code.id: code.label(self.language) for code in book}
        self.off = self.codes_off()
        families = grouped((code.parent, code.id) for code in book if code.id not in self.off)
        self.marks = letter_marks(families)

    def word(self, key: str) -> str:
        return say(key, self.language)

    def text(self, names: Names) -> str:
        """A text in the language, or another one with its mark; codes pointed to by their names."""
        if not names:
            return ""
        if self.language in names:
            text = names[self.language]
        else:
            used = "en" if "en" in names else next(iter(names))
            text = f"{names[used]} [{used}]"
            self.fell_back = True
        return MENTION.sub(lambda found: f"→ {self.labels.get(found.group(1), found.group(1))}", text)

    def name(self, code: Code) -> str:
        """The name with its marks: † for a code that the frame's author did not make."""
        name = self.text(code.name) or code.id
        mark = f" ({self.marks[code.id]})" if code.id in self.marks else ""
        return f"{name}{mark}{DAGGER if added(self.book, code) else ''}"

    def count(self, code: Code) -> int:
        counts = self.counts or {}
        return counts.get(code.id, counts.get(f"{self.book.id}:{code.id}", 0))

    def codes_off(self) -> set[str]:
        """Codes that are not shown: retired, the toolkit's, or optional and never used."""
        kept = {code.id for code in chosen(self.book, sets=["all"], top_level_only=self.options.top_level_only)}
        if self.counts is not None:
            used = {code.id for code in self.book if self.count(code)}
            needed = {".".join(id.split(".")[: at + 1]) for id in used for at in range(id.count(".") + 1)}
            kept -= {code.id for code in self.book if code.optional and code.id not in needed}
        if not self.options.retired:
            kept -= {code.id for code in self.book if code.retired}
        return {code.id for code in self.book} - kept

    def shown(self) -> list[tuple[int, Code]]:
        """The codes to print, with their depth."""
        below = self.options.below
        start = below.count(".") if below else 0
        return [
            (depth - start, code)
            for depth, code in self.book.walk()
            if code.id not in self.off and (not below or code.id == below or code.id.startswith(below + "."))
        ]

    def blocks(self) -> list[Block]:
        book, options = self.book, self.options
        title = self.text(book.title) or book.id
        if options.below:
            title = f"{title}: {self.labels.get(options.below, options.below)}"
        blocks: list[Block] = [Heading(title, options.level, f"codebook-{book.id}")]
        if not options.below:
            blocks += self.front()
        if options.tree:
            blocks.append(Heading(self.word("overview"), options.level + 1))
            blocks.append(self.tree())
        if options.blocks:
            blocks.append(Heading(self.word("codes"), options.level + 1))
            for depth, code in self.shown():
                blocks += self.block(depth, code)
        if book.source and not options.below:
            blocks.append(Heading(self.word("sources"), options.level + 1))
            blocks += [Paragraph(reference, "list") for reference in book.source]
        if any(added(book, code) for _, code in self.shown()):
            blocks.append(Note(self.word("dagger")))
        if self.fell_back:
            blocks.append(Note(self.word("fallback")))
        return blocks

    def front(self) -> list[Block]:
        """What the codebook says about itself."""
        book = self.book
        blocks: list[Block] = []
        if book.description:
            blocks.append(Paragraph(self.text(book.description), "lead"))
        facts = [
            (self.word("discipline"), self.text(book.discipline)),
            (self.word("version"), book.version if book.version != "1" else ""),
            (self.word("based_on"), book.based_on),
            (self.word("beside"), ", ".join(book.beside)),
            (self.word("qualifiers"), ", ".join(self.text(names) or id for id, names in book.qualifiers)),
        ]
        blocks += [_labelled(label, text) for label, text in facts if text]
        for name, value in book.fields.items():
            text = value or f"({self.word('not_filled')})"
            blocks.append(_labelled(f"{self.word('fields')}, {name}", text))
        if book.exclusive:
            blocks.append(Paragraph(self.word("exclusive")))
        for group in book.at_most_one_of:
            names = ", ".join(self.labels.get(id, id) for id in group)
            blocks.append(Paragraph(f"{self.word('at_most_one_of')}: {names}."))
        return blocks

    def tree(self) -> Table:
        """All codes in a table, indented, with their definitions, brief ones first, and how often they were used."""
        columns = [Column("code", self.word("code"), width=2.0)]
        ids = self.options.ids and not self.options.blocks  # each code's block says its own
        if ids:
            columns.append(Column("id", self.word("id"), "code", width=2.0))
        columns.append(Column("brief", self.word("brief"), width=4.0))
        if self.counts is not None:
            columns.append(Column("codings", self.word("codings"), "count", width=1.0))
        rows: list[tuple[Any, ...]] = []
        indents: dict[int, int] = {}
        for depth, code in self.shown():
            row: list[Any] = [self.name(code)]
            if ids:
                row.append(f"{self.book.id}:{code.id}")
            row.append(self.text(code.brief or code.definition))
            if self.counts is not None:
                row.append(self.count(code) if code.codable else None)
            if depth:
                indents[len(rows)] = depth
            rows.append(tuple(row))
        bold = frozenset(at for at in range(len(rows)) if at not in indents and at + 1 in indents)
        return Table(tuple(columns), tuple(rows), name=f"codebook-{self.book.id}", indents=indents, bold_rows=bold)

    def block(self, depth: int, code: Code) -> list[Block]:
        """Everything about one code."""
        options = self.options
        level = min(options.level + 2 + depth, 6)
        blocks: list[Block] = [Heading(self.name(code), level, f"code-{self.book.id}-{code.id}")]
        facts = [f"{self.book.id}:{code.id}"] if options.ids else []
        if self.counts is not None and code.codable:
            facts.append(f"{self.word('codings')}: {self.count(code)}")
        if code.source:
            facts.append(f"{self.word('follows')}: {code.source}")
        if code.optional:
            facts.append(
                f"{self.word('optional')}: {self.text(self.book.sets.get(code.optional, {})) or code.optional}"
            )
        if facts:
            blocks.append(Paragraph((Run(" · ".join(facts), small=True),)))
        for key, there in (("retired", code.retired), ("category", not code.codable), ("alone", code.exclusive)):
            if there:
                blocks.append(Paragraph(self.word(key), "definition"))
        if code.brief or code.definition:  # a definition without a brief one is the definition
            blocks.append(_labelled(self.word("brief"), self.text(code.brief or code.definition), "definition"))
        if code.brief and code.definition and options.definitions:
            blocks.append(_labelled(self.word("definition"), self.text(code.definition), "definition"))
        if options.hints:
            for key, texts in (("use", code.use), ("not", code.avoid)):
                if texts:
                    blocks.append(_labelled(self.word(key), self.text(texts), "definition"))
        if code.requires:
            names = ", ".join(self.labels.get(id, id) for id in code.requires)
            blocks.append(Paragraph(f"{self.word('requires')}: {names}.", "definition"))
        blocks += self.said(code)
        blocks += self.names_elsewhere(code)
        if options.examples:
            blocks += self.examples(code)
        return blocks

    def said(self, code: Code) -> Iterator[Block]:
        """The fields that are printed as they are: those that have a word `code.FIELD`, in the schema's order."""
        words = catalogue(__package__, self.language)
        for field in SAID_FIELDS:
            label, value = words.get(f"code.{field.name}"), getattr(code, field.of_code)
            if not label or not value:
                continue
            if field.kind == "flag":
                yield Paragraph(label, "definition")
            elif field.kind == "names":
                yield _labelled(label, self.text(value), "definition")
            else:
                yield _labelled(label, value if isinstance(value, str) else ", ".join(value), "definition")

    def names_elsewhere(self, code: Code) -> list[Block]:
        blocks: list[Block] = []
        aliases = code.aliases.get(self.language, ())
        if self.options.aliases and aliases:
            blocks.append(_labelled(self.word("aliases"), ", ".join(aliases), "definition"))
        if self.options.elsewhere:
            others = [f"{text} [{lang}]" for lang, text in code.name.items() if lang != self.language]
            if others:
                blocks.append(_labelled(self.word("elsewhere"), ", ".join(others), "definition"))
        return blocks

    def examples(self, code: Code) -> list[Block]:
        blocks: list[Block] = []
        for at, example in enumerate(code.examples):
            quote = [Run(self.text(example))]
            if at in code.invented:
                quote.append(Run(f" ({self.word('invented')})", small=True))
            if at == 0:
                label = self.word("example" if len(code.examples) == 1 else "examples")
                blocks.append(Paragraph((Run(f"{label}:", bold=True),), "definition"))
            blocks.append(Paragraph(tuple(quote), "quote"))
        found = self.excerpts.get(code.id) or self.excerpts.get(f"{self.book.id}:{code.id}") or ()
        if found:
            items = (each if isinstance(each, Excerpt) else Excerpt(*each) for each in found)
            blocks.append(Excerpts(tuple(items), self.word("material")))
        return blocks


def printed(
    codebook: Codebook,
    language: str = "en",
    counts: Mapping[str, int] | None = None,
    examples: Mapping[str, Sequence[Passage]] | None = None,
    options: PrintOptions | None = None,
    *,
    below: str = "",
    top_level_only: bool = False,
) -> list[Block]:
    """The blocks of a printed codebook.

    `counts` gives the codings per code, `examples` the excerpts to show, both by id with or
    without the codebook's. With counts, optional codes that were never used are left out.
    """
    options = options or PrintOptions()
    if below or top_level_only:
        options = replace(options, below=below, top_level_only=top_level_only)
    return _Printer(codebook, language, counts, examples or {}, options).blocks()


def printed_report(
    codebook: Codebook,
    language: str = "en",
    counts: Mapping[str, int] | None = None,
    examples: Mapping[str, Sequence[Passage]] | None = None,
    options: PrintOptions | None = None,
    created: str = "",
) -> Report:
    """The printed codebook as a report of its own, with all its values for JSON."""
    from .cache import to_plain

    blocks = printed(codebook, language, counts, examples, options)
    title = blocks[0].text if isinstance(blocks[0], Heading) else codebook.id
    data = {
        "format": "qualcode/codebook/1",
        "codebook": to_plain(codebook),
        "codings": dict(counts) if counts is not None else None,
    }
    return Report(title, tuple(blocks[1:]), language, "codebook", data, created)


def added(book: Codebook, code: Code) -> bool:
    """Whether a code is marked †: it is not part of the published framework."""
    return book.kind != "inductive" and code.origin != "author"


def _labelled(label: str, text: str, style: str = "body") -> Paragraph:
    return Paragraph((Run(f"{label}: ", bold=True), Run(text)), style)
