"""characters: signs that nobody sees, letters that pose as others, and places left to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from onrecord.checks.document.found import Found, say
from onrecord.checks.hits import Text
from onrecord.checks.model import Context
from onrecord.reading.lazily import lazily

_HIDDEN = lazily(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\U000e0001-\U000e007f]+|(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])[\u200c\u200d]+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+"
)
_WORD = lazily(r"[^\W\d_]{2,60}")
_FOREIGN = lazily("[\u0370-\u052f\uff21-\uff5a\U0001d400-\U0001d7ff]")
_PLACES = lazily(
    r"\[\[[^\[\]\n]{1,120}\]\]|\{\{[^{}\n]{0,120}\}\}|(?<![\w$])\{[^{}\n\d][^{}\n]{0,120}\}|<<[^<>\n]{1,120}>>|"
    r"\$\{[^{}\n]{1,80}\}|%%[^%\n]{1,80}%%|(?<!\w)%[A-Z_]{3,40}%|_{2,}\w{2,40}?_{2,}|_{4,}|(?<!\w)(?:X{3,}|x{4,}|\?{3,}|N\.N\.)(?!\w)|"
    r"(?<!\w)<[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ _/-]{1,60}>(?!\w)|"
    r"\[(?!\s*(?:\.\.\.|…|sic|!|x|X|\s)\s*\])(?!\d{1,3}\])(?=[^\[\]\n]*[A-Za-zÀ-ÿ])[^\[\]\n]{1,160}\](?!\()",
)
_SIGNS = ("[", "{", "<", "%", "__", "XXX", "xxxx", "???", "N.N.")
"""One of these is in every place left to fill in: looking for them costs next to nothing."""
_INSIDE = lazily(
    r"(?i)\b(?:"
    r"insert|tb[cda]|to be|name|names|date|time|company|client|customer|check|ask|add|fill|your|our|"
    r"link|url|number|amount|figure|reason|place|city|address|phone|contact|person|title|role|"
    r"spokes\w*|quote|here|xx+|todo|placeholder|pending|draft|approv\w*|legal|confirm\w*|verify|note|"
    r"source|product|department|choose|select|delete|optional|either|detail\w*|inserire|inserisci|"
    r"nome|nomi|data|ora|orario|azienda|società|ditta|cliente|chiedere|verificare|verifica|aggiungere|"
    r"compilare|numero|importo|cifra|motivo|causa|luogo|città|indirizzo|telefono|contatto|persona|"
    r"ruolo|portavoce|citazione|qui|da (?:definire|confermare|completare|inserire)|prodotto|ufficio|"
    r"scegliere|oppure|facoltativ\w*|dettagli\w*|bozza"
    r")\b"
)


def check(text: Text, _context: Context) -> Iterator[Found]:
    """Findings of category residue, with the characters by name."""
    language = text.reading.language
    written = text.reading.text
    if not written.isascii():
        yield from _hidden(written, language)
        yield from _foreign(written, language)
    for match in _left_open(written):
        found = match[0]
        if found.startswith("[") and not found.startswith("[[") and not _INSIDE.search(found):
            continue
        if found.startswith("{") and not found.startswith("{{") and not any(c.isalpha() for c in found):
            continue
        yield Found(
            rule="document/placeholder",
            category="residue",
            severity="block",
            start=match.start(),
            end=match.end(),
            message=say(language, "A place that was never filled in.", "Un punto rimasto da completare."),
            why=say(
                language,
                "A template's leftovers in an official text become the story.",
                "I resti di un modello in un testo ufficiale diventano la notizia.",
            ),
            instead=say(language, "Fill it in, or take the sentence out.", "Completatelo o togliete la frase."),
            stop="never",
        )


def _left_open(written: str) -> Iterator[re.Match[str]]:
    """What may be a place left to fill in; none reaches beyond its line."""
    start = 0
    for line in written.split("\n"):
        end = start + len(line)
        if any(sign in line for sign in _SIGNS):
            yield from _PLACES.finditer(written, start, end)
        start = end + 1


def _hidden(written: str, language: str) -> Iterator[Found]:
    for match in _HIDDEN.finditer(written):
        sign = match[0][0]
        if sign == "\ufeff" and match.start() == 0:
            continue
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        yield Found(
            rule="document/invisible-character",
            category="residue",
            severity="warn",
            start=match.start(),
            end=match.end(),
            message=say(language, f"A character that nobody sees: {name}.", f"Un carattere che nessuno vede: {name}."),
            why=say(
                language,
                "It can hide words, turn their order round, or mark who passed the text on.",
                "Può nascondere parole, invertirne l'ordine o segnare chi ha passato il testo.",
            ),
            instead=say(language, "Take it out.", "Toglietelo."),
            replacements=("",),
        )


def _foreign(written: str, language: str) -> Iterator[Found]:
    for match in _WORD.finditer(written) if _FOREIGN.search(written) else ():
        word = match[0]
        odd = _FOREIGN.findall(word)
        if odd and any("a" <= letter.lower() <= "z" for letter in word):
            name = unicodedata.name(odd[0], "").lower()
            plain = unicodedata.normalize("NFKC", word)
            yield Found(
                rule="document/confusable-letter",
                category="residue",
                severity="warn",
                start=match.start(),
                end=match.end(),
                message=say(
                    language,
                    f"A letter of another alphabet among Latin ones: {name}.",
                    f"Una lettera di un altro alfabeto tra quelle latine: {name}.",
                ),
                why=say(
                    language,
                    "It looks alike, but searches, links and screen readers take it for something else.",
                    "Sembra uguale, ma ricerche, link e lettori di schermo la prendono per un'altra.",
                ),
                replacements=(plain,) if plain != word and plain.isascii() else (),
            )
