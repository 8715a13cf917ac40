"""The words of a printed codebook and of a comparison, in four languages."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, str, str, str]] = {  # en, da, nb, sv
    "codebook": ("Codebook", "Kodebog", "Kodebok", "Kodbok"),
    "overview": ("Overview", "Oversigt", "Oversikt", "Översikt"),
    "codes": ("The codes", "Koderne", "Kodene", "Koderna"),
    "code": ("Code", "Kode", "Kode", "Kod"),
    "name": ("Name", "Navn", "Navn", "Namn"),
    "id": ("Id", "Id", "Id", "Id"),
    "codings": ("Codings", "Kodninger", "Kodinger", "Kodningar"),
    "brief": ("Definition", "Definition", "Definisjon", "Definition"),
    "definition": ("In full", "Uddybet", "Utdypet", "Utförligt"),
    "use": ("Use", "Brug", "Bruk", "Använd"),
    "not": ("Do not use", "Brug ikke", "Ikke bruk", "Använd inte"),
    "examples": ("Examples", "Eksempler", "Eksempler", "Exempel"),
    "example": ("Example", "Eksempel", "Eksempel", "Exempel"),
    "invented": ("invented", "opdigtet", "oppdiktet", "påhittat"),
    "material": ("From the material", "Fra materialet", "Fra materialet", "Ur materialet"),
    "aliases": ("Also called", "Kaldes også", "Kalles også", "Kallas även"),
    "elsewhere": ("In other languages", "På andre sprog", "På andre språk", "På andra språk"),
    "optional": ("Optional set", "Valgfrit sæt", "Valgfritt sett", "Valfri uppsättning"),
    "follows": ("After", "Efter", "Etter", "Efter"),
    "sources": ("Sources", "Kilder", "Kilder", "Källor"),
    "discipline": ("Field", "Fagområde", "Fagområde", "Ämnesområde"),
    "version": ("Version", "Version", "Versjon", "Version"),
    "based_on": ("Based on", "Bygger på", "Bygger på", "Bygger på"),
    "beside": ("Used together with", "Bruges sammen med", "Brukes sammen med", "Används tillsammans med"),
    "retired": ("No longer used.", "Bruges ikke længere.", "Brukes ikke lenger.", "Används inte längre."),
    "category": (
        "Groups other codes and is not applied itself.",
        "Samler andre koder og bruges ikke selv.",
        "Samler andre koder og brukes ikke selv.",
        "Samlar andra koder och används inte själv.",
    ),
    "alone": (
        "Stands alone on a segment.",
        "Står alene på et tekststed.",
        "Står alene på et tekststed.",
        "Står ensam på ett textställe.",
    ),
    "exclusive": (
        "At most one of these codes stands on a segment.",
        "Højst én af disse koder står på et tekststed.",
        "Høyst én av disse kodene står på et tekststed.",
        "Högst en av dessa koder står på ett textställe.",
    ),
    "at_most_one_of": ("At most one of", "Højst én af", "Høyst én av", "Högst en av"),
    "requires": (
        "Only together with one of",
        "Kun sammen med en af",
        "Bare sammen med en av",
        "Endast tillsammans med en av",
    ),
    "needs_memo": (
        "A memo says what the coding rests on.",
        "Et memo siger, hvad kodningen bygger på.",
        "Et memo sier hva kodingen bygger på.",
        "Ett memo säger vad kodningen bygger på.",
    ),
    "qualifiers": ("Each coding says", "Hver kodning siger", "Hver koding sier", "Varje kodning säger"),
    "fields": ("In this project", "I dette projekt", "I dette prosjektet", "I detta projekt"),
    "not_filled": ("not filled in", "ikke udfyldt", "ikke fylt ut", "inte ifyllt"),
    "dagger": (
        "Codes marked † were added by the researcher or the toolkit and are not part of the published framework.",
        "Koder mærket † er tilføjet af forskeren eller værktøjet og er ikke en del af den publicerede ramme.",
        "Koder merket † er lagt til av forskeren eller verktøyet og er ikke en del av det publiserte rammeverket.",
        "Koder märkta † har lagts till av forskaren eller verktyget och ingår inte i det publicerade ramverket.",
    ),
    "fallback": (
        "A mark such as [en] says that a text exists only in that language.",
        "Et mærke som [en] siger, at en tekst kun findes på det sprog.",
        "Et merke som [en] sier at en tekst bare finnes på det språket.",
        "En markering som [en] säger att en text bara finns på det språket.",
    ),
    # Comparisons
    "changes": ("Codebook changes", "Ændringer i kodebogen", "Endringer i kodeboken", "Ändringar i kodboken"),
    "no_changes": (
        "The two codebooks are the same.",
        "De to kodebøger er ens.",
        "De to kodebøkene er like.",
        "De två kodböckerna är lika.",
    ),
    "added": ("Added", "Tilføjet", "Lagt til", "Tillagda"),
    "removed": ("Removed", "Fjernet", "Fjernet", "Borttagna"),
    "renamed": ("Renamed or moved", "Omdøbt eller flyttet", "Endret navn eller flyttet", "Omdöpta eller flyttade"),
    "changed": ("Changed", "Ændret", "Endret", "Ändrade"),
    "book": ("The codebook itself", "Selve kodebogen", "Selve kodeboken", "Själva kodboken"),
    "before": ("Before", "Før", "Før", "Före"),
    "now": ("Now", "Nu", "Nå", "Nu"),
    "what": ("What", "Hvad", "Hva", "Vad"),
    "likeness": ("Likeness", "Lighed", "Likhet", "Likhet"),
    "probable": (
        "These codes vanished and others appeared that are like them; whether they are the same is for you to say.",
        "Disse koder er forsvundet, og andre, der ligner dem, er kommet til; om de er de samme, må du afgøre.",
        "Disse kodene er forsvunnet, og andre som ligner dem, er kommet til; om de er de samme, må du avgjøre.",
        "De här koderna har försvunnit, och andra som liknar dem har tillkommit; om de är desamma får du avgöra.",
    ),
}
_LANGUAGES = {"en": 0, "da": 1, "nb": 2, "no": 2, "nn": 2, "sv": 3}


def say(key: str, language: str = "en") -> str:
    """The word for `key` in a language; in English where there is none."""
    return _WORDS[key][_LANGUAGES.get(language, 0)]
