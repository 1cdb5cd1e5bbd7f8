"""The interview: what a key does to a fact, and what it never does."""

from __future__ import annotations

from pathlib import Path

from desk_at_night import asked, clock, desk, incident, keys, preview
from textual import events
from textual.widgets import OptionList

from onrecord.desk.session import close_session, open_session
from onrecord.tui.app import OnrecordApp
from onrecord.tui.card import Card
from onrecord.tui.conflict import ConflictScreen
from onrecord.tui.home import HomeScreen
from onrecord.tui.interview import InterviewScreen
from onrecord.tui.line import Line


async def at(app: object, pilot: object, question: str) -> None:
    """Go to a question."""
    app.open_question(question)  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_a_lone_question_mark_is_not_known_yet_and_a_lone_minus_does_not_apply(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_time")
        await keys(pilot, "question_mark", "enter")
        assert app.open_session.incident.facts["event_time"].status == "unknown"
        await at(app, pilot, "event_time")
        await keys(pilot, "minus", "enter")
        assert app.open_session.incident.facts["event_time"].status == "not-applicable"


async def test_keys_that_edit_the_line_do_nothing_to_the_fact(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_time")
        await keys(pilot, "01:40", "enter")
        before = app.open_session.incident.facts["event_time"]
        await at(app, pilot, "event_time")
        await keys(pilot, "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+e", "enter")
        assert asked(app) != "event_time"
        assert app.open_session.incident.facts["event_time"] == before


async def test_half_typed_text_comes_back_after_the_program_was_killed(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_place")
        await keys(pilot, "A14 no")
    # Nothing was given and nobody said goodbye: what is on disk now is all that a killed program leaves.
    again = open_session(tmp_path / "i", clock=clock)
    assert "event_place" not in again.incident.facts
    async with desk(again) as (app, pilot):
        await at(app, pilot, "event_place")
        assert app.screen.query_one("#line0", Line).value == "A14 no"
        await keys(pilot, "enter")
        assert app.open_session.incident.facts["event_place"].value is not None


async def test_keys_typed_while_a_screen_opens_are_for_that_screen(tmp_path: Path) -> None:
    session = incident(tmp_path / "i")
    app = OnrecordApp(session, clock=clock)
    async with app.run_test(size=(120, 40)) as pilot:
        # The first screen has just been made: nothing has the focus yet.
        for key in ("1", "2"):
            app.post_message(events.Key(key, key))
        await pilot.pause(0.3)
        facts = app.open_session.incident.facts
        assert [getattr(facts[name].value, "id", "") for name in ("event_kind", "involved")] == ["accident", "train"]
    app.close_incident()


async def test_text_that_looks_like_markup_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    typed = "[red]A14[/red] [/b] [@click=app.quit]"
    async with desk(incident(tmp_path / "i"), (120, 40)) as (app, pilot):
        await at(app, pilot, "event_kind")
        await keys(pilot, "1", "1")
        await at(app, pilot, "event_place")
        await keys(pilot, typed, "enter")
        await pilot.pause()
        assert typed in preview(app)
        shown = "\n".join(
            strip.text
            for strip in app.screen.query_one("#preview-text").render_lines(
                app.screen.query_one("#preview-text").region.reset_offset
            )
        )
        assert "[red]A14[/red]" in shown


async def test_a_paste_with_escapes_comes_in_without_them_and_a_huge_one_is_refused(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_place")
        line = app.screen.query_one("#line0", Line)
        line.post_message(events.Paste("A14\x1b[31m near\u202e Faenza\n"))
        await pilot.pause()
        assert line.value == "A14 near Faenza"
        line.post_message(events.Paste("\x1b]0;x\x07" + "x\u200b" * 50_000))
        await pilot.pause()
        assert line.value == "A14 near Faenza"
        assert isinstance(app.screen, InterviewScreen)


async def test_status_and_release_are_set_by_tab_and_one_letter(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_kind")
        await keys(pilot, "1")
        await at(app, pilot, "event_kind")
        await keys(pilot, "tab", "d")
        assert app.open_session.incident.facts["event_kind"].status == "withheld"
        await keys(pilot, "c", "tab", "tab", "h")
        fact = app.open_session.incident.facts["event_kind"]
    assert fact.status == "confirmed"
    assert fact.release is not None
    assert fact.release.state == "hold"


async def test_an_incident_that_is_open_elsewhere_can_be_read_and_says_why_it_cannot_be_changed(tmp_path: Path) -> None:
    first = incident(tmp_path / "i")
    second = open_session(tmp_path / "i", read_only=True, clock=clock)
    async with desk(second) as (app, pilot):
        await at(app, pilot, "event_kind")
        await keys(pilot, "1")
        assert app.open_session.incident.facts == {}
        assert any("not saved" in note.title for note in app._notifications)
        assert isinstance(app.screen, InterviewScreen)
    close_session(first)


async def test_the_answer_is_on_disk_before_the_next_question_shows(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_kind")
        app.screen.query_one(Card).pick.choose("collision")
        assert 'value = "collision"' in (tmp_path / "i" / "incident.toml").read_text(encoding="utf-8")


async def test_a_terminal_that_is_far_too_small_does_not_crash_and_loses_nothing(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i"), (40, 10)) as (app, pilot):
        await at(app, pilot, "event_place")
        await keys(pilot, "A14")
        await pilot.resize_terminal(20, 5)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.screen.query_one("#line0", Line).value == "A14"


async def test_a_call_is_noted_before_any_incident_and_the_next_incident_takes_it_along(
    private_home: Path,
) -> None:
    from onrecord.incident import log

    async with desk() as (app, pilot):
        await keys(pilot, "c", "ANSA", "enter", "Rossi", "escape", "f9")
        assert app.screen.query_one("#person", Line).value == "Rossi"
        await keys(pilot, "f10", "escape")
        assert [call.outlet for call in log.calls(private_home / "state")] == ["ANSA"]
        await keys(pilot, "f", "1")
        assert [call.person for call in log.calls(app.open_session.path)] == ["Rossi"]


async def test_the_mouse_does_what_the_keys_do(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i"), (120, 40)) as (app, pilot):
        await at(app, pilot, "event_time")
        # The gap in the first line of the preview, the second row of the list, the letter of a status.
        await pilot.click("#preview-text", offset=(4, 0))
        await pilot.pause()
        assert asked(app) == "organisation"
        await at(app, pilot, "event_kind")
        await pilot.click("#pick", offset=(6, 1))
        await pilot.pause()
        assert str(getattr(app.open_session.incident.facts["event_kind"].value, "id", "")) == "collision"
        await at(app, pilot, "event_kind")
        await keys(pilot, "tab")
        await pilot.click("#status", offset=(60, 0))
        await pilot.pause()
        assert app.open_session.incident.facts["event_kind"].status != "confirmed"


async def test_a_change_from_outside_is_shown_beside_ours_and_a_person_chooses(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_kind")
        await keys(pilot, "1")
        file = tmp_path / "i" / "incident.toml"
        file.write_text(
            file.read_text(encoding="utf-8").replace('"accident"\nstatus', '"fire"\nstatus'), encoding="utf-8"
        )
        await at(app, pilot, "event_kind")
        await keys(pilot, "2")
        assert isinstance(app.screen, ConflictScreen)
        await keys(pilot, "2")
        value = app.open_session.incident.facts["event_kind"].value
    assert getattr(value, "id", "") == "collision"
    assert 'value = "collision"' in file.read_text(encoding="utf-8")


async def test_text_that_was_typed_and_not_given_is_marked_in_the_list(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i"), (120, 40)) as (app, pilot):
        await at(app, pilot, "event_place")
        await keys(pilot, "A1", "pagedown")
        rows = app.screen.query_one("#questions", OptionList)
        assert any(str(option.prompt).startswith("✎") for option in rows.options)


async def test_an_answer_taken_back_leaves_no_answer_and_the_record_that_there_was_one(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "event_kind")
        await keys(pilot, "1")
        await at(app, pilot, "event_kind")
        await keys(pilot, "ctrl+z")
        assert "event_kind" not in app.open_session.incident.facts
    assert "event_kind" in (tmp_path / "i" / "incident.toml").read_text(encoding="utf-8")


async def test_escape_leaves_the_question_who_confirms_it_for_the_answer_and_then_the_incident(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i")) as (app, pilot):
        await at(app, pilot, "people_hurt")
        await keys(pilot, "1")
        assert [row.id for row in app.screen.query_one(Card).pick.rows][-1] == "?"
        await keys(pilot, "escape")
        assert asked(app) == "people_hurt"
        assert app.screen.query_one(Card).pick.rows[0].id == "yes"
        await keys(pilot, "escape")
        assert app.session is None
        assert isinstance(app.screen, HomeScreen)


async def test_a_row_is_typed_cell_by_cell_and_goes_when_it_is_emptied(tmp_path: Path) -> None:
    async with desk(incident(tmp_path / "i", "channel-closure")) as (app, pilot):
        await at(app, pilot, "routes")
        await keys(pilot, "+", "1", "enter", "+39 02 0000 100", "enter", "yes", "enter")
        value = app.open_session.incident.facts["routes"].value
        assert len(getattr(value, "rows", ())) == 1
        await at(app, pilot, "routes")
        await keys(pilot, "down", "space", "ctrl+u", "enter", "ctrl+u", "enter", "ctrl+u", "enter")
        assert "routes" not in app.open_session.incident.facts
