"""The hard cases of two people on one incident: what each did apart stays, and what cannot both be is for a person."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coach_incident import Clock, answered, coach
from lumea_incident import give_out, known, lumea, on
from onrecord import record
from onrecord.desk.calls import note
from onrecord.desk.clear import clear_facts
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence, stranded, undo
from onrecord.desk.history import lines
from onrecord.desk.session import Session, forget_answer, open_session, save_answer
from onrecord.desk.share import offer, receive, share, sync
from onrecord.errors import BadInput
from onrecord.incident import issued, log, statements
from onrecord.incident.model import Status
from onrecord.incident.values import Number
from onrecord.record.merge import merge
from onrecord.record.other import Near, copy
from onrecord.record.remote import Synced, base_of, common
from onrecord.record.repository import Repository, init_bare
from onrecord.record.verify import verify


def shared(session: Session, tmp_path: Path, clock: Clock) -> tuple[Session, Session]:
    share(session, offer(session, str(tmp_path / "stick"), ["Verdi"]))
    receive(str(tmp_path / "stick"), tmp_path / "verdi")
    return session, open_session(tmp_path / "verdi", clock=clock)


def together(tmp_path: Path, clock: Clock, **more: Any) -> tuple[Session, Session]:
    return shared(coach(tmp_path / "rossi", clock=clock, **more), tmp_path, clock)


def meet(one: Session, other: Session, **choose: str) -> tuple[Session, Session, Synced]:
    """One gives, the other joins (choosing by name where both changed it), the first takes."""
    one, first = sync(one)
    assert not first.clashes
    other, done = sync(other)
    if done.clashes and choose:
        assert {clash.name for clash in done.clashes} == set(choose)
        other, done = sync(other, choose)  # type: ignore[arg-type]
    if not done.clashes:
        one, _ = sync(one)
        assert [e.id for e in lines(one)] == [e.id for e in lines(other)]
        for session in (one, other):
            assert not [r for r in verify(session.path) if r.level == "broken"]
    return one, other, done


def facts(session: Session) -> dict[str, object]:
    return {name: replace(fact, line=None) for name, fact in session.incident.facts.items()}


def no(session: Session) -> Session:
    return answered(session, "people_hurt", "no", source="police")


def yes(session: Session) -> Session:
    return answered(session, "people_hurt", "yes", source="hospital")


def withheld(session: Session) -> Session:
    session = yes(session)
    return save_answer(session, replace(session.incident.facts["people_hurt"], status=Status.WITHHELD))


def taken_back(session: Session) -> Session:
    return forget_answer(session, "people_hurt")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(no, yes), (no, withheld), (withheld, no), (no, taken_back), (taken_back, no), (withheld, taken_back)],
)
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_fact_that_both_changed_is_chosen_by_a_person_and_then_the_same_for_both(
    tmp_path: Path, mine: Callable[[Session], Session], theirs: Callable[[Session], Session], side: str
) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi, verdi = theirs(rossi), mine(verdi)
    rossi, _ = sync(rossi)
    before = (verdi.path / "incident.toml").read_bytes()
    verdi, done = sync(verdi)
    (clash,) = done.clashes
    assert clash.name == "people_hurt"
    assert (verdi.path / "incident.toml").read_bytes() == before
    for shown, did in ((clash.mine, mine), (clash.theirs, theirs)):
        assert {no: "police", yes: "hospital", withheld: "withheld", taken_back: "no answer"}[did] in shown

    rossi, verdi, _ = meet(rossi, verdi, people_hurt=side)

    wanted = mine if side == "mine" else theirs
    for session in (rossi, verdi, open_session(verdi.path, read_only=True)):
        fact = session.incident.facts.get("people_hurt")
        if wanted is taken_back:
            assert fact is None
        elif wanted is withheld:
            assert fact is not None
            assert fact.status is Status.WITHHELD
            assert (
                "value = true" not in (session.path / "incident.toml").read_text("utf-8").split("people_hurt")[1][:80]
            )
        else:
            assert fact is not None
            assert (fact.value, fact.source) == {no: (False, "police"), yes: (True, "hospital")}[wanted]


def test_a_withheld_value_stays_with_whoever_knows_it(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = withheld(rossi)
    rossi, verdi, done = meet(rossi, verdi)
    assert done.got
    assert verdi.incident.facts["people_hurt"].value is None
    assert verdi.incident.facts["people_hurt"].held
    assert rossi.incident.facts["people_hurt"].value is True
    assert not (verdi.path / "private.toml").exists()


def test_the_same_answer_a_minute_apart_is_no_conflict(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = no(rossi)
    clock.later(minutes=7)
    verdi = no(verdi)
    rossi, verdi, done = meet(rossi, verdi)
    assert not done.clashes
    assert facts(rossi)["people_hurt"] == facts(verdi)["people_hurt"]
    assert verdi.incident.facts["people_hurt"].as_of == clock.now


def test_two_answers_that_look_alike_show_where_they_differ() -> None:
    def side(note: str) -> dict[str, bytes]:
        fact = f'[facts.x]\nvalue = true\nstatus = "confirmed"\nnote = "{note}"\n'
        return {"incident.toml": f'format = 1\n[incident]\ntitle = "t"\n{fact}'.encode()}

    (clash,) = merge({}, side("ask again"), side("twice checked")).clashes
    assert clash.mine != clash.theirs
    assert "twice checked" in clash.theirs


def test_a_clearance_never_moves_to_another_value(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = no(rossi)
    rossi, verdi, _ = meet(rossi, verdi)
    rossi = clear_facts(rossi, ["people_hurt"], by="Bianchi", how="in_person")
    clock.later(minutes=1)
    verdi = yes(verdi)

    rossi, verdi, done = meet(rossi, verdi)

    (clash,) = done.clashes
    assert "cleared by Bianchi" in clash.theirs
    rossi, verdi, _ = meet(rossi, verdi, people_hurt="mine")
    assert rossi.incident.facts["people_hurt"].release is None


def test_a_choice_counts_only_for_the_values_that_were_shown(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi, verdi = no(rossi), yes(verdi)
    rossi, _ = sync(rossi)
    verdi, blind = sync(verdi, {"people_hurt": "mine"})
    assert blind.clashes, "chosen without having been seen"
    clock.later(minutes=1)
    rossi = answered(rossi, "people_hurt", "no", source="the ministry")
    rossi, _ = sync(rossi)

    verdi, moved = sync(verdi, {"people_hurt": "mine"})
    assert "the ministry" in moved.clashes[0].theirs
    verdi, done = sync(verdi, {"people_hurt": "mine"})
    assert not done.clashes


def test_an_edit_stays_and_is_shown_where_the_other_changed_the_fact_below_it(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    text = draft_document(rossi, "holding", "en")
    sentence = next(s for s in text.sentences if "event_place" in s.prints)
    edit_sentence(rossi, text, sentence, "A coach of ours had an accident.", by="Rossi")
    clock.later(minutes=1)
    verdi = answered(verdi, "event_place", "road A14 near Forlì")

    rossi, verdi, done = meet(rossi, verdi)

    assert not done.clashes
    for session in (rossi, verdi):
        (left,) = stranded(draft_document(session, "holding", "en"))
        assert left.edit.text == "A coach of ours had an accident."
        assert left.now is not None
        assert "Forlì" in left.now.text
        assert "Forlì" in (session.path / "statements" / "holding.en.md").read_text("utf-8")


def test_one_changes_a_sentence_and_the_other_takes_its_change_back(tmp_path: Path) -> None:
    clock = Clock()
    rossi = coach(tmp_path / "rossi", clock=clock)
    text = draft_document(rossi, "holding", "en")
    sentence = next(s for s in text.sentences if s.element == "empathy")
    change = edit_sentence(rossi, text, sentence, "We think of them.", by="Rossi")
    rossi, verdi = shared(rossi, tmp_path, clock)
    undo(rossi, change)
    text = draft_document(verdi, "holding", "en")
    again = next(s for s in text.sentences if s.element == "empathy")
    edit_sentence(verdi, text, again, "We think of everyone there.", by="Verdi")

    rossi, verdi, done = meet(rossi, verdi)

    (clash,) = done.clashes
    assert (clash.mine, clash.theirs) == ("We think of everyone there.", "taken back")
    rossi, verdi, _ = meet(rossi, verdi, **{clash.name: "theirs"})
    assert not statements.load(verdi.path, "holding", "en").edits


@pytest.fixture
def wording_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(stops=(), rows=())
    monkeypatch.setattr("onrecord.desk.export.checked", lambda *_given: nothing, raising=False)


@pytest.fixture
def both_issued(tmp_path: Path, wording_stops_nothing: None) -> tuple[Session, Session, Clock]:
    """Version 1 went out before they parted; then each gave out a version 2 of other words, with its clearance, and
    each noted a call and told of who gets the record."""
    clock = Clock(on(21, 30))
    rossi = lumea(tmp_path / "rossi", clock)
    give_out(rossi, "press")
    rossi, verdi = shared(rossi, tmp_path, clock)
    clock.later(minutes=10)
    rossi = known(rossi, "accounts_affected", Number(3400, "accounts"))
    give_out(rossi, "press", ("Reuters",))
    note(rossi, clock, {"outlet": "Radio Uno"}, language="en", by="Rossi")
    clock.later(minutes=1)
    verdi = known(verdi, "accounts_affected", Number(3400, "accounts"))
    verdi = known(verdi, "next_update", on(23, 45))
    give_out(verdi, "press", ("AFP",))
    note(verdi, clock, {"outlet": "Radio Due", "person": "Zora Quill"}, language="en", by="Verdi")
    return rossi, verdi, clock


def test_both_gave_out_a_second_version_and_both_stay_on_record(both_issued: tuple[Session, Session, Clock]) -> None:
    rossi, verdi, _ = both_issued
    codes = {session.path.name: issued.issues(session.path)[-1].code for session in (rossi, verdi)}
    words = {s.path.name: (s.path / "issued" / "press.en.v2.md").read_bytes() for s in (rossi, verdi)}
    rossi, _ = sync(rossi)
    verdi, joined = sync(verdi)
    assert not joined.clashes
    assert joined.told == ("their press v2 is press v3 here: you both gave out a v2",)
    rossi, told = sync(rossi)
    assert told.told == ("your press v2 is press v3 now: you both gave out a v2",)

    for session in (rossi, verdi):
        numbers = {(one.to[0], one.version, one.code) for one in issued.issues(session.path)}
        assert {("AFP", 2, codes["verdi"]), ("Reuters", 3, codes["rossi"])} < numbers
        assert (session.path / "issued" / "press.en.v2.md").read_bytes() == words["verdi"]
        assert (session.path / "issued" / "press.en.v3.md").read_bytes() == words["rossi"]
        assert (session.path / "issued" / "press.it.v3.toml").is_file()
        given = statements.load(session.path, "press", "en").clearances
        assert {codes["rossi"], codes["verdi"]} <= {one.code for one in given}
        assert [call.outlet for call in log.calls(session.path)] == ["Radio Uno", "Radio Due"]
        assert not [r for r in verify(session.path) if r.level == "broken"]
        assert not [r for r in verify(session.path) if "no issue in the log" in r.what]
    assert "Zora Quill" in (verdi.path / "private.toml").read_text("utf-8")
    assert not (rossi.path / "private.toml").exists() or "Zora" not in (rossi.path / "private.toml").read_text("utf-8")
    stick = Repository(rossi.path.parent / "stick")
    everything = b"\n".join(stick.store.get_raw(name)[1] for name in stick.store)
    stick.close()
    assert b"Zora" not in everything


def test_what_followed_a_renumbered_issue_follows_it_still(both_issued: tuple[Session, Session, Clock]) -> None:
    rossi, verdi, clock = both_issued
    last = issued.issues(rossi.path)[-1]
    clock.later(minutes=5)
    issued.add_issue(rossi.path, replace(last, document="update", version=1, follows="press v2", at=clock(), texts={}))
    sync(rossi)
    verdi, _ = sync(verdi)
    assert {one.follows for one in issued.issues(verdi.path)} == {"", "press v3"}


class Killed(BaseException):
    """Ends a sync in the middle, as a signal would."""


@pytest.mark.parametrize("step", range(1, 60, 4))
def test_a_sync_that_ends_half_way_is_finished_by_the_next_one(
    both_issued: tuple[Session, Session, Clock], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    rossi, verdi, clock = both_issued
    sync(rossi)
    assert record.settle(verdi.path)  # the killed program's own thread goes with it; here it has to have ended
    count = 0

    def counted(real: Callable[..., None]) -> Callable[..., None]:
        def call(*given: object, **more: object) -> None:
            nonlocal count
            count += 1
            if count >= step:
                raise Killed
            real(*given, **more)

        return call

    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        for name in ("replace", "rename", "fsync"):
            patch.setattr(os, name, counted(getattr(os, name)))
        sync(verdi)
    record.closed(verdi.path)

    verdi = open_session(verdi.path, clock=clock) if verdi.read_only else verdi
    verdi, done = sync(verdi)
    rossi, _ = sync(rossi)

    assert not done.clashes
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]
    assert facts(open_session(rossi.path, read_only=True)) == facts(open_session(verdi.path, read_only=True))
    for session in (rossi, verdi):
        assert [one.version for one in issued.issues(session.path)] == [1, 3, 2]
        assert {p.name for p in (session.path / "issued").glob("press.en.*.md")} == {
            "press.en.v1.md", "press.en.v2.md", "press.en.v3.md",
        }  # fmt: skip
        assert not [r for r in verify(session.path) if r.level == "broken"]
        assert not [r for r in verify(session.path) if "no issue in the log" in r.what]


def test_ids_that_were_printed_stay_findable_after_every_joining(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    printed: set[str] = set()
    for turn in range(3):
        clock.later(minutes=1)
        rossi = answered(rossi, "people_hurt", ("no", "yes")[turn % 2], source=f"police {turn}")
        verdi = answered(verdi, "event_time", f"12 March 2026 01:4{turn}")
        printed |= {e.id for session in (rossi, verdi) for e in lines(session)}
        rossi, verdi, _ = meet(rossi, verdi)
    for session in (rossi, verdi):
        assert printed <= {e.id for e in lines(session)}


def test_when_the_shared_record_moves_meanwhile_it_is_joined_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi, verdi = no(rossi), answered(verdi, "event_time", "12 March 2026 01:45")
    real = Near.give
    times = 0

    def late(self: Near, ours: Repository, old: Any, new: Any) -> int | None:
        nonlocal times
        times += 1
        if times == 1:
            other = Repository(tmp_path / "verdi" / ".git")
            head = other.head()
            assert head is not None
            real(self, other, old, head)  # Verdi was faster
            other.close()
        return real(self, ours, old, new)

    with monkeypatch.context() as patch:
        patch.setattr(Near, "give", late)
        rossi, done = sync(rossi)

    assert times == 2
    assert done.got
    verdi, _ = sync(verdi)
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]
    assert facts(rossi)["event_time"] == facts(verdi)["event_time"]


def test_two_who_share_through_one_empty_folder_do_not_overwrite_each_other(tmp_path: Path) -> None:
    later = Clock()
    later.later(minutes=1)
    one, other = coach(tmp_path / "one"), coach(tmp_path / "other", clock=later)
    share(one, offer(one, str(tmp_path / "stick"), ["Verdi"]))
    with pytest.raises(BadInput, match="another incident is shared there"):
        share(other, offer(other, str(tmp_path / "stick"), ["Verdi"]))
    assert not issued.shares(other.path)
    sync(one)
    stick = Repository(tmp_path / "stick")
    head = stick.head()
    assert head is not None
    assert not stick.move(None, head), "a branch that is there is never set as if it were not"
    stick.close()


def test_a_lock_that_a_killed_sync_left_on_the_stick_does_not_stay_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.repository._STALE", 0.2)
    clock = Clock()
    rossi, _verdi = together(tmp_path, clock)
    (tmp_path / "stick" / "refs" / "heads" / "main.lock").write_text("", "utf-8")
    shutil.copytree(tmp_path / "stick", tmp_path / "trial")
    rossi = no(rossi)
    record.settle(rossi.path)
    # What the same objects are packed as is known: the name is made of theirs.
    trial, ours = Repository(tmp_path / "trial"), Repository(rossi.path / ".git")
    before = set((tmp_path / "trial" / "objects" / "pack").glob("*.pack"))
    head = ours.head()
    assert head is not None
    copy(ours, trial, head)
    (new,) = set((tmp_path / "trial" / "objects" / "pack").glob("*.pack")) - before
    trial.close()
    ours.close()
    (tmp_path / "stick" / "objects" / "pack" / f"{new.stem}.idx.lock").write_text("", "utf-8")

    _, done = sync(rossi)

    assert done.gave
    assert not (tmp_path / "stick" / "refs" / "heads" / "main.lock").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("incident.toml", b"format = 1\n[incident\n", "cannot be read"),
        ("incident.toml", b"format = 1\n", "no \\[incident\\]"),
        ("incident.toml", None, "gone"),
        ("log.toml", b"this is no TOML", "log.toml"),
        ("log.toml", b"format = 1\n[[call]]\nid = 7\n", "log.toml"),
        ("statements/holding.en.toml", b"format = 1\n[[edit]]\nelement = 3\n", "holding.en.toml"),
        ("issued/holding.en.v9.toml", b"format = 1\n", "holding.en.v9.toml"),
    ],
)
def test_what_does_not_read_as_an_incident_is_not_taken(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    clock = Clock()
    rossi, _verdi = together(tmp_path, clock)
    rossi, _ = sync(rossi)
    stick = Repository(tmp_path / "stick")
    stick.write({name: content}, by="Eve", at=clock(), message="x\n")
    stick.close()
    before = {p: p.read_bytes() for p in rossi.path.iterdir() if p.is_file()}

    with pytest.raises(BadInput, match=words):
        sync(rossi)

    assert {p: p.read_bytes() for p in rossi.path.iterdir() if p.is_file()} == before
    assert answered(rossi, "people_hurt", "no", source="police").incident.facts["people_hurt"].value is False


def test_a_scenario_is_not_changed_by_the_other_side(tmp_path: Path) -> None:
    clock = Clock()
    rossi, _verdi = together(tmp_path, clock)
    rossi, _ = sync(rossi)
    stick = Repository(tmp_path / "stick")
    text = stick.files(stick.head())["incident.toml"].replace(b'"general"', b'"accident"')
    stick.write({"incident.toml": text}, by="Eve", at=clock(), message="x\n")
    stick.close()
    with pytest.raises(BadInput, match="scenario"):
        sync(rossi)


def test_after_joining_in_both_directions_what_differs_is_asked_and_not_guessed(tmp_path: Path) -> None:
    """Two who joined each other's work at the same moment: no one entry is the newest that both hold."""
    git = init_bare(tmp_path / "x")
    clock = Clock()

    def entry(answer: str, *parents: Any) -> Any:
        clock.later(minutes=1)
        text = f'format = 1\n[incident]\ntitle = "t"\n[facts.hurt]\nvalue = "{answer}"\nstatus = "confirmed"\n'
        done = git.write({"incident.toml": text.encode()}, by="x", at=clock(), message="x\n", parents=parents or None)
        assert done is not None
        return done

    first = entry("unknown")
    mine, theirs = entry("no", first), entry("yes", first)
    theirs_joined = entry("yes", theirs, mine)
    mine_joined = entry("no", mine, theirs)

    bases = common(git, theirs_joined, tmp_path)

    assert set(bases) == {mine, theirs}
    (clash,) = merge(base_of(git, bases), git.files(mine_joined), git.files(theirs_joined)).clashes
    assert (clash.name, clash.mine, clash.theirs) == ("hurt", "no, confirmed", "yes, confirmed")
    git.close()
