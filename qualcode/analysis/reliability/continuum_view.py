"""The continuum view: agreement about where codes begin and end."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from ...core.errors import UsageError, one_of
from ...core.results.agreement import Agreement, CodeAgreement, Coefficient, Disagreement
from ...core.results.common import Caveat
from ..columns import Columns, is_codings
from ..tree import CodeTree
from .characters import continua
from .choices import AgreementChoices, asked
from .continuum import COEFFICIENTS, Continuum, measure_continuum
from .notes import code_notes, summary
from .observed import chosen_categories, coders_of

OPTIONAL = ("gamma", "gamma_cat")


def continuum_agreement(
    coded: Columns,
    pieces: Columns | None,
    categories: Sequence[str] | None,
    level: int | None,
    tree: CodeTree,
    coders: Sequence[str] | None,
    looked: Mapping[str, Collection[str]] | None,
    coefficients: Sequence[str] | None,
    one_domain: bool,
    choices: AgreementChoices,
) -> Agreement:
    """A row for each code with the single value "coded", or for one domain a row for all and one for each value."""
    if not is_codings(coded) or pieces is None:
        raise UsageError(
            "view continuum needs codings with their places, and the pieces they lie on", slug="bad_option"
        )
    known = [str(name) for name in coded["coder"].unique()] if "coder" in coded.columns else []
    names = coders_of(known, coders, looked)
    chosen = chosen_categories(coded, categories, level, tree)
    for name in coefficients or ():
        one_of("coefficient", name, (*COEFFICIENTS, *OPTIONAL))
        if name == "ku_alpha" and not one_domain:
            raise UsageError("ku_alpha tells the codes of a domain apart: name the domain", slug="option_conflict")
    found = continua(
        coded,
        pieces,
        chosen,
        names,
        codes=tree,
        looked=looked,
        single=one_domain,
        rollup=categories is not None or level is not None,
    )
    rows: list[CodeAgreement] = []
    differing: list[Disagreement] = []
    if one_domain:
        documents = found.get("", [])
        wanted = [name for name in coefficients or COEFFICIENTS if name != "ku_alpha"]
        rows.append(_row("", documents, names, wanted, chosen, choices))
        if coefficients is None or "ku_alpha" in coefficients:
            for code in chosen:
                one = measure_continuum("ku_alpha", documents, value=code, values=chosen)
                rows.append(CodeAgreement(code, len(documents), _uses(documents, names, code), (one,)))
    else:
        for code in chosen:
            documents = found.get(code, [])
            wanted = list(coefficients or ("u_alpha", "bar_u_alpha", "char_alpha"))
            rows.append(_row(code, documents, names, wanted, [code], choices))
    in_text = _in_text(pieces)
    for code, documents in found.items():
        differing += _differences(code, documents, names, in_text)
    mean, minimum, undefined = summary(rows)
    kept = {document.name for documents in found.values() for document in documents}
    every = {str(name) for name in pieces["document"].unique()}
    notes = (Caveat("different_material", {"documents": len(every - kept)}),) if every - kept else ()
    return Agreement(
        choices.as_mapping() | asked(chosen, level, coefficients),
        tuple(names), tuple(rows), mean, minimum, undefined, tuple(differing), (), notes,
    )  # fmt: skip


def _row(
    code: str,
    documents: Sequence[Continuum],
    coders: Sequence[str],
    wanted: Sequence[str],
    values: Sequence[str],
    choices: AgreementChoices,
) -> CodeAgreement:
    found: list[Coefficient] = []
    for name in wanted:
        if name in OPTIONAL:
            from .gamma import gamma

            found.append(gamma(name, documents, seed=choices.seed))
        else:
            found.append(measure_continuum(name, documents, values=values, **choices.drawing()))
    uses = _uses(documents, coders, None)
    return CodeAgreement(code, len(documents), uses, tuple(found), code_notes(None, coders, 30, uses))


def _uses(documents: Sequence[Continuum], coders: Sequence[str], value: str | None) -> dict[str, int]:
    """How many segments each coder marked."""
    return {
        coder: sum(1 for document in documents for _, _, one in document.coders[coder] if value in (None, one))
        for coder in coders
    }


def _in_text(pieces: Columns) -> Callable[[str, int], int]:
    """From an offset in a document's joined informant speech to the offset in its text."""
    starts: dict[str, list[tuple[int, int]]] = {}
    columns = (pieces[name].tolist() for name in ("document", "start", "stop"))
    ends: dict[str, int] = {}
    for document, start, stop in sorted(zip(*columns, strict=True)):
        before = ends.get(document, 0)
        starts.setdefault(document, []).append((before, int(start)))
        ends[document] = before + int(stop) - int(start)

    def place(document: str, offset: int) -> int:
        known = starts[document]
        joined, start = known[bisect_right(known, (offset, sys.maxsize)) - 1]
        return start + offset - joined

    return place


def _differences(
    code: str, documents: Sequence[Continuum], coders: Sequence[str], in_text: Callable[[str, int], int]
) -> list[Disagreement]:
    """Stretches where the coders differ, the longest first."""
    found: list[tuple[int, Disagreement]] = []
    for document in documents:
        edges = sorted({edge for own in document.coders.values() for start, stop, _ in own for edge in (start, stop)})
        at = dict.fromkeys(coders, 0)
        for start, stop in pairwise(edges):
            said: dict[str, str] = {}
            for coder in coders:
                segments = document.coders[coder]
                while at[coder] < len(segments) and segments[at[coder]][1] <= start:
                    at[coder] += 1
                here = at[coder] < len(segments) and segments[at[coder]][0] <= start
                said[coder] = segments[at[coder]][2] if here else ""
            if len(set(said.values())) > 1:
                low, high = in_text(document.name, start), in_text(document.name, stop - 1) + 1
                before = found[-1][1] if found else None
                length = stop - start
                if before is not None and (before.document, before.stop, before.values) == (document.name, low, said):
                    # Where segments touch, the same disagreement goes on.
                    length += found.pop()[0]
                    low = before.start if before.start is not None else low
                found.append((length, Disagreement(code, "", document.name, said, low, high)))
    found.sort(key=lambda pair: -pair[0])
    return [one for _, one in found]
