"""Ten pages as browsers save them, each with what its author wrote and what stands around it."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page, the paragraphs that are its author's, and words that are not."""

    html: str
    article: list[str]
    around: list[str]


A = "Kommunen begyndte i foråret at samle sine tal om vejene ét sted, og lederne kan nu se dem samme dag."
B = "Vi troede, at det ville tage et år, siger driftschefen, men efter tre måneder brugte alle det."
C = "Til næste år kommer også skolerne med, og så skal der findes flere folk til at læse tallene."
BODY = [A, B, C]
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in BODY)
HEAD = "<html lang=da><head><meta charset=utf-8><title>Tal om vejene</title></head><body>"
COOKIE = '<div class="cookie-banner"><p>Vi bruger cookies til statistik.</p><a href="#">Tillad alle</a></div>'
MENU = '<ul class="main-menu"><li><a href="/">Forside</a></li><li><a href="/om">Om os</a></li></ul>'

PAGES = {
    "main and article": Page(
        f"{HEAD}<header><nav>Forside</nav></header>{COOKIE}<main><article>{PARAGRAPHS}</article>"
        "<aside><h3>Se også</h3><ul><li>En anden sag</li></ul></aside></main><footer>Kontakt redaktionen</footer>",
        BODY, ["cookies", "Forside", "En anden sag", "redaktionen"],
    ),
    "nothing but divs": Page(
        f'{HEAD}{MENU}<div id="content"><h1>Tal om vejene</h1>{PARAGRAPHS}</div>'
        '<div id="sidebar"><p>Annoncer her hos os</p></div><div class="site-footer"><p>Ophavsret 2020</p></div></body>',
        BODY, ["Forside", "Annoncer her", "Ophavsret"],
    ),
    "a blog with a share bar and readers' comments": Page(
        f'{HEAD}<article class="post"><h1>Tal om vejene</h1><p class="byline">Af Anne Nes</p>'
        f'<div class="share-buttons"><a>Del på Facebook</a><a>Tweet</a></div>{PARAGRAPHS}</article>'
        '<div class="comment-list"><p>Godt skrevet, siger Bo</p></div></body>',
        BODY, ["Facebook", "Tweet", "Godt skrevet"],
    ),
    "pictures with captions": Page(
        f"{HEAD}<main><h1>Tal om vejene</h1><p>{A}</p><figure><img src=a.jpg><figcaption>Driftschefen ved sin skærm"
        f"</figcaption></figure><p>{B}</p><p>{C}</p></main></body>",
        BODY, [],
    ),
    "a council's page with a breadcrumb and links": Page(
        f'{HEAD}<div class="breadcrumb">Du er her: Forside</div><div role="main"><h1>Tal om vejene</h1>{PARAGRAPHS}'
        '<div class="related-links"><h2>Relaterede sider</h2><p>Vejplan 2030 i kortform</p></div></div>'
        '<div role="contentinfo">Rådhuset, Torvet 1</div></body>',
        BODY, ["Du er her", "Vejplan", "Rådhuset"],
    ),
    "a notice of cookies in Norwegian without a class": Page(
        f"{HEAD.replace('lang=da', 'lang=nb')}<div><p>Vi bruker informasjonskapsler for å bli bedre. Godta</p></div>"
        f"<article><h1>Tal</h1>{PARAGRAPHS}</article></body>",
        BODY, ["informasjonskapsler"],
    ),
    "an invitation in the middle": Page(
        f'{HEAD}<article><h1>Tal</h1><p>{A}</p><div class="newsletter-signup"><p>Få vores nyhedsbrev hver uge</p></div>'
        f"<p>{B}</p><p>Læs også: Skolerne vil vente</p><p>{C}</p></article></body>",
        BODY, ["nyhedsbrev", "Skolerne vil"],
    ),
    "a list of questions and answers": Page(
        f"{HEAD}{MENU}<main><h1>Spørgsmål og svar</h1><dl><dt>Hvorfor samle tal?</dt><dd>{A}</dd><dt>Hvor længe?</dt>"
        f"<dd>{B}</dd></dl><ul><li>{C}</li></ul></main><footer><p>Web: Firmaet</p></footer></body>",
        [*BODY, "Hvorfor samle tal?"], ["Forside", "Firmaet"],
    ),
    "a table that is content": Page(
        f"{HEAD}<main><h1>Tal</h1>{PARAGRAPHS}<table><tr><th>Vej</th><th>Huller</th></tr><tr><td>Storegade</td>"
        "<td>14 huller</td></tr></table></main><aside>Fakta om byen</aside></body>",
        [*BODY, "Storegade", "14 huller"], ["Fakta om byen"],
    ),
    "a transcript, and nothing around it": Page(
        f"{HEAD}" + "".join(f"<p><b>I:</b> Hvad mener du med det?</p><p><b>Bo:</b> {words}</p>" for words in BODY),
        [*BODY, "Hvad mener du"], [],
    ),
}  # fmt: skip
