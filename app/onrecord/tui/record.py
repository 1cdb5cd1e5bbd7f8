"""The record: what happened, the newest first; above it what was given out and is out of date, and what is due."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.content.load import load_document
from onrecord.errors import OnrecordError
from onrecord.tui import record_lines
from onrecord.tui.footer import KeyFooter
from onrecord.tui.keys import key
from onrecord.tui.record_views import Line
from onrecord.tui.toast import toast
from onrecord.tui.top import Top
from onrecord.tui.words import local, say

if TYPE_CHECKING:
    from onrecord.desk.changes import OutOfDate
    from onrecord.desk.media import Line as GivenLine
    from onrecord.desk.past import Past
    from onrecord.desk.session import Session
    from onrecord.desk.timeline import Row, Whole
    from onrecord.record.verify import Result
    from onrecord.tui.app import OnrecordApp

TICK = 60.0
"""Seconds between looks at the clock: what is due comes nearer while the record is read."""
FOLLOW_UPS = ("update", "correction")
VIEWS = ("fact", "document", "numbers", "media")
"""Filters with rows of their own; the others show rows of the timeline."""
VIEW_INDENT = 7
BEGINNING = 100
"""Characters of a line that its row shows."""


class RecordScreen(Screen[None]):
    """It shows what desk functions give. The history is read in a thread: typing never waits for it."""

    app: OnrecordApp
    CSS_PATH = ["statements.tcss", "record.tcss"]  # noqa: RUF012  Textual declares it so
    HELP = "record"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f", "by_fact", "record.by_fact"),
        key("d", "by_document", "record.by_document"),
        key("p", "by_person", "record.by_person"),
        key("n", "numbers", "record.numbers"),
        key("m", "media", "record.media"),
        key("t", "as_it_stood", "record.as_it_stood"),
        key("slash", "find", "record.find", display="/"),
        key("s", "sign", "record.sign"),
        key("i", "issue", "record.issue"),
        key("u", "follow('update')", "record.update", show=False),
        key("x", "follow('correction')", "record.correct", show=False),
        key("a", "all", "record.all", show=False),
        key("g", "give", "record.give", show=False),
        key("T", "as_typed", "record.as_typed", show=False),
        key("o", "close", "record.close", show=False),
        key("v", "verify", "record.verify", show=False),
        key("w", "readers", "record.readers", show=False),
        key("f1", "app.help", "keys.help", tip="keys.help_tip", show=False),
        key("f7", "clear_facts", "record.clear_facts", show=False),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
        Binding("escape", "leave", say("keys.back"), show=False),
    ]

    def __init__(self, document: str = "") -> None:
        super().__init__()
        self._document = document
        self._whole: Whole | None = None
        self._results: tuple[Result, ...] = ()
        self._filter: tuple[str, str] = ("all", "")
        self._view: tuple[Line, ...] | None = None
        """The rows of a view beside the timeline; None while they are being read."""
        self._find = ""
        self._targets: dict[str, OutOfDate | Row | Line] = {}
        self._stale = False

    def compose(self) -> ComposeResult:
        yield Top(Content(say("record.title")))
        yield Static("", id="loud")
        yield OptionList(id="record-rows")
        yield Input(id="find", compact=True, placeholder=say("record.find_hint"))
        yield Static(Content(say("record.reading")), id="record-note")
        yield KeyFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#loud").display = False
        self.query_one(OptionList).focus()
        self.app.session_changed.subscribe(self, self._session_changed)
        self.set_interval(TICK, self._tick)
        self.load(self.app.open_session, check=True)

    @property
    def loaded(self) -> Whole | None:
        """What is shown; None while it is being read for the first time."""
        return self._whole

    @work(thread=True, exclusive=True, group="record")
    def load(self, session: Session, *, check: bool = False) -> None:
        """Read everything again, off the screen's thread."""
        from onrecord.desk import timeline

        try:
            found = timeline.whole(session)
            view = self._read_view(session)
        except OnrecordError as error:
            self._back(partial(self._failed, error))
            return
        self._back(partial(self._loaded, found, view))
        if check and not found.empty:
            self._look(session)

    def _look(self, session: Session) -> None:
        from onrecord.desk import timeline

        try:
            results = timeline.looked_at(session)
        except OnrecordError as error:
            self._back(partial(self._failed, error))
            return
        self._back(partial(self._looked, results))

    def _back(self, tell: Callable[[], None]) -> None:
        """On the screen's thread, unless the screen or the app went away meanwhile."""
        if self.is_attached and self.app.is_running:
            self.app.call_from_thread(tell)

    def _failed(self, error: OnrecordError) -> None:
        self.query_one("#record-note", Static).update(Content(f"⚠ {error.message}"))
        self.app.tell(error)

    def _loaded(self, found: Whole, view: tuple[tuple[str, str], tuple[Line, ...]] | None) -> None:
        self._whole = found
        if view is not None and view[0] == self._filter:
            self._view = view[1]
        self.show()

    def _read_view(self, session: Session) -> tuple[tuple[str, str], tuple[Line, ...]] | None:
        """The rows of the view that is chosen, with what they are of; None for the timeline."""
        from onrecord.tui.record_views import lines

        chosen = self._filter
        return (chosen, lines(session, *chosen)) if chosen[0] in VIEWS else None

    @work(thread=True, exclusive=True, group="view")
    def load_view(self, session: Session) -> None:
        """Read a view's rows, off the screen's thread."""
        try:
            found = self._read_view(session)
        except OnrecordError as error:
            self._back(partial(self._no_view, error))
            return
        if found is not None:
            self._back(partial(self._viewed, found))

    def _viewed(self, found: tuple[tuple[str, str], tuple[Line, ...]]) -> None:
        if found[0] == self._filter:
            self._view = found[1]
            self.show()

    def _no_view(self, error: OnrecordError) -> None:
        self.app.tell(error)
        self.action_all()

    def _looked(self, results: tuple[Result, ...]) -> None:
        self._results = results
        self._note()

    def show(self) -> None:
        """What is out of date first, then the rows that fit the filter; the cursor stays in its line."""
        found, session = self._whole, self.app.session
        if found is None or session is None:
            return
        rows = self.query_one(OptionList)
        at = rows.highlighted
        options: list[Option] = []
        self._targets = {}
        if self._filter[0] in VIEWS:
            options += self._of_view(found)
        else:
            options += self._of_time(session, found)
        rows.clear_options()
        rows.add_options(options)
        first = next((n for n, option in enumerate(options) if not option.disabled), None)
        here = at is not None and at < len(options) and not options[at].disabled
        rows.highlighted = at if here else first
        self._tops(session, found)
        self._note()

    def _of_view(self, found: Whole) -> list[Option]:
        options = [_heading(self._filter_title(found))]
        if self._view is None:
            return [*options, _heading(say("record.reading"))]
        shown = [line for line in self._view if line.heading or self._holds(line.shown)]
        for n, line in enumerate(shown):
            self._targets[f"v{n}"] = line
            options.append(Option(self._hung(line.shown, VIEW_INDENT), id=f"v{n}", disabled=line.heading))
        if not any(not line.heading for line in shown):
            empty = self._filter[0] if not self._find else "found"
            options.append(_heading(say(f"record.none_{empty}")))
        return options

    def _of_time(self, session: Session, found: Whole) -> list[Option]:
        options: list[Option] = []
        if found.out_of_date:
            options.append(_heading(say("record.out_of_date_title", n=len(found.out_of_date))))
            for n, old in enumerate(found.out_of_date):
                self._targets[f"o{n}"] = old
                options.append(Option(self._hung(record_lines.out_of_date(session, old), 2), id=f"o{n}"))
        options.append(_heading(self._filter_title(found)))
        fitting = [(n, row) for n, row in enumerate(found.rows) if self._fits(row)]
        shown = [(n, row, record_lines.row(session, row)) for n, row in fitting]
        shown = [(n, row, content) for n, row, content in shown if self._holds(content)]
        for n, row, content in shown:
            self._targets[f"r{n}"] = row
            options.append(Option(self._hung(content, len(record_lines.INDENT)), id=f"r{n}"))
        if not shown:
            options.append(_heading(found.empty or say("record.none_found" if self._find else "record.nothing")))
        elif found.older:
            options.append(_heading(say("record.older", n=found.older)))
        return options

    def _hung(self, content: Content, indent: int) -> Content:
        return record_lines.hung(content, self.size.width - 4, indent)

    def on_resize(self) -> None:
        self.show()

    def _holds(self, content: Content) -> bool:
        """Whether a row has every word that is being looked for."""
        text = content.plain.casefold()
        return all(word in text for word in self._find.casefold().split())

    def _tops(self, session: Session, found: Whole) -> None:
        self.query_one("#top", Static).update(record_lines.head(session))
        loud = record_lines.loud(session, found)
        box = self.query_one("#loud", Static)
        box.display = bool(loud)
        box.update(Content("\n".join(loud)))

    def _note(self) -> None:
        self.query_one("#record-note", Static).update(record_lines.verdict(self._results))

    def _filter_title(self, found: Whole) -> str:
        kind, what = self._filter
        return say(f"record.showing_{kind}", what=found.facts.get(what, what))

    def _fits(self, row: Row) -> bool:
        kind, what = self._filter
        return kind != "person" or row.by == what

    @property
    def _target(self) -> OutOfDate | Row | Line | None:
        rows = self.query_one(OptionList)
        option = rows.get_option_at_index(rows.highlighted) if rows.highlighted is not None else None
        return self._targets.get(option.id or "") if option is not None else None

    # -- filters -------------------------------------------------------------------------------------------------------

    def action_all(self) -> None:
        self._show_only("all", "")

    def action_media(self) -> None:
        self._show_only("media", "")

    def action_numbers(self) -> None:
        self._show_only("numbers", "")

    def _show_only(self, kind: str, what: str) -> None:
        self._filter = (kind, what)
        self._view = None
        self.query_one(OptionList).highlighted = None
        self.show()
        if kind in VIEWS:
            self.load_view(self.app.open_session)

    def action_find(self) -> None:
        """A line below the rows: only those with its words are shown."""
        line = self.query_one("#find", Input)
        line.add_class("-open")
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find = event.value
        self.query_one(OptionList).highlighted = None
        self.show()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).focus()

    def _close_find(self) -> None:
        line = self.query_one("#find", Input)
        line.value = ""
        line.remove_class("-open")
        self.query_one(OptionList).focus()

    def action_by_fact(self) -> None:
        facts = dict(self._whole.facts) if self._whole is not None else {}
        here = getattr(self._target, "fact", "")
        self._pick("fact", dict(sorted(facts.items(), key=lambda item: item[1].casefold())), here)

    def action_by_document(self) -> None:
        from onrecord.desk.versions import with_versions

        names = with_versions(self.app.open_session)
        here = next((name for name in getattr(self._target, "documents", ()) if name in names), self._document)
        self._pick("document", {name: local(load_document(name).name) for name in names}, here)

    def action_by_person(self) -> None:
        names = {row.by for row in (self._whole.rows if self._whole else ())}
        self._pick("person", {name: name for name in sorted(names)}, getattr(self._target, "by", ""))

    def _pick(self, kind: str, options: dict[str, str], here: str) -> None:
        from onrecord.tui.pick import PickScreen

        def chosen(what: str | None) -> None:
            if what:
                self._show_only(kind, what)

        if options:
            self.app.push_screen(PickScreen(say(f"record.pick_{kind}"), options, here), chosen)
        else:
            toast(self, say(f"record.none_{kind}"))

    # -- as it stood ---------------------------------------------------------------------------------------------------

    def action_as_it_stood(self) -> None:
        """The incident right after the entry under the cursor; without one, a time is asked for."""
        entry = getattr(self._target, "entry", "")
        if self._whole is None:
            toast(self, say("record.reading"))
        elif entry:
            self.look_back(self.app.open_session, "", entry)
        else:
            self.action_as_typed()

    def action_as_typed(self) -> None:
        from onrecord.tui.begin import TextScreen as AskScreen

        def given(text: str | None) -> None:
            if text:
                self.look_back(self.app.open_session, text, "")

        self.app.push_screen(AskScreen(say("past.when")), given)

    @work(thread=True, exclusive=True, group="past")
    def look_back(self, session: Session, typed: str, entry: str) -> None:
        """Draft everything as it stood, off the screen's thread."""
        from onrecord.desk import past

        try:
            when = past.typed(session, typed) if typed else None
            found = past.as_it_stood(session, when, entry=entry)
        except OnrecordError as error:
            self._back(partial(self.app.tell, error))
            return
        self._back(partial(self._show_past, found))

    def _show_past(self, found: Past) -> None:
        from onrecord.tui.past import PastScreen

        self.app.push_screen(PastScreen(found))

    # -- the media log -------------------------------------------------------------------------------------------------

    def action_give(self) -> None:
        """Note which line the caller under the cursor was given, word for word."""
        call = getattr(self._target, "call", "")
        if not call:
            self.action_media()
            toast(self, say("record.give_whom"))
            return
        from onrecord.desk import media
        from onrecord.tui.pick import PickScreen

        try:
            found = media.lines(self.app.open_session)
        except OnrecordError as error:
            self.app.tell(error)
            return
        if not found:
            toast(self, say("record.no_line_yet"), severity="warning", timeout=10)
            return

        def chosen(text: str | None) -> None:
            if text:
                self._given(call, text)

        self.app.push_screen(PickScreen(say("record.which_line"), {one.text: _line_row(one) for one in found}), chosen)

    def _given(self, call: str, text: str) -> None:
        from onrecord.desk import media, who

        try:
            done = media.give(self.app.open_session, call, text, by=who.name())
        except OnrecordError as error:
            self.app.tell(error)
            return
        toast(self, say("record.given_done", who=media.caller(done), text=done.text), timeout=8)
        self.load(self.app.open_session)

    # -- what a person does --------------------------------------------------------------------------------------------

    def on_option_list_option_selected(self) -> None:
        """Enter: the whole of the row."""
        from onrecord.tui.read_only_text import TextScreen

        target = self._target
        if isinstance(target, Line):
            self.app.push_screen(TextScreen(say("record.row_title"), target.whole or target.shown))
        elif target is not None:
            session = self.app.open_session
            self.app.push_screen(TextScreen(say("record.row_title"), record_lines.all_of(session, target)))

    def action_follow(self, kind: str) -> None:
        """Draft the update or correction of an issued text. A person decides which."""
        target, found = self._target, self._whole
        if found is None or not found.issued:
            toast(self, say("record.reading" if found is None else "record.nothing_issued"))
            return
        issue = getattr(target, "issue", None)
        stale = [old.issue for old in found.out_of_date]
        done = issue or (stale[0] if stale else found.issued[0])
        # What an update said can be wrong too; only news follow what was given out first.
        first = [one for one in found.issued if kind == "correction" or one.document not in FOLLOW_UPS]
        names = {one.document: one.name for one in first}
        if issue is None and len(names) > 1:
            from onrecord.tui.pick import PickScreen

            def chosen(document: str | None) -> None:
                if document:
                    self._draft(kind, document)

            self.app.push_screen(PickScreen(say(f"record.which_{kind}"), names, done.document), chosen)
            return
        self._draft(kind, done.document if done.document in names else next(iter(names), done.document))

    def _draft(self, kind: str, document: str) -> None:
        from onrecord.desk import changes, drafts, who

        session = self.app.open_session
        done = next((one for one in changes.latest(session) if one.document == document), None)
        if self.app.attempt(lambda: changes.draft_follow_up(session, kind, document, by=who.name())):
            self.load(self.app.open_session)
            if done is not None:
                people = ", ".join(done.to)
                toast(self, say("record.drafted", kind=kind, name=done.name, to=people), timeout=10)
            if any(one.id == kind for one in drafts.documents(self.app.open_session)):
                from onrecord.tui.statements import StatementsScreen

                self.app.push_screen(StatementsScreen(kind))

    def action_close(self) -> None:
        """Draft the closing statement from the record."""
        from onrecord.desk import closing, who
        from onrecord.tui.statements import StatementsScreen

        if self.app.attempt(lambda: closing.draft_closing(self.app.open_session, by=who.name())):
            left = closing.not_followed_up(self.app.open_session)
            if left:
                toast(self, say("record.close_first", n=len(left), name=left[0].issue.name), severity="warning")
            self.app.push_screen(StatementsScreen(closing.DOCUMENT))

    def action_sign(self) -> None:
        self._with_document("sign")

    def action_issue(self) -> None:
        self._with_document("issue")

    def _with_document(self, what: str) -> None:
        from onrecord.desk import drafts
        from onrecord.tui.pick import PickScreen

        session = self.app.open_session
        found = [d for d in drafts.documents(session) if (d.sign_off if what == "sign" else d.public)]
        names = {d.id: local(d.name) for d in found}
        target = self._target
        here = next((d for d in getattr(target, "documents", ()) if d in names), self._document)

        def chosen(document: str | None) -> None:
            if not document:
                return
            self._document = document
            from onrecord.tui.issuing import IssueScreen
            from onrecord.tui.signing import SignScreen

            if what == "sign":
                self.app.push_screen(SignScreen(document, reviewing=bool(session.read_only)))
            else:
                self.app.push_screen(IssueScreen(document))

        self.app.push_screen(PickScreen(say(f"record.which_{what}"), names, here), chosen)

    def action_clear_facts(self) -> None:
        self.app.clear_facts()

    @work(thread=True, exclusive=True, group="verify")
    def look_again(self, session: Session) -> None:
        self._look(session)
        self._back(self._show_results)

    def action_verify(self) -> None:
        self.look_again(self.app.open_session)

    def action_readers(self) -> None:
        """Who was given the record."""
        from onrecord.tui.read_only_text import TextScreen

        self.app.push_screen(TextScreen(say("record.readers"), record_lines.readers(self.app.open_session)))

    def _show_results(self) -> None:
        from onrecord.tui.read_only_text import TextScreen

        self.app.push_screen(TextScreen(say("record.verify_title"), record_lines.results(self._results)))

    # -- time and change -----------------------------------------------------------------------------------------------

    def action_cursor(self, step: int) -> None:
        rows = self.query_one(OptionList)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def _session_changed(self, session: Session | None) -> None:
        self._stale = True
        if session is not None and self.is_current:
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        if self._stale and self.app.session is not None:
            self._stale = False
            self.load(self.app.open_session)

    def _tick(self) -> None:
        if self.is_current and self.app.session is not None:
            self.load(self.app.open_session)

    def action_leave(self) -> None:
        if self.query_one("#find").has_class("-open"):
            self._close_find()
        elif self._filter[0] != "all":
            self.action_all()
        else:
            self.app.pop_screen()


def _line_row(line: GivenLine) -> str:
    """A line that may be given, in a row: what it is, how it begins, who has it already."""
    old = f" ⚠ {say('record.line_old')}" if line.old else ""
    to = f" · {say('record.line_given_to', who='; '.join(line.given_to))}" if line.given_to else ""
    words = " ".join(line.words.split())
    return f"{line.text}{old}{to}\n    {words[:BEGINNING]}{'…' if len(words) > BEGINNING else ''}"


def _heading(text: str) -> Option:
    return Option(Content.styled(text, "bold"), disabled=True)
