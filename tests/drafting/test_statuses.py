"""How a status speaks: known is one axis, cleared is another, and silence is never a lie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from night import CLEARED, NOW, at, fact, holding

from onrecord.content.load import load_document, load_scenario
from onrecord.content.model import FactType, Localised, Question
from onrecord.drafting.filters import count, moment, need, say
from onrecord.drafting.language import load_language
from onrecord.drafting.statement import Edit
from onrecord.drafting.views import FactView, Gap, Scene, view_of
from onrecord.errors import Undisclosed
from onrecord.incident.model import Fact, Release, ReleaseState, Status
from onrecord.incident.values import Bound, Money, Number, Percentage, Value, Words

TEXT: Localised = {"en": "how many", "it": "quanti"}


def question(kind: FactType, **more: object) -> Question:
    return Question("many", kind, TEXT, TEXT, TEXT, "scope", "duty", True, **more)  # type: ignore[arg-type]


def view(value: Value | None, status: Status = Status.CONFIRMED, language: str = "en", **more: object) -> FactView:
    kind = FactType.NUMBER if isinstance(value, Number) else FactType.TEXT
    given = Fact("many", kind, status, value, source="x", **more)  # type: ignore[arg-type]
    return view_of("many", given, question(kind), Scene(load_language(language), NOW.tzinfo, NOW))


@pytest.mark.parametrize(
    "status", [Status.SUSPECTED, Status.DISPUTED, Status.UNKNOWN, Status.WITHHELD, Status.NOT_APPLICABLE]
)
def test_a_fact_that_is_not_known_cannot_be_printed_compared_or_measured(status: Status) -> None:
    shown = view(Number(53), status)
    for use in (say, count, lambda v: v == 53, lambda v: v > 5, bool, len):
        with pytest.raises(Undisclosed):
            use(shown)
    assert "53" not in repr(shown.value)


def test_a_withheld_fact_keeps_its_value_out_of_what_templates_hold() -> None:
    assert view(Number(53), Status.WITHHELD).value is None
    assert view(Number(53), release=Release(ReleaseState.NEVER)).value is None


def test_an_estimate_is_rounded_and_says_about() -> None:
    assert str(count(view(Number(3412, "accounts"), Status.ESTIMATED))) == "about 3,400 accounts"
    assert str(count(view(Number(3412, "account"), Status.ESTIMATED, "it"))) == "circa 3.400 account"


def test_a_bound_is_part_of_the_figure() -> None:
    assert str(count(view(Number(12, "shops", Bound.AT_LEAST)))) == "at least 12 shops"


def test_money_and_percentages_follow_the_language() -> None:
    assert str(say(view(Money(Decimal(1_000_000), "EUR")))) == "€1,000,000"
    assert str(say(view(Money(Decimal(1_000_000), "EUR"), language="it"))).replace("\xa0", " ") == "1.000.000 €"
    assert str(say(view(Money(Decimal("99.50"), "EUR")))) == "€99.50"
    assert str(say(view(Percentage(Decimal("12.5")), language="it"))) == "12,5%"


def test_a_clock_time_has_its_zone_and_another_day_is_named() -> None:
    assert str(moment(view(at(3, 30)), "by")) == "by 03:30 CET"
    assert str(moment(view(at(12, 0, 14)), "by")) == "by 12:00 CET on 14 March"
    assert str(moment(view(at(12, 0, 11), language="it"), "at")) == "alle 12:00 (CET) dell'11 marzo"
    assert str(moment(view(date(2025, 3, 8), language="it"), "at")) == "l'8 marzo 2025"


def test_a_wording_that_a_language_lacks_is_a_gap_never_a_foreign_phrase() -> None:
    english_only = view(Words(by_language=(("en", "a short circuit"),)), language="it")
    assert isinstance(say(english_only), Gap)


def test_need_shows_who_must_be_asked() -> None:
    gap = need(view(Number(53), release=Release(ReleaseState.ASK, ask="legal")))
    assert str(gap) == "[how many: confirmed, not cleared: ask the duty officer]"


def test_dead_or_hurt_people_are_never_estimated() -> None:
    hurt = fact("people_hurt", True, Status.ESTIMATED, release=CLEARED)
    assert "were hurt" not in holding({"people_hurt": hurt}).text
    assert "whether anyone was hurt" in holding({"people_hurt": hurt}).text


def test_a_confirmation_without_a_source_counts_as_being_checked() -> None:
    nobody_said_so = fact("people_hurt", False, source="", release=CLEARED)
    assert "Nobody was hurt" not in holding({"people_hurt": nobody_said_so}).text
    assert "Nobody was hurt" in holding({"people_hurt": fact("people_hurt", False, release=CLEARED)}).text


def test_confirmed_but_not_cleared_never_becomes_we_do_not_know() -> None:
    text = holding({"people_hurt": fact("people_hurt", True)}).text
    assert "know whether" not in text
    assert "were hurt" not in text


def test_a_value_in_the_record_ends_we_do_not_yet_know() -> None:
    assert "do not yet know" in holding().text
    assert "do not yet know" not in holding({"people_hurt": fact("people_hurt", True, Status.SUSPECTED)}).text
    assert "do not yet know" not in holding({"people_hurt": fact("people_hurt", None, Status.UNKNOWN, held=True)}).text


def test_only_the_agreed_line_of_a_withheld_fact_speaks() -> None:
    line = {"en": "We will not speak about the people involved.", "it": "Non parleremo delle persone coinvolte."}
    withheld = fact("people_hurt", True, Status.WITHHELD, agreed_line=line, reason="police request")
    for language in ("en", "it"):
        statement = holding({"people_hurt": withheld}, language)
        assert line[language] in statement.text
        assert "police request" not in statement.text
    assert next(s for s in holding({"people_hurt": withheld}).sentences if s.text == line["en"]).prints == (
        "people_hurt",
    )


def test_an_agreed_line_that_a_language_lacks_is_a_gap_there() -> None:
    withheld = fact("people_hurt", True, Status.WITHHELD, agreed_line={"en": "We will not speak about that."})
    assert holding({"people_hurt": withheld}, "it").gaps


def test_a_needed_fact_that_nobody_answered_is_a_visible_gap() -> None:
    statement = holding(without=("next_update",))
    assert [gap.facts for gap in statement.gaps] == [("next_update",)]
    assert "[next update: not answered]" in statement.text


def test_each_sentence_names_the_facts_it_prints_and_the_facts_that_decided_it() -> None:
    rests = {s.text: s for s in holding().sentences}
    unknown = next(s for text, s in rests.items() if "do not yet know" in text)
    assert unknown.prints == ()
    assert "people_hurt" in unknown.because
    acknowledgement = next(s for text, s in rests.items() if "accident on" in text)
    assert {"event_place", "event_time", "involved"} <= set(acknowledgement.prints)
    assert acknowledgement.template.startswith("en/general/elements/acknowledgement")


def test_an_edit_holds_while_its_base_stands_and_is_shown_when_it_does_not() -> None:
    base = next(s for s in holding().sentences if "duty manager" in s.text)
    edit = Edit(base.element, base.text, "Our duty manager left for Faenza at 02:10 CET.", "Rossi", NOW)
    assert "left for Faenza" in holding(edits=(edit,)).text
    later = holding({"first_hour": fact("first_hour", None, Status.UNKNOWN)}, edits=(edit,))
    assert "left for Faenza" not in later.text
    assert later.stranded == (edit,)


def test_the_same_facts_give_the_same_id_and_another_fact_another() -> None:
    assert holding().id == holding().id
    assert holding().id != holding({"next_update": fact("next_update", at(4))}).id
    unused = {"spokesperson": fact("spokesperson", None, Status.UNKNOWN)}
    assert holding().id == holding(unused).id


def test_text_that_looks_like_markup_or_template_is_only_text() -> None:
    odd = "Adria [b]Bus[/b] {{ 7 * 7 }} {% raw %} *x*"
    assert odd in holding({"organisation": fact("organisation", Words(odd))}).text


def test_a_statement_has_no_hole_when_nothing_but_the_minimum_is_known() -> None:
    optional = ("event_time", "people_there", "at_scene", "cause_owner", "first_hour", "family_contact", "people_hurt")
    for language in ("en", "it"):
        text = holding(language=language, without=optional).text
        assert "  " not in text
        assert " ." not in text
        assert "[" not in text


def test_every_document_of_every_language_drafts_from_the_same_facts() -> None:
    for name in load_scenario("general").documents:
        for language in ("en", "it"):
            assert load_document(name).name[language]
            assert holding(language=language, document=name).text
