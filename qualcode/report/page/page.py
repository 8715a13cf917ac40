"""The coded study as one HTML file that needs nothing else and asks nobody.

The file carries its style and its script; its policy forbids any other, and any connection. The
text stands in it once and can be read without the script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from ...core.errors import UsageError
from ...core.model import Bundle
from ...core.results import Shares
from ...core.table import Block
from ..build import shares_report
from ..figures import shares_figure
from ..figures.names import Namer
from .material import Material
from .parts import codebook, results, text, transcripts
from .texts import PageWords

KEYS = (
    (("j", "k"), "key.next"),
    (("/",), "key.search"),
    (("n", "p"), "key.hits"),
    (("1", "2", "3", "4"), "key.views"),
    (("f",), "key.filters"),
    (("d",), "key.theme"),
    (("Esc",), "key.escape"),
    (("?",), "key.help"),
)


def study_page(
    bundle: Bundle,
    *,
    language: str = "",
    shares: Shares | Sequence[Shares] = (),
    blocks: Iterable[Block] = (),
    title: str = "",
    group_names: Mapping[str, str] | None = None,
    together: Mapping[str, Mapping[frozenset[str], Any]] | None = None,
    no_text: bool = False,
    allow_identifiable: bool = False,
) -> bytes:
    """The whole study as one page: transcripts with their codings, quotes, codebook, results.

    `shares` are shown as table and figure; `blocks` are further tables and figures. With `no_text`
    the page says where codings stand but carries no word of the material, no quoted example and no
    memo. Raises UsageError (`identifiable`) when a document is not marked as pseudonymised and
    neither `no_text` nor `allow_identifiable` is given.
    """
    say = PageWords(language or bundle.language)
    open_documents = [document.id for document in bundle.documents if not document.pseudonymised]
    if open_documents and not (no_text or allow_identifiable):
        raise UsageError(
            f"{len(open_documents)} documents are not marked as pseudonymised ({_few(open_documents)}); "
            "the page would carry their text",
            slug="identifiable",
            hint="mark them as pseudonymised, leave the text out (--no-text), or say --allow-identifiable",
        )
    material = Material(bundle, say, with_text=not no_text)
    shown = [*_share_blocks(bundle, shares, say, group_names, together), *blocks]
    warnings = []
    if no_text:
        warnings.append(say("no_text"))
    elif open_documents:
        warnings.append(say("identifiable", documents=_few(open_documents)))
    page = _Page(bundle, material, say, title or bundle.name or say("transcripts"), shown, warnings)
    return "".join(page.parts()).encode("utf-8")


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" … ({len(names)})" if len(names) > 8 else "")


def _share_blocks(
    bundle: Bundle,
    shares: Shares | Sequence[Shares],
    say: PageWords,
    groups: Mapping[str, str] | None,
    together: Mapping[str, Mapping[frozenset[str], Any]] | None,
) -> Iterable[Block]:
    names: Callable[[str], str] = Namer(bundle.codebooks, say.language).code
    for number, result in enumerate((shares,) if isinstance(shares, Shares) else shares, start=1):
        report = shares_report(result, language=say.language, code_names=names, group_names=groups)
        yield from report.blocks
        yield shares_figure(
            result,
            bundle.codebooks,
            say.language,
            groups=groups,
            together=together,
            name=f"figure-shares-{number}",
        )


class _Page:
    def __init__(
        self,
        bundle: Bundle,
        material: Material,
        say: PageWords,
        title: str,
        blocks: Sequence[Block],
        warnings: Sequence[str],
    ) -> None:
        self.bundle, self.material, self.say = bundle, material, say
        self.title, self.blocks, self.warnings = title, blocks, warnings

    def parts(self) -> Iterable[str]:
        say, w = self.say, self.word
        script = _own("page.js")
        views = ["transcripts", "quotes", "codebook", *(["results"] if self.blocks else [])]
        yield f'<!DOCTYPE html>\n<html lang="{say.language}">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">\n'
        yield '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        yield '<meta name="referrer" content="no-referrer">\n'
        yield f"<title>{text(self.title)}</title>\n<style>\n{_own('page.css')}</style>\n</head>\n<body>\n"
        yield f'<a class="skip" href="#~main">{w("skip")}</a>\n<header><h1>{text(self.title)}</h1>\n'
        yield f'<nav aria-label="{w("views")}">'
        yield "".join(f'<a href="#~{view}">{w(view)}</a>' for view in views)
        yield f'</nav>\n<button class="tool" id="~theme" type="button">{w("theme")}</button>'
        yield f'<button class="tool" id="~help" type="button">{w("help")}</button></header>\n'
        yield '<div class="page">\n'
        yield from self.filters()
        yield '<main id="~main" tabindex="-1">\n'
        for warning in self.warnings:
            yield f'<p class="warn">{text(warning)}</p>\n'
        yield f'<noscript><p class="warn">{w("noscript")}</p></noscript>\n'
        yield '<p class="status" id="~status" role="status" aria-live="polite"></p>\n'
        yield f'<section id="~transcripts" aria-label="{w("transcripts")}"><h2>{w("transcripts")}</h2>\n'
        yield from transcripts(self.material, say)
        yield f'</section>\n<section id="~quotes" aria-label="{w("quotes")}" class="scripted"><h2>{w("quotes")}</h2>'
        yield f'<div id="~quote-list"></div></section>\n<section id="~codebook" aria-label="{w("codebook")}">'
        yield f"<h2>{w('codebook')}</h2>\n"
        yield from codebook(self.bundle, self.material, say)
        yield "</section>\n"
        if self.blocks:
            yield f'<section id="~results" aria-label="{w("results")}"><h2>{w("results")}</h2>\n'
            yield from results(self.blocks, say.language)
            yield "</section>\n"
        yield "</main>\n</div>\n"
        yield from self.keys()
        yield f'<script type="application/json" id="~study-data">{self.data()}</script>\n'
        yield f"<script>{script}</script>\n</body>\n</html>\n"

    def word(self, key: str) -> str:
        return text(self.say(key))

    def filters(self) -> Iterable[str]:
        w = self.word
        yield f'<aside aria-label="{w("filters")}"><h2>{w("filters")}</h2>\n<form id="~filters">\n'
        if self.material.with_text:
            yield f'<label for="~search">{w("search")}</label><input type="search" id="~search" autocomplete="off">'
            yield '<div class="find"><output id="~hits" for="~search"></output>'
            for key, sign in (("previous", "↑"), ("next", "↓")):
                yield f'<button type="button" id="~{key}" title="{w(key)}" aria-label="{w(key)}">{sign}</button>'
            yield "</div>\n"
        yield f'<label for="~document">{w("documents")}</label><select id="~document">'
        yield f'<option value="">{w("all_documents")}</option>'
        for number, placed in enumerate(self.material.placed):
            yield f'<option value="{number}">{text(placed.document.id)}</option>'
        yield f'</select>\n<label><input type="checkbox" id="~only" checked> <span>{w("only")}</span></label>\n'
        yield from self.code_boxes()
        counts = dict.fromkeys(self.material.coders, 0)
        for coding in self.bundle.codings:
            counts[coding.coder] += 1
        if len(counts) > 1:
            names = self.material.coder_names
            yield from self.boxes("coders", "coder", zip(names, counts.values(), strict=True))
        if self.material.cases:
            yield from self.boxes("cases", "case", ((case.name or case.id, None) for case in self.material.cases))
        yield f'<p><button type="button" id="~clear">{w("clear")}</button></p>\n</form></aside>\n'

    def code_boxes(self) -> Iterable[str]:
        codes = self.material.codes
        yield f"<fieldset><legend>{text(self.say('codes'))}</legend>\n"
        for book in self.bundle.codebooks:
            for depth, code in book.walk():
                count = codes.below(book, code)
                if count:
                    yield self.box("code", codes.number(f"{book.id}:{code.id}"), "", count, depth)
        known = {f"{book.id}:{code.id}" for book in self.bundle.codebooks for code in book}
        for id, count in codes.counts.items():
            if id not in known:
                yield self.box("code", codes.number(id), "", count, 0)
        yield "</fieldset>\n"

    def boxes(self, legend: str, kind: str, items: Iterable[tuple[str, int | None]]) -> Iterable[str]:
        yield f"<fieldset><legend>{text(self.say(legend))}</legend>\n"
        for number, (name, count) in enumerate(items):
            yield self.box(kind, number, name, count, 0)
        yield "</fieldset>\n"

    def box(self, kind: str, number: int, name: str, count: int | None, depth: int) -> str:
        swatch = ""
        if kind == "code":
            code = self.material.codes.plain()[number]
            name = code["name"]
            swatch = f'<span class="swatch" style="background:{code["color"]}"></span>'
        indent = f' style="padding-left:{depth}rem"' if depth else ""
        shown = "" if count is None else f'<span class="count">{text(self.say.form(count))}</span>'
        return (
            f'<label{indent}><input type="checkbox" data-filter="{kind}" value="{number}">'
            f"{swatch}<span>{text(name)}</span>{shown}</label>\n"
        )

    def keys(self) -> Iterable[str]:
        yield f'<dialog id="~keys" aria-label="{text(self.say("help"))}"><h2>{text(self.say("help"))}</h2><dl>'
        for keys, words in KEYS:
            yield f"<dt>{' '.join(f'<kbd>{key}</kbd>' for key in keys)}</dt><dd>{text(self.say(words))}</dd>"
        yield f'</dl><form method="dialog"><button>{text(self.say("close"))}</button></form></dialog>\n'

    def data(self) -> str:
        """The script's data; `<` cannot end the element it stands in."""
        plain = json.dumps(self.material.plain(self.say.for_script()), ensure_ascii=False, separators=(",", ":"))
        plain = plain.encode("utf-8", "replace").decode("utf-8")
        return plain.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _own(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def policy(script: str) -> str:
    """What the page may do: run this one script, use its own styles, and reach nothing."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
