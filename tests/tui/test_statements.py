"""The statements screen by keys and by mouse: reading, changing by hand, exporting, clearing."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

import onrecord.tui.app
from coach_incident import Clock, answered, coach
from onrecord.desk import edit
from onrecord.desk.drafts import draft_document
from onrecord.desk.session import Session, open_session
from onrecord.incident import statements
from onrecord.tui.app import OnrecordApp
from onrecord.tui.clearing import ClearScreen
from onrecord.tui.edit_box import EditBox
from onrecord.tui.export import ExportScreen
from onrecord.tui.marking import MarkList
from onrecord.tui.read_only_text import TextScreen
from onrecord.tui.rests_on import RestsOn
from onrecord.tui.statement_view import StatementView
from onrecord.tui.statements import StatementsScreen
from onrecord.tui.stranded import StrandedScreen


class Desk(OnrecordApp):
    """The app, opened on the statements; it notes which questions it was sent to."""

    CSS_PATH = str(Path(onrecord.tui.app.__file__).with_name("app.tcss"))
    asked: tuple[str, ...] = ()

    def show_incident(self) -> None:
        self.push_screen(StatementsScreen())

    def open_question(self, fact_id: str) -> None:
        self.asked = (*self.asked, fact_id)


@asynccontextmanager
async def running(session: Session, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Desk, Pilot[int]]]:
    """The app on an incident, on the statements screen."""
    app = Desk(session, clock=session.clock)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something is so; a test that never gets there fails with it."""
    for _ in range(100):
        if holds():
            return
        await pilot.pause(0.02)
    assert holds()


def shown(app: Desk) -> str:
    """The words of the text pane."""
    return "\n\n".join(str(line.render()) for line in app.screen.query_one(StatementView).query(Static))


def panel(app: Desk) -> str:
    """The words of the panel beside it."""
    rows = app.screen.query_one(RestsOn)
    return "\n".join(str(rows.get_option_at_index(n).prompt) for n in range(rows.option_count))


def go_to(app: Desk, words: str) -> None:
    """Put the cursor on the sentence with these words."""
    view = app.screen.query_one(StatementView)
    statement = draft_document(app.open_session, app.screen._document, app.screen._language)  # type: ignore[attr-defined]
    view.go(next(n for n, s in enumerate(statement.sentences) if words in s.text))


async def test_the_cursor_goes_by_sentence_and_the_panel_says_what_it_rests_on(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        assert "We do not yet know whether anyone was hurt." in shown(app)

        await pilot.press("down", "down", "down")

        assert app.screen.query_one(StatementView).number == 3
        assert "who is at the scene: police; ambulance" in panel(app)
        assert "confirmed, 02:25 CET" in panel(app)


async def test_explain_names_the_template_and_its_line(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("down", "x")

        assert "acknowledgement, en/general/elements/acknowledgement.md.j2:" in panel(app)


async def test_enter_in_a_gap_goes_to_its_question(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", without=("next_update",))) as (app, pilot):
        assert "[next update: not answered]" in shown(app)

        await pilot.press("n", "enter")
        await pilot.pause()

        assert app.asked == ("next_update",)


async def test_a_click_on_a_gap_goes_to_its_question(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", without=("event_kind", "involved"))) as (app, pilot):
        block = app.screen.query_one(StatementView).query(Static).first()
        column = str(block.render()).index("[") + 3
        width = block.content_size.width

        await pilot.click(block, offset=(column % width, column // width))
        await pilot.pause()

        assert len(app.asked) == 1


async def test_the_other_language_is_one_key_away(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("l")

        assert "Non sappiamo ancora se ci siano feriti." in shown(app)


async def test_documents_are_reached_by_arrows_and_by_mouse(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("right")
        await pilot.pause()
        assert app.screen.query_one(StatementView).border_title == "Line to take · English"

        await pilot.click("#press")
        await pilot.pause()
        assert app.screen.query_one(StatementView).border_title == "Press statement · English"


async def test_whoever_comes_back_is_where_they_were(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("right", "l", "down")
        await pilot.pause()
        app.pop_screen()
        app.push_screen(StatementsScreen())
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen) and bool(app.screen.query(StatementView)))
        await pilot.pause()

        view = app.screen.query_one(StatementView)
        assert (view.border_title, view.number) == ("Line to take · Italian", 1)


async def test_it_opens_on_the_document_and_the_fact_it_is_asked_for(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        wanted = StatementsScreen("press", "next_update")
        app.push_screen(wanted)
        await until(pilot, lambda: app.screen is wanted and bool(wanted.query(StatementView)))
        await pilot.pause()

        view = app.screen.query_one(StatementView)
        assert view.border_title == "Press statement · English"
        assert "next update" in panel(app)


async def test_a_sentence_is_changed_in_place_and_kept(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    async with running(session) as (app, pilot):
        go_to(app, "on the way")
        await pilot.press("e", "end", *[" ", "N", "o", "w", "."], "enter")
        await pilot.pause()

        assert "Our duty manager is on the way there. Now." in shown(app)
        assert "changed" in panel(app).lower()
        assert "Italian is older" in str(app.screen.query_one("#note", Static).render())
    assert [e.text for e in statements.load(session.path, "holding", "en").edits] == [
        "Our duty manager is on the way there. Now."
    ]


async def test_escape_keeps_half_typed_words_for_later(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    async with running(session) as (app, pilot):
        go_to(app, "on the way")
        await pilot.press("e", "end", "!", "escape")
        await pilot.pause()
        assert "Our duty manager is on the way there.!" not in shown(app)
        assert "Begun and not saved" in panel(app)

    async with running(session) as (app, pilot):
        go_to(app, "on the way")
        await pilot.press("e")
        assert app.screen.query_one(EditBox).text == "Our duty manager is on the way there.!"


async def test_text_that_looks_like_markup_is_shown_as_typed(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", more={"organisation": "Adria [/b] [redacted] [@click=app.quit]x"})) as (
        app,
        _,
    ):
        assert "Adria [/b] [redacted] [@click=app.quit]x, 12 March" in shown(app)


async def test_a_sentence_is_taken_out_and_undone(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        before = shown(app)
        go_to(app, "Questions about")
        await pilot.press("delete")
        await pilot.pause()
        assert "Questions about" not in shown(app)
        assert "Taken out: Questions about" in str(app.screen.query_one("#note", Static).render())

        await pilot.press("u")
        await pilot.pause()
        assert shown(app) == before


async def test_gaps_and_the_line_with_the_time_cannot_be_edited(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", without=("next_update",))) as (app, pilot):
        await pilot.press("e")
        assert not app.screen.query_one(EditBox).display
        await pilot.press("n", "e", "delete")
        assert not app.screen.query_one(EditBox).display
        assert "[next update: not answered]" in shown(app)


async def test_a_change_that_no_longer_fits_is_shown_with_both_texts_and_decided(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    promise = next(s for s in text.sentences if "03:30" in s.text)
    edit.edit_sentence(session, text, promise, "More soon.", by="Rossi")
    session = answered(session, "next_update", "04:00")
    async with running(session) as (app, pilot):
        assert "04:00" in shown(app)
        assert "b shows both texts" in str(app.screen.query_one("#note", Static).render())

        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, StrandedScreen))
        row = str(app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        assert "03:30" in row
        assert "More soon." in row
        assert "04:00" in row
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))

        assert "More soon." in shown(app)


async def test_the_copy_is_the_text_alone_below_the_draft_mark(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("y")

        assert app.clipboard.startswith("DRAFT, NOT CLEARED\n\nAdria Bus, 12 March 2026")
        assert "Rossi" not in app.clipboard


async def test_a_text_with_a_gap_is_not_copied(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", without=("next_update",))) as (app, pilot):
        await pilot.press("y")

        assert app.clipboard == ""


async def test_the_sheet_opens_over_the_text_and_escape_goes_back(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StatementsScreen))


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 60)])
async def test_it_holds_at_every_size_and_loses_nothing(size: tuple[int, int], tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i"), size) as (app, pilot):
        go_to(app, "on the way")
        await pilot.press("e", "end", "!", "enter", "x", "p", "right", "left")
        await pilot.pause()

        kept = statements.load(app.open_session.path, "holding", "en").edits
        assert [e.text for e in kept] == ["Our duty manager is on the way there.!"]


async def test_what_an_editor_changed_is_taken_over_and_what_fits_nowhere_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/on the way there/there by now/; 1i Lost words here." "$1"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(script))
    async with running(coach(tmp_path / "i")) as (app, pilot):
        monkeypatch.setattr(app, "suspend", nullcontext)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        await pilot.press("escape")
        await pilot.pause()

        assert "Our duty manager is there by now." in shown(app)


@pytest.mark.parametrize("command", ["/no/such/editor", "false", "'unclosed", "true"])
async def test_an_editor_that_is_missing_or_fails_is_one_message(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", command)
    back: list[str] = []

    @contextmanager
    def suspend() -> Iterator[None]:
        # Like Textual's own: an error inside would leave the terminal to nobody.
        yield
        back.append("back")

    async with running(coach(tmp_path / "i")) as (app, pilot):
        monkeypatch.setattr(app, "suspend", suspend)
        before = shown(app)
        await pilot.press("f4")
        await pilot.pause()

        assert len(app._notifications) == 1
        assert shown(app) == before
        assert back == ([] if command.startswith("'") else ["back"])


async def test_export_writes_both_folders_and_tells_what_stayed(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i", without=("next_update",))) as (app, pilot):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.pause()
        assert "holding" not in app.screen.query_one(MarkList).marked
        row = str(app.screen.query_one("#result", OptionList).get_option_at_index(0).prompt)
        assert "[next update: not answered]" in row
        assert "Holding statement" in row

        app.screen.query_one("#folder", Input).value = str(tmp_path / "out")
        await pilot.press("enter")
        await pilot.pause()

        assert (tmp_path / "out" / "public" / "line.en.md").is_file()
        assert not (tmp_path / "out" / "public" / "holding.en.md").exists()

        app.screen.query_one(MarkList).mark("holding")
        await pilot.press("f8")
        await pilot.pause()
        app.screen.query_one("#result", OptionList).focus()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert app.asked == ("next_update",)


async def test_a_folder_that_cannot_be_written_is_told_and_nothing_else_happens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    async with running(coach(tmp_path / "i")) as (app, pilot):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        app.screen.query_one("#folder", Input).value = str(tmp_path / "file" / "out")
        await pilot.press("f8")
        await pilot.pause()

        assert len(app._notifications) == 1
        assert isinstance(app.screen, ExportScreen)


async def test_several_facts_are_cleared_on_one_yes(tmp_path: Path) -> None:
    session = answered(coach(tmp_path / "i", clock=Clock()), "people_hurt", "yes", source="police")
    async with running(session) as (app, pilot):
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, ClearScreen))
        await pilot.pause()

        await pilot.press("space", "enter", *"Bianchi", "enter")
        await pilot.pause()

        fact = app.open_session.incident.facts["people_hurt"]
        assert fact.release is not None
        assert (fact.release.by, fact.release.how) == ("Bianchi", "by_phone")
        assert app.screen.query_one(MarkList).marked == ()


async def test_a_file_of_edits_that_cannot_be_read_is_one_message_and_the_other_documents_stay(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    (session.path / "statements").mkdir()
    (session.path / "statements" / "holding.en.toml").write_text('format = 1\n[[edit]]\nelemnt = "actions"\n')
    async with running(session) as (app, pilot):
        assert [note.title for note in app._notifications] != []
        await pilot.press("e", "delete", "u", "s", "right")
        await pilot.pause()

        assert "We do not yet know" in shown(app)


async def test_a_hostile_paste_into_a_sentence_comes_in_clean_or_is_refused(tmp_path: Path) -> None:
    async with running(coach(tmp_path / "i")) as (app, pilot):
        go_to(app, "on the way")
        await pilot.press("e", "end")
        box = app.screen.query_one(EditBox)

        app.post_message(events.Paste(" And\x1b[31m \u202ehere\n[/b]."))
        await pilot.pause()
        assert box.text == "Our duty manager is on the way there.And here [/b]."

        app.post_message(events.Paste("x" * 100_000))
        await pilot.pause()
        assert box.text == "Our duty manager is on the way there.And here [/b]."
        assert app._notifications


async def test_an_incident_that_is_open_elsewhere_is_shown_and_not_changed(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    reader = open_session(session.path, read_only=True, clock=Clock())
    async with running(reader) as (app, pilot):
        assert "read only" in str(app.screen.query_one("#top", Static).render())
        await pilot.press("down", "down", "e", "delete")

        assert not app.screen.query_one(EditBox).display
        assert not (session.path / "statements").exists()
