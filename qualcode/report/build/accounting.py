"""Where all the material went, in sentences under a table: what was counted, and what was left out by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...core.choices import Where
from ...core.grouping import grouped
from ...core.results.common import Accounting, Caveat, Later, LeftOut, result_data
from ...core.table import Block, Report, Table
from ...core.values import frozen
from ..wording import Names, Words, named, without_value

MOST_NAMED = 8
"""More documents than these are named by the first of them and a number."""

SILENCES = ("no_answer", "not_asked", "missing")


def counted_unit(accounting: Accounting | None, asked: str) -> str:
    """The word for what is counted: the one unit that all sources have, or `mixed`."""
    return (accounting.unit if accounting else "") or asked


def unit_choice(accounting: Accounting | None, asked: str, words: Words) -> str:
    """The unit of analysis in words; where it differs by kind of source, in each of them."""
    unit = counted_unit(accounting, asked)
    if unit != "mixed" or accounting is None:
        return words.known("shares.choice.unit", unit)
    by_unit = grouped((source.unit, words.kinds(source.kind, 2)) for source in accounting.sources)
    return words.listed(
        words("shares.choice.unit.in", unit=words.known("unit", f"{unit}.one"), sources=kinds)
        for unit, kinds in by_unit.items()
    )


def weighed_by(weight: str, words: Words) -> str:
    """What a unit counts by, in words: `column:NAME` as the column of that name."""
    kind, _, column = weight.partition(":")
    return words.known("shares.choice.weight", kind, **({"name": column} if column else {}))


def weight_notes(options: Mapping[str, Any], words: Words) -> list[str]:
    """What the weights of codings are multiplied with, where it is anything."""
    weight = str(options.get("weight") or "unit")
    if weight == "unit":
        return []
    return [words("ranking.weighed", weight=weighed_by(weight, words))]


def selection(where: Where, words: Words, by_name: Mapping[str, str] | None = None) -> str:
    """A selection in the words of a report; empty where everything is meant."""
    either = f" {words('where.or')} "
    parts = [
        words(f"where.{name}", names=", ".join(values))
        for name in ("codes", "coders", "cases", "documents", "questions")
        if (values := getattr(where, name))
    ]
    names = by_name or {}
    for key, values in where.attributes.items():
        told = [
            words.kinds(value, 1) if key == "kind"
            else words("no_group") if not value or without_value(value)
            else names.get(value, value)
            for value in values
        ]  # fmt: skip
        parts.append(f"{names.get(key) or words.known('by', key)} = {either.join(told)}")
    return "; ".join(parts)


@frozen
class Basis:
    """The names that a reader sees of what a result rests on, and the selection in words."""

    where: str = ""
    coders: Names = None
    frames: Sequence[str] = ()
    """Titles of the codebooks that the codes are from."""
    cases: Names = None


NO_BASIS = Basis()


def basis_notes(
    accounting: Accounting | None, options: Mapping[str, Any], words: Words, basis: Basis, *, cases: bool = False
) -> list[str]:
    """The lines under every table that no choices are printed for: unit, coder, selection, what was left out."""
    notes = []
    if accounting is not None:
        unit = unit_choice(accounting, str(options.get("unit") or "answer"), words)
        coders = [named(basis.coders)(coder) for coder in accounting.coders]
        notes.append(words("account.basis", unit=unit, coder=coders) if coders else words("account.unit", unit=unit))
    if basis.where:
        notes.append(words("shares.choice.where", where=basis.where))
    return notes + account_notes(accounting, words, basis, cases=cases)


def account_notes(
    accounting: Accounting | None, words: Words, basis: Basis = NO_BASIS, *, silences: bool = True, cases: bool = False
) -> list[str]:
    """What was counted where sources differ, and all that a reader would look for and not find.

    `silences` names the questions without an answer too, where a table does not say them by group;
    `cases` the cases of which nothing is counted, where cases are what is compared.
    """
    if accounting is None:
        return []
    notes = []
    if accounting.unsure:
        notes.append(words("account.unsure", documents=listed(accounting.unsure, words)))
    if accounting.misnamed:
        notes.append(words("account.misnamed", documents=listed(accounting.misnamed, words)))
    if len(accounting.sources) > 1:
        parts = [
            words(
                "account.part",
                units=_number(words, source.unit, source.units),
                sources=words.sources(source.kind, source.number or len(source.documents)),
            )
            for source in accounting.sources
        ]
        notes.append(words("account.counted", parts=words.listed(parts)))
    coders = [named(basis.coders)(coder) for coder in accounting.coders]
    for part in accounting.left_out:
        if f"account.{part.why}" in words:  # reasons that a reader must be told have words of their own
            notes.append(
                words(
                    f"account.{part.why}", documents=listed(part.documents, words), coder=coders,
                    frames=list(basis.frames), units=_number(words, part.unit or "mixed", part.units - part.silent),
                )
            )  # fmt: skip
    if silences and (parts := _silences(accounting.left_out, words)):
        notes.append(words("account.silences", parts=words.listed(parts)))
    if cases and accounting.cases:
        names = [named(basis.cases)(case) for case in accounting.cases]
        notes.append(words("account.cases", cases=listed(names, words)))
    if accounting.outside:
        notes.append(words("account.outside", n=accounting.outside))
    if accounting.rowless:
        notes.append(words("account.rowless", n=accounting.rowless, codes=listed(accounting.rowless_codes, words)))
    if accounting.proposals:
        notes.append(words("account.proposals", n=accounting.proposals))
    return notes


def _silences(left_out: Iterable[LeftOut], words: Words) -> list[str]:
    return [words(f"shares.left_out.{part.why}", n=part.units) for part in left_out if part.why in SILENCES]


def listed(names: Sequence[str], words: Words) -> str:
    """Names as a phrase, the first few of many."""
    if len(names) <= MOST_NAMED + 1:
        return words.listed(names)
    return words.listed([*names[:MOST_NAMED], words("account.more", n=len(names) - MOST_NAMED)])


def _number(words: Words, unit: str, n: int) -> str:
    return f"{words.form(n)} {words.known('unit', f'{unit}.one' if n == 1 else f'{unit}.other')}"


def analysed(
    kind: str, result: Any, words: Words, blocks: Sequence[Block], basis: Basis, created: str, *,
    title: str = "", flat: tuple[Table, ...] = (), data: Mapping[str, Any] | None = None, cases: bool = False,
) -> Report:  # fmt: skip
    """The report of an analysis: its blocks, its values for machines, and what was left out."""
    return Report(
        title or words(f"{kind}.title"), tuple(blocks), words.language, kind,
        Later(lambda: result_data(kind, result)) if data is None else data, created, flat=flat,
        account=tuple(account_notes(result.accounting, words, basis, cases=cases)),
    )  # fmt: skip


def sentence(caveat: Caveat, words: Words, who: Mapping[str, str] | None = None) -> str:
    """The sentence of a caveat; one that has no words of its own shows its slug and values. `who` is what those are
    called whose words are counted (`Words.who`)."""
    key = f"caveat.{caveat.slug}"
    values: dict[str, Any] = dict(who or words.who("informants"))
    values |= {name: _value(name, value, words) for name, value in caveat.values.items()}
    if "n" not in values and len(caveat.values) == 1:
        only = values[next(iter(caveat.values))]
        if isinstance(only, int):
            values["n"] = only
    values.setdefault("values", ", ".join(_told(name, value, words) for name, value in caveat.values.items()))
    for form in (key, f"{key}.one", f"{key}.other"):
        if form in words:
            try:
                return words(key, **values)
            except KeyError:
                break
    listed = ", ".join(f"{name} {words.form(value)}" for name, value in caveat.values.items())
    return f"{caveat.slug}: {listed}" if listed else caveat.slug


def _told(name: str, value: Any, words: Words) -> str:
    known = _value(name, value, words)
    return known if isinstance(known, str) and known != value else f"{name} {words.form(value)}"


def _value(name: str, value: Any, words: Words) -> Any:
    if name in ("low", "high") and isinstance(value, float):
        return words.share(value)
    if f"count.{name}.other" in words and isinstance(value, int):
        return words(f"count.{name}", n=value)
    return value


def sentences(caveats: Iterable[Caveat], words: Words, who: Mapping[str, str] | None = None) -> list[str]:
    """Every caveat once, in order."""
    return list(dict.fromkeys(sentence(caveat, words, who) for caveat in caveats))
