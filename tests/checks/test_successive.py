"""A new text against what was given out before it: every kind, both languages, words of a draft and of a hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from coach_incident import Clock
from lumea_incident import accounts, give_out, kinds, known, lumea, on
from onrecord.checks.document.successive import GivenOut, SaidBefore
from onrecord.checks.model import Context, Finding
from onrecord.checks.run import check_text
from onrecord.desk.changes import draft_follow_up, given_out
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.findings import checked
from onrecord.desk.session import Session
from onrecord.incident.values import Bound, Ticks

NOW = on(22, 30)
KINDS = ("number-moved", "no-became-yes", "yes-became-no", "scope-grew", "promise-not-kept", "promise-dropped")


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.desk.issue.stops_of", lambda *_: ())


def found(old: str, new: str, language: str = "en", *, element: str = "facts", **more: object) -> list[Finding]:
    """What is found in a new sentence after an old one was given out at 21:30 as press v1; it is 22:30."""
    at: datetime = more.pop("at", on(21, 30))  # type: ignore[assignment]
    given = GivenOut("press v1", "press", language, at, (SaidBefore(element, old),), **more)  # type: ignore[arg-type]
    session_like = Context(incident=_incident(), given=(given,), now=NOW)
    report = check_text(new, document="press", language=language, context=session_like)
    return [f for f in report.findings if f.rule.removeprefix("document/") in (*KINDS, "time-passed")]


def _incident() -> object:
    from onrecord.incident.model import Incident

    return Incident("Lumea", "data-breach", on(21, 0), "Europe/Rome", ("en", "it"))


MOVES = [
    ("number-moved", "en", "The outage affects three servers.", "The outage affects five servers."),
    ("number-moved", "en", "About 40% of the orders are late.", "About 55% of the orders are late."),
    ("number-moved", "en", "The repair costs 2 million euros.", "The repair costs 3 million euros."),
    ("number-moved", "it", "Il guasto riguarda tre server.", "Il guasto riguarda cinque server."),
    ("number-moved", "it", "È in ritardo il 40% degli ordini.", "È in ritardo il 55% degli ordini."),
    ("no-became-yes", "en", "No payment data were copied.", "Payment data were copied."),
    ("no-became-yes", "en", "Nobody was hurt.", "Two people were hurt."),
    ("no-became-yes", "en", "The fire did not reach the tanks.", "By ten the fire had reached the tanks."),
    ("no-became-yes", "en", "It does not hold payment card details.", "Payment card details were also held there."),
    ("no-became-yes", "it", "Nessun dato di pagamento è stato copiato.", "Sono stati copiati dati di pagamento."),
    ("no-became-yes", "it", "Nessuno è rimasto ferito.", "Due persone sono rimaste ferite."),
    ("no-became-yes", "it", "L'incendio non ha raggiunto i serbatoi.", "L'incendio ha raggiunto i serbatoi."),
    ("yes-became-no", "en", "The tanks were empty.", "The tanks were not empty."),
    ("yes-became-no", "it", "I serbatoi erano vuoti.", "I serbatoi non erano vuoti."),
    ("scope-grew", "en", "Customers in Italy are affected.", "Customers in Italy and Spain are affected."),
    ("scope-grew", "en", "Some customers are affected.", "All customers are affected."),
    ("scope-grew", "en", "Only customers in Italy are affected.", "Customers in Italy are affected."),
    ("scope-grew", "it", "Sono coinvolti i clienti in Italia.", "Sono coinvolti i clienti in Italia e in Spagna."),
    ("scope-grew", "it", "Alcuni clienti sono coinvolti.", "Tutti i clienti sono coinvolti."),
    ("scope-grew", "it", "Sono coinvolti solo i clienti in Italia.", "Sono coinvolti i clienti in Italia."),
    ("time-passed", "en", "The service will be back by 22:00 CET.", "The service will be back by 22:00 CET."),
    ("time-passed", "it", "Il servizio tornerà entro le 22:00 (CET).", "Il servizio tornerà entro le 22:00 (CET)."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "language", "old", "new"), MOVES)
def test_each_kind_is_found_with_both_sentences(rule: str, language: str, old: str, new: str) -> None:
    (finding,) = [f for f in found(old, new, language) if f.rule == f"document/{rule}"]
    assert old in finding.message
    assert new in finding.message
    assert "press v1" in finding.message
    assert finding.category == "consistency"
    assert finding.text in new
    assert finding.text


SAME = [
    ("en", "The outage affects three servers.", "The outage affects three servers."),
    ("en", "The outage affects three servers.", "Five teams are working on the servers."),
    ("en", "No payment data were copied.", "We do not yet know whether payment data were copied."),
    ("en", "No payment data were copied.", "Payment data were not copied."),
    ("en", "It does not hold payment card details.", "Please check your payment card details."),
    ("en", "Nobody was hurt.", "Anyone who may be hurt can call us."),
    ("en", "Customers in Italy are affected.", "We cut off that access and told the police."),
    ("en", "The tanks were empty.", "We do not yet know why the tanks were empty."),
    ("en", "At 20:10 CET we cut off that access.", "At 20:10 CET we cut off that access."),
    ("it", "Nessun dato di pagamento è stato copiato.", "Non sappiamo se siano stati copiati dati di pagamento."),
    ("it", "Il guasto riguarda tre server.", "Cinque squadre sono al lavoro sui server."),
    ("it", "Non contiene i dati delle carte di pagamento.", "Invitiamo a controllare i dati delle carte di pagamento."),
    ("it", "Alle 20:10 (CET) abbiamo interrotto quell'accesso.", "Alle 20:10 (CET) abbiamo interrotto quell'accesso."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_what_says_the_same_or_something_else_is_not_found(language: str, old: str, new: str) -> None:
    assert found(old, new, language) == []


def test_a_contradiction_stops_until_it_was_corrected() -> None:
    old, new = "No payment data were copied.", "Payment data were copied."
    (open_one,) = found(old, new)
    (owned,) = found(old, new, corrected=True)
    assert (open_one.severity, open_one.stop) == ("block", "second-person")
    assert owned.severity == "warn"


@pytest.mark.parametrize(
    ("language", "promise", "new"),
    [
        ("en", "Our next update will be at 22:00 CET.", "Our next update will be at 23:30 CET."),
        ("it", "Il prossimo aggiornamento sarà alle 22:00 (CET).", "Il prossimo aggiornamento sarà alle 23:30 (CET)."),
    ],
)
def test_a_promise_to_speak_again_that_was_not_kept_is_on_the_new_text(language: str, promise: str, new: str) -> None:
    (finding,) = found(promise, new, language, element="next-update")
    assert finding.rule == "document/promise-not-kept"
    assert promise in finding.message
    assert new in finding.message
    assert "22:00" in finding.message


@pytest.mark.parametrize(
    ("language", "promise", "new"),
    [
        ("en", "We will publish the findings by 22:00 CET.", "The access was cut off."),
        ("it", "Pubblicheremo i risultati entro le 22:00 (CET).", "L'accesso è stato interrotto."),
    ],
)
def test_a_promise_of_the_last_version_is_kept_spoken_of_or_missed(language: str, promise: str, new: str) -> None:
    (late,) = found(promise, new, language, element="plan")
    (gone,) = found(promise.replace("22:00", "23:50"), new, language, element="plan")
    assert late.rule == "document/promise-not-kept"
    assert gone.rule == "document/promise-dropped"
    assert promise in late.message


def test_the_latest_text_counts_and_not_the_one_before_it() -> None:
    first = GivenOut("press v1", "press", "en", on(21, 0), (SaidBefore("facts", "The fire reached three tanks."),))
    second = GivenOut("line v1", "line", "en", on(21, 40), (SaidBefore("facts", "The fire reached five tanks."),))
    context = Context(incident=_incident(), given=(first, second), now=NOW)  # type: ignore[arg-type]
    report = check_text("The fire reached five tanks.", document="press", language="en", context=context)
    assert [f.rule for f in report.findings if f.rule == "document/number-moved"] == []


# Drafts of an incident ------------------------------------------------------------------------------------------------


def night(tmp_path: Path, clock: Clock, **more: object) -> Session:
    session = lumea(tmp_path / "i", clock, **more)
    give_out(session, "press", ("ANSA", "Reuters"))
    clock.later(minutes=45)
    return session


def rules(session: Session, document: str, language: str) -> dict[str, Finding]:
    statement = draft_document(session, document, language)
    rows = checked(session, statement).rows
    return {row.finding.rule.removeprefix("document/"): row.finding for row in rows}


@pytest.mark.parametrize(("language", "old", "new"), [("en", "3,400", "12,000"), ("it", "3.400", "12.000")])
def test_a_count_that_moved_is_found_in_our_own_draft(tmp_path: Path, language: str, old: str, new: str) -> None:
    session = night(tmp_path, Clock(on(21, 30)), accounts_affected=accounts(3400, Bound.AT_LEAST))
    assert "number-moved" not in rules(session, "press", language)
    session = known(session, "accounts_affected", accounts(12000))
    finding = rules(session, "press", language)["number-moved"]
    assert finding.text == new
    assert old in finding.message
    assert finding.severity == "warn"


@pytest.mark.parametrize(
    ("language", "old"), [("en", "It does not hold payment card details."), ("it", "Non contiene i dati delle carte")]
)
def test_a_denial_that_turned_out_wrong_stops_every_text_until_it_is_corrected(
    tmp_path: Path, language: str, old: str
) -> None:
    clock = Clock(on(21, 30))
    session = night(tmp_path, clock)
    session = known(session, "data_kinds", kinds(names="held", email="held", cards="held"))
    for document in ("press", "holding"):
        finding = rules(session, document, language)["no-became-yes"]
        assert finding.severity == "block"
        assert old in finding.message
    session = draft_follow_up(session, "correction", "press", by="Rossi")
    assert "no-became-yes" not in rules(session, "correction", language)
    from onrecord.desk.issue import issue
    from onrecord.desk.sign import asked, sign

    code = asked(session, "correction").code
    sign(session, "correction", by="Bianchi", role="legal", how="by_phone", code=code, noted_by="Rossi")
    issue(session, "correction", code=code, to=("ANSA",), where="list", by="Rossi", follows="press v1")
    owned = rules(session, "holding", language).get("no-became-yes")
    assert owned is None or owned.severity == "warn"


@pytest.mark.parametrize(("language", "words"), [("en", "employees"), ("it", "dipendenti")])
def test_a_scope_that_grew_is_found_in_our_own_draft(tmp_path: Path, language: str, words: str) -> None:
    session = night(tmp_path, Clock(on(21, 30)))
    session = known(session, "whose", Ticks((("customers", None), ("employees", None))))
    finding = rules(session, "press", language)["scope-grew"]
    assert words in finding.message.lower()
    assert "press v1" in finding.message


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_missed_update_is_found_in_the_next_draft_and_no_more_once_something_went_out(
    tmp_path: Path, language: str
) -> None:
    clock = Clock(on(21, 30))
    session = night(tmp_path, clock)
    clock.later(minutes=90)
    session = known(session, "next_update", on(0, 30, day=14))
    finding = rules(session, "press", language)["promise-not-kept"]
    assert "23:30" in finding.message
    assert "00:30" in finding.message
    give_out(session, "press")
    clock.later(minutes=1)
    assert "promise-not-kept" not in rules(session, "press", language)


@pytest.mark.parametrize(
    ("language", "start", "text"),
    [
        ("en", "We found this", "We found this on 13 March; 4,100 accounts and payment card details are affected."),
        ("it", "Lo abbiamo scoperto", "Lo abbiamo scoperto il 13 marzo: la vicenda riguarda 4.100 account."),
    ],
)
def test_an_edit_by_hand_is_compared_like_a_draft(tmp_path: Path, language: str, start: str, text: str) -> None:
    session = night(tmp_path, Clock(on(21, 30)), accounts_affected=accounts(3400, Bound.AT_LEAST))
    statement = draft_document(session, "press", language)
    for sentence in statement.sentences:
        if sentence.text.startswith(start):
            edit_sentence(session, statement, sentence, text, by="Rossi")
        elif "accounts_affected" in sentence.prints:
            edit_sentence(session, statement, sentence, "", by="Rossi")
    finding = rules(session, "press", language)["number-moved"]
    assert "400" in finding.message
    assert finding.text in ("4,100", "4.100")


def test_what_was_given_out_is_told_to_the_checks_with_what_moved(tmp_path: Path) -> None:
    session = night(tmp_path, Clock(on(21, 30)), accounts_affected=accounts(3400))
    session = known(session, "accounts_affected", accounts(9100))
    (given,) = given_out(session, "en")
    assert (given.name, given.document, given.corrected) == ("press v1", "press", False)
    said = next(said for said in given.sentences if "3,400" in said.text)
    assert said.moved == (("accounts_affected", "moved"),)
    assert next(said for said in given.sentences if "21:30" in said.text).element == ""


@pytest.mark.parametrize("language", ["en", "it"])
def test_an_update_is_read_too_and_the_news_in_it_is_no_finding(tmp_path: Path, language: str) -> None:
    clock = Clock(on(21, 30))
    session = night(tmp_path, clock, accounts_affected=accounts(3400, Bound.AT_LEAST))
    session = known(session, "accounts_affected", accounts(12000))
    session = known(session, "next_update", on(22, 20))
    session = draft_follow_up(session, "update", "press", by="Rossi")

    found = rules(session, "update", language)

    assert "update-too-soon" in found
    assert not {"number-moved", "scope-grew", "missing-actions"} & set(found)
