"""A statement through an editor and back: changes become edits, what fits nowhere is given back."""

from __future__ import annotations

from pathlib import Path

from coach_incident import coach
from onrecord.desk.drafts import draft_document
from onrecord.desk.editor_text import apply, for_editor, from_editor


def test_a_file_that_comes_back_untouched_changes_nothing(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",))
    text = draft_document(session, "press", "en")

    read = from_editor(text, for_editor(text))

    assert read.changed == ()
    assert read.unmatched == ()
    assert apply(session, text, read, by="Rossi") is None


def test_changed_and_deleted_lines_become_edits_of_their_sentences(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    file = for_editor(text).replace("Our duty manager is on the way there.", "Our duty manager is there now.")
    file = file.replace("Questions about how the accident happened are for the police.\n", "")

    change = apply(session, text, from_editor(text, file), by="Rossi")

    assert change is not None
    now = draft_document(session, "holding", "en").text
    assert "Our duty manager is there now." in now
    assert "Questions about" not in now
    assert len(change.after) == 2


def test_a_line_whose_comment_is_gone_is_matched_by_its_words(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    lines = for_editor(text).splitlines()
    at = next(n for n, line in enumerate(lines) if "on the way there" in line)
    lines[at] = "Our duty manager is on the way there now."
    del lines[at - 1]

    read = from_editor(text, "\n".join(lines))

    assert [words for _, words in read.changed] == ["Our duty manager is on the way there now."]
    assert read.unmatched == ()


def test_lines_that_belong_nowhere_are_given_back(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")

    read = from_editor(text, "Something else entirely.\n" + for_editor(text))

    assert read.unmatched == ("Something else entirely.",)
    assert read.changed == ()


def test_words_written_over_a_gap_are_given_back_and_the_gap_stays(tmp_path: Path) -> None:
    session = coach(tmp_path / "i", without=("next_update",))
    text = draft_document(session, "holding", "en")
    gap = next(sentence for sentence in text.sentences if sentence.gaps)

    read = from_editor(text, for_editor(text).replace(gap.text, "We will speak again soon."))

    assert read.changed == ()
    assert read.unmatched == ("We will speak again soon.",)


def test_a_sentence_split_into_two_lines_stays_one_edit(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    file = for_editor(text).replace("on the way there.", "on the way.\nShe left at 02:10 CET.")

    read = from_editor(text, file)

    assert [words for _, words in read.changed] == ["Our duty manager is on the way. She left at 02:10 CET."]


def test_every_comment_deleted_still_finds_every_sentence(tmp_path: Path) -> None:
    session = coach(tmp_path / "i")
    text = draft_document(session, "holding", "en")
    file = "\n".join(line for line in for_editor(text).splitlines() if not line.startswith("#"))

    read = from_editor(text, file)

    assert read.changed == ()
    assert read.unmatched == ()
