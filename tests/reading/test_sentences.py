"""Where sentences end, and what is a heading, a bullet or a quotation."""

from __future__ import annotations

import pytest

from onrecord.errors import BadInput
from onrecord.reading import read


def sentences(text: str, language: str = "en", **more: bool) -> list[str]:
    return [sentence.text for sentence in read(text, language, **more).sentences]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Dr. Lee met Mr. J. Osei at 6 p.m. on Friday. He left.", 2),
        ("en", "The unit costs 3.5 million. No. 5 is open, e.g. on Sundays.", 2),
        ("en", "We heard the alarm at 5 p.m. Everyone left the hall.", 2),
        ("en", "See status.harbour.example. Call us... or write.", 2),
        ("en", '"Why now?" they asked. iPhone owners are not affected.', 2),
        ("en", "Please use gate B. The other gates are shut.", 2),
        ("en", "We sold it at Smith & Co. Ltd. in Leeds.", 1),
        ("it", "Il sig. Conti e l'avv. Neri hanno scritto all'art. 5 ecc. ieri. Nessuna risposta.", 2),
        ("it", "Alle 18.30 la Velmo S.p.A. ha chiuso. Tel. 02 0000 100.", 2),
        ("it", "«Perché adesso?» hanno chiesto. Rispondiamo domani.", 2),
    ],
)
def test_abbreviations_initials_and_decimals_do_not_end_a_sentence(language: str, text: str, expected: int) -> None:
    assert len(sentences(text, language)) == expected


def test_headings_bullets_and_wrapped_lines() -> None:
    text = (
        "# What we know\n\nThe pump failed at noon and the lower hall was flooded to a depth of\ntwelve centimetres.\n"
        "- We shut the valve\n2. We called the insurer\n\nPRODUCT RECALL\nStop using it."
    )
    kinds = [(s.kind, s.text) for s in read(text, "en").sentences]
    assert kinds == [
        ("heading", "What we know"),
        ("prose", "The pump failed at noon and the lower hall was flooded to a depth of\ntwelve centimetres."),
        ("bullet", "We shut the valve"),
        ("bullet", "We called the insurer"),
        ("heading", "PRODUCT RECALL"),
        ("prose", "Stop using it."),
    ]


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker"),
    [
        (
            "en",
            "“It was our mistake, and ours alone,” said Nadia Brook.",
            "It was our mistake, and ours alone,",
            "Nadia Brook",
        ),
        ("en", "'We closed the pool at once', Tom Hale said.", "We closed the pool at once", "Tom Hale"),
        (
            "it",
            "«Abbiamo chiuso subito la piscina», ha dichiarato Ada Serra.",
            "Abbiamo chiuso subito la piscina",
            "Ada Serra",
        ),
    ],
)
def test_quotations_have_words_and_speaker(language: str, text: str, words: str, speaker: str) -> None:
    (quote,) = read(text, language).quotes
    assert quote.words == words
    assert quote.speaker is not None
    assert quote.speaker.text == speaker
    assert text[quote.inner_start : quote.inner_end] == words


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert (
        read("The members' area isn't open and the drivers' union said so; it's the manager's call.", "en").quotes == ()
    )


def test_another_language_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'fr'"):
        read("Bonjour.", "fr")
    assert read("Good morning.", "en-GB").language == "en"
