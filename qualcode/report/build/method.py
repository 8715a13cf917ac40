"""What was done, in sentences that are counted from the study: the method note of an appendix."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ...core.model import Bundle, in_language
from ...core.results.shares import Shares
from ...core.table import Block, Paragraph, Report
from ..wording import Words
from .lookup import Lookup, taken_in_turns
from .rounds import sentences as round_sentences
from .sample import sample_sentences
from .shares import choices_line

FORMAT = "qualcode/method-note/1"


def method_note(
    bundle: Bundle,
    *,
    language: str = "en",
    shares: Shares | None = None,
    by: str = "",
    value_names: Mapping[str, str] | None = None,
    version: str = "",
    chosen: Collection[str] | None = None,
) -> Report:
    """The method note as a report of its own; `method_blocks` puts it into another. `chosen` are the cases that a
    selection leaves, where it does not leave all."""
    words = Words(language)
    study = Lookup(bundle, words, chosen=chosen)
    blocks = method_blocks(study, shares=shares, by=by, value_names=value_names or {}, version=version)
    plain = [block.plain for block in blocks if isinstance(block, Paragraph)]
    data = {"format": FORMAT, "sentences": plain}
    return Report(words("method.title"), tuple(blocks), language, "method", data)


def method_blocks(
    study: Lookup, *, shares: Shares | None, by: str, value_names: Mapping[str, str], version: str
) -> list[Block]:
    """Material, informants, frame, coders, rounds of coding, unit, shares, and how quotes are cited."""
    blocks: list[Block] = [Paragraph(material_sentence(study))]
    blocks += sample_sentences(study, by, value_names)
    blocks += [Paragraph(sentence) for sentence in frame_sentences(study)]
    blocks += _coders(study)
    kept = {one.round for one in study.bundle.measures}
    rounds = [one for one in study.bundle.rounds if one.id in kept]
    deciders = {one.coder for one in study.bundle.decisions}
    told = round_sentences(rounds, study.bundle.measures, study.words, study.code_name, study.coder_name, deciders)
    blocks += [Paragraph(sentence) for sentence in told]
    if shares is not None:
        blocks.append(
            Paragraph(
                f"{study.words('method.shares')} {choices_line(shares, study.words, coder_name=study.coder_name)}"
            )
        )
    blocks.append(Paragraph(study.words("method.quotes", turn=study.numbered(study.bundle.documents))))
    if version:
        blocks.append(Paragraph(study.words("method.program", version=version)))
    return blocks


def material_sentence(study: Lookup) -> str:
    """What was read: documents by kind, turns, words."""
    words = study.words
    kinds = [words.sources(kind, n) for kind, n in study.kinds().items()]
    total = sum(study.word_counts.values())
    if not all(map(taken_in_turns, study.bundle.documents)):
        return words("method.material_read", documents=words.listed(kinds), n=total)
    turns = sum(len(document.turns) for document in study.bundle.documents)
    return words("method.material", documents=words.listed(kinds), n=total, turns=words("count.turns", n=turns))


def frame_sentences(study: Lookup, references: bool = True) -> list[str]:
    """One sentence for each codebook whose codes are used, with what it is taken from."""
    words = study.words
    found = []
    for book in study.bundle.codebooks:
        used = {coding.code for coding in study.codings if coding.code.startswith(f"{book.id}:")}
        if not used:
            continue
        title = in_language(book.title, words.language) or book.id
        key = "method.frame_inductive" if book.kind == "inductive" else "method.frame"
        sentence = words(key, title=title, codes=words("count.codes", n=len(used)), of=len(book))
        sources = book.source[:3] if references else ()
        found.append(" ".join((sentence, *sources)))
    return found


def _coders(study: Lookup) -> list[Block]:
    words = study.words
    blocks: list[Block] = []
    for id in dict.fromkeys(coding.coder for coding in study.codings):
        own = [coding for coding in study.once if coding.coder == id]
        kind = study.coders[id].kind if id in study.coders else "human"
        kind = id if id == "consensus" else kind
        key = f"method.coder.{kind}" if f"method.coder.{kind}" in words else "method.coder.human"
        blocks.append(
            Paragraph(
                words(
                    key,
                    coder=study.coder_name(id),
                    codings=words("count.codings", n=len(own)),
                    documents=words("count.documents", n=len({coding.document for coding in own})),
                )
            )
        )
    unsure = sum(coding.unsure for coding in study.once)
    if unsure:
        blocks.append(Paragraph(words("method.unsure", n=unsure)))
    return blocks
