"""Reading a text without a model: sentences, what they state, and how they state it.

    reading = read("We are sorry that 3,412 customers had no power until 18:00 CET.", "en")
    [(lit.kind, lit.value) for lit in reading.literals]

The phrase notation for rules, paraphrases and the plain-language lexicon is in `onrecord.reading.phrases`,
readability figures are in `onrecord.reading.metrics`.
"""

from __future__ import annotations

from onrecord.reading.model import Cue, Literal, Quotation, Reading, Sentence, Span, Token, Verb, Word

LANGUAGES = ("en", "it")

__all__ = [
    "LANGUAGES",
    "Cue",
    "Literal",
    "Quotation",
    "Reading",
    "Sentence",
    "Span",
    "Token",
    "Verb",
    "Word",
    "read",
]


def read(
    text: str,
    language: str,
    *,
    markdown: bool = True,
    names: tuple[tuple[str, str], ...] = (),
) -> Reading:
    """Read a text of any length in linear time; never fails on what the text contains.

    `language` is "en" or "it" (a tag such as "en-GB" is cut); another one raises BadInput. With `markdown`, heading
    and list marks are recognised and left out of the sentences. `names` are names to know beforehand, as pairs of name
    and detail (("netflix", "organisation"), ...): lower-case brands, products, people of the incident.
    """
    from onrecord.reading.reader import read_text

    return read_text(text, language, markdown=markdown, names=names)
