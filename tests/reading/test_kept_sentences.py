"""A reading that takes over what an earlier one found is equal to one that takes over nothing."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.checks import check_text
from onrecord.reading import Reading, kept, read

PIECES = {
    "en": (
        "We are sorry that 3,412 customers had no power until 18:00 CET.",
        "Change Healthcare said nothing.",
        "“We take this very seriously,” said Ann Dale, who runs Adria Bus.",
        "Call 0121 555 0140 or write to press@adria.example.",
        "Nobody was hurt, and we do not know the cause.",
        "Is that all?",
        "We will speak again by 5 May.",
        "It's the company's fault; A bus left at ten to six.",
        "Dale's team is there.",
        "yesterday about 20 to 30 km of road were closed",
    ),
    "it": (
        "Ci scusiamo con i 3.412 clienti rimasti senza corrente fino alle 18:00.",
        "«Siamo molto dispiaciuti», ha detto Anna Dati di Adria Bus.",
        "Un po' di pazienza: l'azienda informerà tutti entro il 5 maggio.",
        "Nessuno è rimasto ferito.",
        "Non sappiamo ancora perché.",
        "Chiamate il numero 06 555 0140.",
    ),
}
JOINS = (" ", "\n\n", "\n", "  ", "\n# ", "\n- ", " (", "\t")
EXTRA = ("Dale", "“", "”", "seriously ", "a", ".", "5 ", "\u200b", "'s", " the Dale said ", "A", "@", "po")


def plain(value: object) -> Any:
    if hasattr(value, "_asdict"):
        return [plain(part) for part in value]  # type: ignore[attr-defined]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


def everything(reading: Reading) -> list[object]:
    """All that a reading says, as plain values."""
    return [
        [
            (s.start, s.end, s.text, s.kind, s.paragraph, s.size, s.sizes, plain(s.quotes)),
            [(t.start, t.end, t.text, t.lower, t.norm, t.lemmas, sorted(t.tags), t.kind) for t in s.tokens],
            [(t.start, t.end, t.text) for t in s.words],
            *(plain(x) for x in (s.literals, s.cues, s.verbs)),
        ]
        for s in reading.sentences
    ]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A language, and the states of a text as somebody works on it."""
    language = draw(st.sampled_from(("en", "it")))
    parts = draw(st.lists(st.sampled_from(PIECES[language]), min_size=2, max_size=8))
    text = parts[0]
    for part in parts[1:]:
        text += draw(st.sampled_from(JOINS)) + part
    states = [text]
    for _ in range(draw(st.integers(1, 4))):
        low = draw(st.integers(0, len(text)))
        high = min(len(text), low + draw(st.sampled_from((0, 0, 1, 5, 60))))
        new = draw(st.one_of(st.sampled_from(EXTRA), st.sampled_from(PIECES[language]), st.just("")))
        text = text[:low] + new + text[high:]
        states.append(text)
    return language, states


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edited())
def test_a_text_that_is_edited_reads_like_one_that_is_new(work: tuple[str, list[str]]) -> None:
    language, states = work
    kept.forget()
    for text in states:
        after = everything(read(text, language))
        reports = [check_text(text, document=document, language=language) for document in ("press", "post")]
        before = dict(kept._young), dict(kept._old)
        kept.forget()
        assert after == everything(read(text, language))
        assert reports == [check_text(text, document=document, language=language) for document in ("press", "post")]
        kept._young.update(before[0])
        kept._old.update(before[1])


def test_a_sentence_that_moved_is_found_where_it_stands() -> None:
    kept.forget()
    read("We met Ann Dale on 5 May.", "en").literals  # noqa: B018
    moved = read("Good morning. We met Ann Dale on 5 May.", "en")
    for literal in moved.literals:
        assert moved.text[literal.start : literal.end] == literal.text
    for sentence in moved.sentences:
        assert all(moved.text[t.start : t.end] == t.text for t in sentence.words)


def test_what_is_kept_beyond_a_reading_has_a_limit() -> None:
    kept.forget()
    for number in range(5):
        read("".join(f"This is sentence {number}.{n} of many. " for n in range(1_000)), "en").literals  # noqa: B018
    assert len(kept._young) + len(kept._old) <= 2 * kept._GENERATION
