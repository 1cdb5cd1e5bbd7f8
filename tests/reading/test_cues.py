"""How a sentence means what it says."""

from __future__ import annotations

import pytest

from onrecord.reading import Cue, read


def cues(text: str, kind: str, language: str = "en") -> list[Cue]:
    return [cue for cue in read(text, language).cues if cue.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "kind", "detail"),
    [
        ("en", "The pool may reopen on Friday.", "hedge", "may"),
        ("en", "We believe the valve failed.", "hedge", "believe"),
        ("en", "The works are expected to end on Friday.", "hedge", "expect"),
        ("en", "The pool can't open.", "negation", "not"),
        ("en", "The pool is no longer open.", "negation", "no longer"),
        ("en", "Some lanes are shut.", "quantifier", "some"),
        ("en", "All lanes are shut except for lane 2.", "exception", "except"),
        ("en", "According to the mayor, it is safe.", "attribution", "according to"),
        ("en", "It shut because the pump failed.", "cause", "because"),
        ("en", "It opens if the tests are clean.", "condition", "if"),
        ("en", "It stays shut unless the tests are clean.", "condition", "unless"),
        ("en", "Leave before the tide comes in.", "order", "before"),
        ("en", "We will refund every ticket.", "compensation", "compensate"),
        ("en", "We guarantee that it is fully safe.", "absolute", "guarantee"),
        ("it", "La piscina potrebbe riaprire venerdì.", "hedge", "may"),
        ("it", "La piscina non può aprire.", "negation", "not"),
        ("it", "Alcune corsie sono chiuse.", "quantifier", "some"),
        ("it", "Secondo il sindaco è sicura.", "attribution", "according to"),
        ("it", "È chiusa a causa di un guasto.", "cause", "because"),
        ("it", "Apre se le analisi sono buone.", "condition", "if"),
        ("it", "Resta chiusa a meno che le analisi siano buone.", "condition", "unless"),
        ("it", "Rimborseremo tutti i biglietti.", "promise", "will"),
    ],
)
def test_cues_have_one_name_in_both_languages(language: str, text: str, kind: str, detail: str) -> None:
    assert detail in [cue.detail for cue in cues(text, kind, language)]


def test_a_negation_governs_its_clause_only() -> None:
    text = "The pool was not evacuated on 6 March; the alarm was a test."
    (negation,) = cues(text, "negation")
    assert negation.scope is not None
    assert text[slice(*negation.scope)] == "not evacuated on 6 March"


@pytest.mark.parametrize(
    ("language", "text", "addressee", "thing"),
    [
        ("en", "We apologise to our guests for the noise.", "our guests", "the noise"),
        ("en", "We are sorry that the hall was cold.", None, "the hall was cold"),
        ("en", "Sorry if anyone felt hurt.", None, "if anyone felt hurt"),
        ("en", "We apologise.", None, None),
        ("it", "Ci scusiamo con gli ospiti per il rumore.", "gli ospiti", "il rumore"),
        ("it", "Ci dispiace se qualcuno si è offeso.", None, "se qualcuno si è offeso"),
    ],
)
def test_an_apology_has_an_object_and_an_addressee(
    language: str, text: str, addressee: str | None, thing: str | None
) -> None:
    (apology,) = cues(text, "apology", language)
    found = {part.role: part.text for part in apology.parts}
    assert found.get("addressee") == addressee
    assert found.get("object") == thing


@pytest.mark.parametrize(
    ("language", "text", "timed"),
    [
        ("en", "We will publish the report by 18:00 CET.", True),
        ("en", "By 18:00 CET we will publish the report.", True),
        ("en", "We will publish the report within two days.", True),
        ("en", "We will publish the report soon.", False),
        ("en", "If you bought it before 14 May, bring it back; we will pay you back.", False),
        ("it", "Daremo un aggiornamento entro le 18.", True),
        ("it", "Daremo un aggiornamento nei prossimi giorni.", False),
    ],
)
def test_a_promise_knows_whether_it_names_a_time(language: str, text: str, timed: bool) -> None:
    assert any(cue.timed for cue in cues(text, "promise", language)) is timed


@pytest.mark.parametrize(
    ("language", "text", "lemma", "tense", "aspect", "voice", "negated"),
    [
        ("en", "The hall has not been closed by the police.", "close", "present", "perfect", "passive", True),
        ("en", "We are checking every tank.", "check", "present", "progressive", "active", False),
        ("en", "The report will be published on Friday.", "publish", "future", "simple", "passive", False),
        ("en", "We didn't share the list.", "share", "past", "simple", "active", True),
        ("it", "La sala è stata chiusa dalla polizia.", "chiudere", "present", "perfect", "passive", False),
        ("it", "Stiamo controllando ogni vasca.", "controllare", "present", "progressive", "active", False),
        ("it", "Non abbiamo condiviso l'elenco.", "condividere", "present", "perfect", "active", True),
        ("it", "Pubblicheremo la relazione.", "pubblicare", "future", "simple", "active", False),
    ],
)
def test_verbs_tell_tense_aspect_voice_and_negation(
    language: str, text: str, lemma: str, tense: str, aspect: str, voice: str, negated: bool
) -> None:
    verb = read(text, language).sentences[0].verbs[0]
    assert (verb.lemma, verb.tense, verb.aspect, verb.voice, verb.negated) == (lemma, tense, aspect, voice, negated)


def test_a_passive_names_its_agent() -> None:
    verb = read("The hall was closed by the fire service on Friday.", "en").sentences[0].verbs[0]
    assert verb.agent is not None
    assert verb.agent.text == "the fire service"
    assert verb.subject is not None
    assert verb.subject.text == "The hall"
