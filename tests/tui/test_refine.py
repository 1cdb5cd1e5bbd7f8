"""Plainer words decided edit by edit: taken, left, changed, undone, while proposals still come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from coach_incident import coach
from onrecord.desk import edit, models
from onrecord.desk.deciding import Choice
from onrecord.desk.drafts import draft_document
from onrecord.desk.export import sheet_text
from onrecord.desk.refine import why_not
from onrecord.desk.session import Session
from onrecord.incident import statements
from onrecord.incident.statements import Clearance, Edit, EditKind, Verdict
from onrecord.refine.engine import Engine, ModelFailed, Said, ScriptedEngine, Task
from onrecord.review.version import version_of
from onrecord.tui.app import OnrecordApp
from onrecord.tui.edit_box import EditBox
from onrecord.tui.refine import RefineScreen
from onrecord.tui.refine_view import RefineView
from onrecord.tui.statement_view import StatementView
from onrecord.tui.statements import StatementsScreen

STIFF = "We sent a manager to the scene prior to the call in order to assist passengers."
OTHER = "Families may presently utilise this number."


def stiff(path: Path) -> Session:
    """The coach at night, with two stiff sentences written by hand into the press statement."""
    session = coach(path)
    text = draft_document(session, "press", "en")
    first, second = [s for s in text.sentences if not why_not(session, s)][1:3]
    edit.edit_sentences(session, text, ((first, STIFF), (second, OTHER)), by="Luca Rossi", kind=EditKind.RULE)
    return session


def kept(session: Session) -> tuple[Edit, ...]:
    return statements.load(session.path, "press", "en").edits


def words(session: Session) -> str:
    """The press statement as it would go out now."""
    return draft_document(session, "press", "en").text


class Desk(OnrecordApp):
    """The app, opened on the press statement."""

    CSS_PATH = str(Path(__import__("onrecord.tui.app").tui.app.__file__).with_name("app.tcss"))
    document = "press"

    def show_incident(self, *, fast: bool = False) -> None:
        self.push_screen(StatementsScreen(self.document))


@asynccontextmanager
async def running(
    session: Session, size: tuple[int, int] = (120, 40), document: str = "press"
) -> AsyncIterator[tuple[Desk, Pilot[int]]]:
    app = Desk(session, clock=session.clock)
    app.document = document
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen) and bool(app.screen.query(StatementView)))
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something is so; a test that never gets there fails with it."""
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.02)
    assert holds()


async def refining(app: Desk, pilot: Pilot[int], model: str = "") -> RefineScreen:
    """The refine screen, opened by its key, when it is through; with a model opened directly."""
    if model:
        app.push_screen(RefineScreen(draft_document(app.open_session, "press", "en"), model=model))
    else:
        await pilot.press("m")
    await until(pilot, lambda: isinstance(app.screen, RefineScreen) and bool(app.screen.query(RefineView)))
    screen = app.screen
    assert isinstance(screen, RefineScreen)
    await until(pilot, lambda: not screen._working)
    await pilot.pause()
    return screen


def shown(app: Desk) -> str:
    view = app.screen.query_one(RefineView)
    return "\n\n".join(str(line.render()) for line in view.query(Static))


def top(app: Desk) -> str:
    return str(app.screen.query_one("#top", Static).render())


def toasts(app: Desk) -> str:
    return "\n".join(f"{n.title} {n.message}" for n in app._notifications)


async def test_edits_stand_in_the_sentence_with_why_and_what_the_guard_found(tmp_path: Path) -> None:
    async with running(stiff(tmp_path / "i")) as (app, pilot):
        await refining(app, pilot)

        assert "[prior to → before] the call [in order to → to] [assist → help] passengers." in shown(app)
        assert "1 prior to → before   fewer words · lexicon · no difference found" in shown(app)
        assert "rests on" in shown(app)
        assert "4 to decide" in top(app)
        assert "safe" not in shown(app)


async def test_what_is_taken_is_on_disk_at_once_and_the_text_is_drafted_anew(tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    async with running(session) as (app, pilot):
        await refining(app, pilot)
        await pilot.press("space", "r", "space")
        await pilot.pause()

        assert "before the call in order to help passengers." in words(session)
        assert "[✓ before] the call in order to [✓ help] passengers." in shown(app)
        assert "2 taken, 1 left" in top(app)
        taken = next(e for e in kept(session) if "passengers" in e.text)
        assert (taken.kind, taken.at_once, taken.model) == (EditKind.LEXICON, False, "")

        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        assert "help passengers" in str(app.screen.query_one(StatementView).sentence) + words(session)
        await pilot.press("u")
        await until(pilot, lambda: "before the call in order to assist passengers." in words(session))


async def test_undo_takes_back_decision_by_decision(tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    async with running(session) as (app, pilot):
        await refining(app, pilot)
        await pilot.press("space", "r", "u")
        await pilot.pause()
        assert "1 taken, 0 left" in top(app)

        await pilot.press("u")
        await pilot.pause()
        assert "0 taken, 0 left" in top(app)
        assert STIFF in words(session)


async def test_taking_all_is_recorded_as_such_and_spares_what_was_left(tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    async with running(session) as (app, pilot):
        await refining(app, pilot)
        await pilot.press("r", "A")
        await pilot.pause()

        assert "We sent a manager to the scene prior to the call to help passengers." in words(session)
        assert "Families may presently use this number." in words(session)
        assert {e.at_once for e in kept(session)} == {True}
        assert "taken all at once, not one by one" in sheet_text(session, "press", language="en", by="Luca Rossi")

        await pilot.press("u")
        await pilot.pause()
        assert STIFF in words(session)
        assert OTHER in words(session)


async def test_changed_words_go_through_the_guard_and_a_difference_is_not_taken(tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    async with running(session) as (app, pilot):
        await refining(app, pilot)
        await pilot.press("e")
        app.screen.query_one(EditBox).text = "after"
        await pilot.press("enter", "space")
        await pilot.pause()
        assert "prior to → after" in shown(app)
        assert "a difference:" in shown(app)
        assert "Not taken:" in toasts(app)
        assert STIFF in words(session)

        await pilot.press("e")
        app.screen.query_one(EditBox).text = "before"
        await pilot.press("enter", "space")
        await pilot.pause()
        assert "before the call in order to assist" in words(session)
        assert next(e for e in kept(session) if "before" in e.text).kind is EditKind.HAND


@pytest.mark.parametrize("document", ["holding", "line"])
async def test_it_is_out_of_sight_until_one_has_been_given_out(document: str, tmp_path: Path) -> None:
    async with running(stiff(tmp_path / "i"), document=document) as (app, pilot):
        await pilot.press("m")
        await pilot.pause()

        assert isinstance(app.screen, StatementsScreen)
        assert "once one of them has been given out" in toasts(app)


async def test_cleared_text_keeps_its_words(tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    text = draft_document(session, "press", "en")
    yes = Clearance(version_of(text, session.incident), Verdict.YES, "Bianchi", "by phone", session.now())
    statements.save(session.path, statements.load(session.path, "press", "en").with_clearance(yes))
    async with running(session) as (app, pilot):
        await pilot.press("m")
        await pilot.pause()

        assert isinstance(app.screen, StatementsScreen)
        assert "cleared by Bianchi" in toasts(app)


async def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    async with running(stiff(tmp_path / "i")) as (app, pilot):
        await refining(app, pilot)
        note = str(app.screen.query_one("#refine-note", Static).render())
        assert "onrecord models install smollm2" in note

        await pilot.press("t")
        await pilot.pause()
        assert "needs a model" in toasts(app)


# -- with a model ------------------------------------------------------------------------------------------------------


class Script(ScriptedEngine):
    """A rehearsal that says what the plain proposer does not."""

    def __init__(self) -> None:
        super().__init__({OTHER: [("presently", "now", 2.0)]})


class Dies(Script):
    """Its process is gone at the second sentence."""

    def suggest(self, task: Task) -> Iterator[Said]:
        if task.sentence == OTHER:
            yield Said("token", text="now")
            raise ModelFailed("the model's process stopped while writing", hint="The draft is untouched.")
        yield from super().suggest(task)


class Slow(Script):
    """Never through with a sentence until it is stopped."""

    def suggest(self, task: Task) -> Iterator[Said]:
        import time

        while not self.stopped:
            time.sleep(0.01)
            yield Said("token", text="and ")
        self._go_on()

    def score(self, task: Task, candidates: Sequence[str]) -> Iterator[Said]:
        yield from ()


def use(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    def engine_for(name: str, language: str) -> tuple[Engine | None, str]:
        return (engine if name else None), ""

    monkeypatch.setattr(models, "engine_for", engine_for)


async def test_what_a_model_worded_is_recorded_with_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = stiff(tmp_path / "i")
    use(monkeypatch, Script())
    async with running(session) as (app, pilot):
        await refining(app, pilot, "scripted")
        view = app.screen.query_one(RefineView)
        assert "model · no difference found" in shown(app)
        rows = [p for p in view.places if app.screen._looked[p[0]].rows[p[1]].proposal.proposer == "model"]  # type: ignore[attr-defined]
        view.go(rows[0])
        await pilot.press("space")
        await pilot.pause()

        edit_ = next(e for e in kept(session) if e.kind is EditKind.MODEL)
        assert edit_.model == "scripted 000000000000 seed 1"


async def test_a_model_that_dies_is_one_message_and_decisions_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stiff(tmp_path / "i")
    use(monkeypatch, Dies())
    async with running(session) as (app, pilot):
        screen = await refining(app, pilot, "scripted")

        assert len(app._notifications) == 1
        assert "The model stopped" in toasts(app)
        assert "stopped" in top(app)
        assert "4 to decide" in top(app) or "5 to decide" in top(app)
        await pilot.press("space")
        await pilot.pause()
        assert "before the call" in words(session)
        assert app.screen is screen


async def test_escape_stops_at_once_and_a_second_one_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = stiff(tmp_path / "i")
    engine = Slow()
    use(monkeypatch, engine)
    async with running(session) as (app, pilot):
        app.push_screen(RefineScreen(draft_document(session, "press", "en"), model="scripted"))
        await until(pilot, lambda: isinstance(app.screen, RefineScreen) and bool(app.screen.query(RefineView)))
        await until(pilot, lambda: "working on sentence" in top(app))

        await pilot.press("space")  # deciding goes on while the model works
        await until(pilot, lambda: "before the call" in words(session))
        await pilot.press("escape")
        await pilot.pause()
        assert engine.stopped
        assert "stopped" in top(app)
        assert "1 taken" in top(app)

        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        assert "before the call" in words(session)


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_it_holds_in_small_windows(size: tuple[int, int], tmp_path: Path) -> None:
    session = stiff(tmp_path / "i")
    async with running(session, size) as (app, pilot):
        await refining(app, pilot)
        await pilot.press("down", "down", "up", "space", "end", "home", "m", "escape", "e", "escape", "A")
        await pilot.pause()

        assert "help passengers" in words(session)


async def test_trying_again_never_shows_the_same_edit_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = stiff(tmp_path / "i")
    use(monkeypatch, Script())
    async with running(session) as (app, pilot):
        screen = await refining(app, pilot, "scripted")
        view = screen.query_one(RefineView)
        place = next(p for p in view.places if screen._looked[p[0]].rows[p[1]].proposal.new == "now")
        view.go(place)
        await pilot.press("r")
        view.go(place)
        before = view.places

        await pilot.press("t")
        await until(pilot, lambda: not screen._working)
        assert "Nothing new for sentence" in toasts(app)

        assert view.places == before
        assert screen._looked[place[0]].rows[place[1]].choice is Choice.LEFT
