"""Two people, one incident, a stick between them: fact by fact, edit by edit, nothing overwritten in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach_incident import Clock, answered, coach
from onrecord import record
from onrecord.desk.drafts import draft_document
from onrecord.desk.edit import edit_sentence
from onrecord.desk.history import lines
from onrecord.desk.session import Session, close_session, open_session
from onrecord.desk.share import offer, receive, share, sync
from onrecord.errors import BadInput, OnrecordError
from onrecord.incident import issued, statements
from onrecord.record.merge import merge
from onrecord.record.remote import Synced
from onrecord.record.repository import Repository
from onrecord.record.verify import verify


def together(tmp_path: Path, clock: Clock) -> tuple[Session, Session]:
    """Rossi's incident, shared through a folder, and Verdi's copy of it."""
    rossi = coach(tmp_path / "rossi", clock=clock)
    share(rossi, offer(rossi, str(tmp_path / "stick"), ["Verdi"]))
    receive(str(tmp_path / "stick"), tmp_path / "verdi")
    return rossi, open_session(tmp_path / "verdi", clock=clock)


def meet(one: Session, other: Session) -> tuple[Session, Session, Synced]:
    """One syncs, then the other, then the first again."""
    one, _ = sync(one)
    other, done = sync(other)
    one, _ = sync(one)
    return one, other, done


def test_what_is_offered_names_people_what_goes_and_what_stays(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    wanted = offer(session, str(tmp_path / "stick"), ["Verdi", " "])
    assert wanted.people == ("Verdi",)
    assert "13 facts" in wanted.goes[0]
    assert "private.toml" in wanted.stays[0]
    assert not (tmp_path / "stick").exists()
    share(session, wanted)
    assert issued.shares(session.path)[0].people == ("Verdi",)


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    with pytest.raises(BadInput, match="incident"):
        offer(session, str(tmp_path / "i"), ["Verdi"])
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x", "utf-8")
    with pytest.raises(BadInput, match="something else"):
        offer(session, str(tmp_path / "other"), ["Verdi"])
    with pytest.raises(BadInput, match="names"):
        offer(session, str(tmp_path / "stick"), [" "])


def test_offline_work_of_two_people_comes_together_fact_by_fact_and_edit_by_edit(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    text = draft_document(rossi, "holding", "en")
    edit_sentence(
        rossi, text, next(s for s in text.sentences if s.element == "empathy"), "We think of them.", by="Rossi"
    )
    clock.later(minutes=1)
    verdi = answered(verdi, "event_time", "12 March 2026 01:45")
    text = draft_document(verdi, "holding", "en")
    actions = next(s for s in text.sentences if s.element == "actions")
    edit_sentence(verdi, text, actions, "Our duty manager is there.", by="Verdi")

    rossi, verdi, done = meet(rossi, verdi)

    assert not done.clashes
    assert rossi.incident.facts == verdi.incident.facts
    assert rossi.incident.facts["people_hurt"].value is False
    for session in (rossi, verdi):
        kept = statements.load(session.path, "holding", "en")
        assert {edit.by for edit in kept.edits} == {"Rossi", "Verdi"}
        assert not [r for r in verify(session.path) if r.level == "broken"]
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]
    assert any(e.joins for e in lines(rossi))


def test_a_real_conflict_is_shown_with_sources_and_changes_nothing_until_a_person_chooses(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    verdi = answered(verdi, "people_hurt", "yes", source="hospital")
    rossi, _ = sync(rossi)
    before = (verdi.path / "incident.toml").read_bytes()

    verdi, done = sync(verdi)

    (clash,) = done.clashes
    assert clash.name == "people_hurt"
    assert "police" in clash.theirs
    assert "hospital" in clash.mine
    assert (verdi.path / "incident.toml").read_bytes() == before

    verdi, done = sync(verdi, {"people_hurt": "theirs"})
    assert not done.clashes
    assert verdi.incident.facts["people_hurt"].source == "police"
    rossi, _ = sync(rossi)
    assert [e.id for e in lines(rossi)] == [e.id for e in lines(verdi)]


def test_a_sentence_that_both_changed_is_a_conflict_and_the_same_change_is_none() -> None:
    def file(text: str) -> dict[str, bytes]:
        edit = f'[[edit]]\nelement = "facts"\nbase = "One."\ntext = "{text}"\nby = "x"\nat = 2026-03-12T02:25:00Z\n'
        return {"statements/holding.en.toml": f"format = 1\n\n{edit}".encode()}

    base: dict[str, bytes] = {"statements/holding.en.toml": b"format = 1\n"}
    clash = merge(base, file("Two."), file("Three.")).clashes[0]
    assert (clash.name, clash.mine, clash.theirs) == ("holding.en: One.", "Two.", "Three.")
    assert merge(base, file("Two."), file("Two.")) == merge({}, {}, {})
    chosen = merge(base, file("Two."), file("Three."), {"holding.en: One.": "theirs"})
    assert b"Three." in (chosen.changed["statements/holding.en.toml"] or b"")


def test_a_text_that_both_gave_out_under_one_number_keeps_both() -> None:
    def side(words: str, by: str) -> dict[str, bytes]:
        row = f'[[issue]]\ndocument = "holding"\nversion = 1\ncode = "AAAA"\nat = 2026-03-12T02:25:00Z\nby = "{by}"\n'
        return {"issued/holding.en.v1.md": words.encode(), "log.toml": f"format = 1\n\n{row}".encode()}

    found = merge({}, side("Mine.", "Rossi"), side("Theirs.", "Verdi"))

    assert found.changed["issued/holding.en.v2.md"] == b"Theirs."
    assert "issued/holding.en.v1.md" not in found.changed
    log = (found.changed["log.toml"] or b"").decode()
    assert "version = 1" in log
    assert "version = 2" in log
    assert "v2 here" in found.told[0]


def test_private_toml_stays_and_nothing_else_of_a_shared_folder_is_written(tmp_path: Path) -> None:
    session = coach(tmp_path / "rossi")
    (session.path / "private.toml").write_text("format = 1\n", "utf-8")
    (session.path / "notes.txt").write_text("mine", "utf-8")
    share(session, offer(session, str(tmp_path / "stick"), ["Verdi"]))
    stick = Repository(tmp_path / "stick")
    evil = {"../out.md": b"x", ".git/hooks/post-checkout": b"x", ".onrecord/lock": b"x", "private.toml": b"x"}
    paths = stick.paths(stick.head())
    assert set(paths) == {"incident.toml", ".gitignore", "log.toml"}
    stick.write(evil, by="Eve", at=session.now(), message="x\n")
    stick.close()

    session, _ = sync(session)
    receive(str(tmp_path / "stick"), tmp_path / "verdi")

    assert not (tmp_path / "out.md").exists()
    assert not (session.path / ".git" / "hooks").exists()
    assert (session.path / "private.toml").read_text("utf-8") == "format = 1\n"
    assert not (tmp_path / "verdi" / "private.toml").exists()


def test_a_changed_object_in_the_shared_folder_is_refused_and_the_incident_stays_as_it_was(tmp_path: Path) -> None:
    clock = Clock()
    rossi, verdi = together(tmp_path, clock)
    rossi = answered(rossi, "people_hurt", "no", source="police")
    sync(rossi)
    for pack in (tmp_path / "stick" / "objects" / "pack").glob("*.pack"):
        content = bytearray(pack.read_bytes())
        for at in range(len(content) // 3, len(content) // 3 + 40):
            content[at] ^= 0xFF
        pack.chmod(0o600)
        pack.write_bytes(bytes(content))
    before = (verdi.path / "incident.toml").read_bytes()

    with pytest.raises(OnrecordError):
        sync(verdi)

    assert (verdi.path / "incident.toml").read_bytes() == before
    assert not [r for r in verify(verdi.path) if r.level == "broken"]


def test_an_incident_that_is_not_shared_or_whose_stick_is_away_says_so(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    with pytest.raises(BadInput, match="not shared"):
        sync(session)
    share(session, offer(session, str(tmp_path / "stick"), ["Verdi"]))
    (tmp_path / "stick").rename(tmp_path / "away")
    with pytest.raises(BadInput, match="not there"):
        sync(session)
    close_session(session)
    assert record.settle(session.path)
