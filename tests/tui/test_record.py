"""The record screen: what happened, what is out of date, clearing a version and giving it out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, Tabs

import onrecord.tui.app
from coach_incident import Clock
from lumea_incident import accounts, give_out, known, lumea, on
from onrecord.desk import issue as issuing
from onrecord.desk import who
from onrecord.desk.calls import note
from onrecord.desk.session import Session
from onrecord.desk.sign import asked
from onrecord.incident import issued
from onrecord.incident.model import Release, ReleaseState, Status
from onrecord.incident.values import Bound
from onrecord.tui.app import OnrecordApp
from onrecord.tui.issuing import IssueScreen
from onrecord.tui.past import PastScreen
from onrecord.tui.read_only_text import TextScreen
from onrecord.tui.record import RecordScreen
from onrecord.tui.signing import SignScreen
from onrecord.tui.statements import StatementsScreen


class Desk(OnrecordApp):
    """The app, opened on the record."""

    CSS_PATH = str(Path(onrecord.tui.app.__file__).with_name("app.tcss"))

    def show_incident(self) -> None:
        self.show_record()


@pytest.fixture(autouse=True)
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "stops_of", lambda *_: ())


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    who.keep_name("Rossi")
    return Clock(on(21, 30))


@asynccontextmanager
async def running(session: Session, size: tuple[int, int] = (100, 40)) -> AsyncIterator[tuple[Desk, Pilot[int]]]:
    app = Desk(session, clock=session.clock)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.loaded is not None)
        yield app, pilot
    app.close_incident()


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something is so; a test that never gets there fails with it."""
    for _ in range(200):
        if holds():
            break
        await pilot.pause(0.03)
    assert holds()


def shown(app: Desk) -> str:
    """Every row of the record as it stands on the screen."""
    rows = app.screen.query_one(OptionList)
    return "\n".join(str(option.prompt) for option in rows.options)


def text(app: Desk, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


def moved(tmp_path: Path, clock: Clock) -> Session:
    """A press statement went out at 21:30; at 22:20 the count is smaller."""
    session = lumea(tmp_path / "i", clock, accounts_affected=accounts(3400, Bound.AT_LEAST))
    note(session, clock, {"outlet": "Radio Uno", "question": "how many"}, language="en", by="Rossi")
    give_out(session, "press", ("ANSA", "Reuters"))
    clock.later(minutes=50)
    return known(session, "accounts_affected", accounts(2900))


async def test_the_newest_comes_first_with_the_old_value_beside_the_new(tmp_path: Path, evening: Clock) -> None:
    async with running(moved(tmp_path, evening)) as (app, pilot):
        assert app.screen.query_one(OptionList).option_count > 5
        rows = shown(app)
        assert rows.index("at least 3,400 accounts → 2,900 accounts") < rows.index("press v1, en + it")
        assert "ANSA, Reuters (press list)" in rows
        assert "cleared by Bianchi, by phone" in rows
        await until(pilot, lambda: "The record holds" in text(app, "#record-note"))


async def test_a_sentence_that_was_issued_and_is_old_stands_on_top_and_is_corrected_by_one_key(
    tmp_path: Path, evening: Clock
) -> None:
    async with running(moved(tmp_path, evening)) as (app, pilot):
        top = shown(app).partition("What happened")[0]
        assert "Out of date" in top
        assert "press v1 (en), issued to ANSA, Reuters" in top
        assert "At least 3,400 accounts are affected." in top
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        said = app.open_session.incident.facts["earlier_said"]
        assert "3,400" in str(said.value)


async def test_a_promise_that_was_not_kept_is_loud(tmp_path: Path, evening: Clock) -> None:
    session = moved(tmp_path, evening)
    evening.later(minutes=90)
    async with running(session) as (app, _):
        assert app.screen.query_one("#loud").display
        assert "due at 23:30, 20 min ago" in text(app, "#loud")


async def test_a_value_that_is_withheld_now_is_not_brought_back(tmp_path: Path, evening: Clock) -> None:
    session = moved(tmp_path, evening)
    fact = session.incident.facts["accounts_affected"]
    session = known(session, "accounts_affected", None, release=Release(ReleaseState.NEVER), status=Status.WITHHELD)
    assert fact.value is not None
    async with running(session) as (app, _):
        timeline = shown(app).partition("What happened")[2]
        assert "2,900" not in timeline
        assert "do not say" in timeline


async def test_one_key_each_shows_a_fact_a_statement_the_counts_and_the_calls(tmp_path: Path, evening: Clock) -> None:
    async with running(moved(tmp_path, evening), (80, 24)) as (app, pilot):
        await pilot.press("f")
        await pilot.press(*"how")
        await pilot.press("enter")
        await until(pilot, lambda: "at least 3,400 accounts → 2,900 accounts" in shown(app))
        assert "says IT security · as of 22:20" in " ".join(shown(app).split())
        await pilot.press("d", "enter")
        await until(pilot, lambda: "[-At least 3,400-] {+2,900+} accounts are affected." in shown(app))
        assert "[-almeno 3.400-] {+2.900+} account." in " ".join(shown(app).split())
        await pilot.press("n")
        await until(pilot, lambda: "moved 1 times" in shown(app))
        assert "given out in press v1 (21:30)" in shown(app)
        await pilot.press("m")
        await until(pilot, lambda: "Radio Uno · how many" in shown(app))
        assert "waits for a line · we ring back by 22:00" in shown(app)
        await pilot.press("escape")
        assert "press v1, en + it" in shown(app)


async def test_rows_are_found_by_their_words_and_a_person_by_name(tmp_path: Path, evening: Clock) -> None:
    async with running(moved(tmp_path, evening)) as (app, pilot):
        await pilot.press("slash", *"2,900", "enter")
        timeline = shown(app).partition("What happened")[2]
        assert "2,900 accounts" in timeline
        assert "Radio Uno" not in timeline
        await pilot.press("slash", "escape")
        assert "Radio Uno" in shown(app)
        await pilot.press("p", "enter")
        assert "Person: Rossi" in shown(app)


async def test_as_it_stood_opens_at_an_entry_says_so_and_changes_nothing(tmp_path: Path, evening: Clock) -> None:
    session = moved(tmp_path, evening)
    before = (session.path / "incident.toml").read_bytes()
    async with running(session, (80, 24)) as (app, pilot):
        await pilot.press("f", *"how", "enter")
        await until(pilot, lambda: "at least 3,400" in shown(app))
        await pilot.press("j", "t")
        await until(pilot, lambda: isinstance(app.screen, PastScreen))
        assert "THE PAST: 21:30" in text(app, "#past-banner")
        assert "how many: at least 3,400 accounts" in text(app, "#past-shown")
        while app.screen.query_one(Tabs).active != "press":
            await pilot.press("right_square_bracket")
        await until(pilot, lambda: "At least 3,400 accounts are affected." in text(app, "#past-shown"))
        await pilot.press("l")
        assert "almeno 3.400 account" in text(app, "#past-shown")
        for key in ("e", "s", "i", "x", "f2", "f8", "f11", "delete"):
            await pilot.press(key)
        assert isinstance(app.screen, PastScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, RecordScreen)
    assert (session.path / "incident.toml").read_bytes() == before


async def test_a_typed_time_looks_back_and_a_wrong_one_is_told(tmp_path: Path, evening: Clock) -> None:
    async with running(moved(tmp_path, evening)) as (app, pilot):
        await pilot.press("T", *"21:45", "enter")
        await until(pilot, lambda: isinstance(app.screen, PastScreen))
        assert "THE PAST: 21:45" in text(app, "#past-banner")
        await pilot.press("escape")
        await pilot.press("T", *"soon", "enter")
        await until(pilot, lambda: any("no time" in n.title for n in app._notifications))


async def test_a_caller_is_marked_as_given_the_line(tmp_path: Path, evening: Clock) -> None:
    session = moved(tmp_path, evening)
    give_out(session, "line", ("callers",))
    async with running(session) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: "waits for a line" in shown(app))
        await pilot.press("g", "enter")
        await until(pilot, lambda: "given line v1 (en) by Rossi, word for word" in shown(app))
        await pilot.press("enter")
        assert "Someone got into" in str(app.screen.query_one(".reading Static", Static).render())


async def test_without_a_cleared_line_none_can_be_given(tmp_path: Path, evening: Clock) -> None:
    session = lumea(tmp_path / "i", evening)
    note(session, evening, {"outlet": "Radio Uno"}, language="en", by="Rossi")
    async with running(session) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: "waits for a line" in shown(app))
        await pilot.press("g")
        assert isinstance(app.screen, RecordScreen)
        assert any("No line may be given yet" in n.message for n in app._notifications)


async def test_a_version_is_cleared_by_telephone_and_issued_with_its_code_typed(tmp_path: Path, evening: Clock) -> None:
    session = lumea(tmp_path / "i", evening, accounts_affected=accounts(3400, Bound.AT_LEAST))
    code = asked(session, "press").code
    async with running(session) as (app, pilot):
        await app.push_screen(SignScreen("press"))
        await until(pilot, lambda: "  ".join(code) in text(app, "#gate"))
        app.screen.query_one("#by", Input).value = "Bianchi"
        await pilot.press("f10")
        await until(pilot, lambda: "cleared by Bianchi, by phone" in text(app, "#gate"))
        await pilot.press("escape")
        await app.push_screen(IssueScreen("press"))
        await until(pilot, lambda: app.screen.query_one("#fields").display)
        app.screen.query_one("#to", Input).value = "ANSA, Reuters"
        app.screen.query_one("#where-to", Input).value = "press list"
        await pilot.press("f10")
        assert issued.issues(session.path) == ()
        app.screen.query_one("#code", Input).value = "AAAA"
        await pilot.press("f10")
        assert issued.issues(session.path) == ()
        app.screen.query_one("#code", Input).value = code.lower()
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert [(one.name, one.to) for one in issued.issues(session.path)] == [("press v1", ("ANSA", "Reuters"))]


async def test_a_rehearsal_is_never_issued(tmp_path: Path, evening: Clock) -> None:
    session = lumea(tmp_path / "i", evening)
    session = replace(session, folder=replace(session.folder, incident=replace(session.incident, demo=True)))
    async with running(session) as (app, pilot):
        await app.push_screen(IssueScreen("press"))
        await until(pilot, lambda: "rehearsal" in text(app, "#gate"))
        assert not app.screen.query_one("#fields").display
        await pilot.press("f10")
        assert issued.issues(session.path) == ()


async def test_who_was_given_the_record_can_be_read_here(tmp_path: Path, evening: Clock) -> None:
    session = lumea(tmp_path / "i", evening)
    issued.add_share(session.path, issued.Share("/media/stick", ("Verdi", "Neri"), "Rossi", evening()))
    issued.add_share(session.path, issued.Share("/media/stick", ("Neri",), "Rossi", evening(), ended=True))
    async with running(session) as (app, pilot):
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        shown = "\n".join(str(widget.render()) for widget in app.screen.query(Static))
        assert "Verdi: /media/stick, since 21:30, given by Rossi" in shown
        assert "Neri" not in shown
