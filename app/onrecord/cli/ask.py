"""`onrecord ask`: the interview as plain lines, for a terminal, a screen reader or a file of answers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.output import as_json, incident_argument, json_option, known_language, language_option, talk
from onrecord.content.model import Question
from onrecord.errors import BadInput, OnrecordError, nearest


@click.command("ask")
@incident_argument
@language_option
@click.option("--fast", is_flag=True, help="Only the five steps of the first statement.")
@click.option("--question", "only", default="", help="Only this question.")
@click.option("--answer", "given", multiple=True, metavar="ID=VALUE", help="Answer without being asked.")
@click.option("--source", default="", help="Who confirms the answers given with --answer.")
@json_option
def ask(
    incident: Path,
    language: str,
    fast: bool,
    only: str,
    given: tuple[str, ...],
    source: str,
    wants_json: bool,
) -> int:
    """Ask the questions of INCIDENT line by line. An empty line changes nothing, ? is not known yet, - does not apply.

    Every answer is on disk before the next question. The JSON (at the end) holds answered, total, not_known,
    do_not_say and to_clear.
    """
    from dataclasses import asdict

    from onrecord.desk.interview import progress
    from onrecord.desk.session import close_session, open_session

    session = open_session(incident)
    try:
        if session.read_only:
            raise BadInput(f"cannot be answered: {session.read_only}", where=session.path)
        chosen = known_language(language) if language else session.languages[0]
        interview = _Interview(session, chosen)
        if given:
            interview.take(given, source)
        else:
            interview.run(fast=fast, only=only)
        state = progress(interview.session)
    finally:
        close_session(session)
    if wants_json:
        as_json(asdict(state))
    else:
        talk(f"{state.answered} of {state.total} answered, {state.not_known} not known yet, {state.to_clear} to clear")
    return 0


class _Interview:
    """One run through the questions. The session grows with every answer."""

    def __init__(self, session: object, language: str) -> None:
        from onrecord.desk.session import Session

        assert isinstance(session, Session)
        self.session = session
        self.language = language

    def take(self, given: tuple[str, ...], source: str) -> None:
        """Answers of the form id=value."""
        for pair in given:
            name, sign, value = pair.partition("=")
            question = self._question(name.strip())
            if not sign:
                raise BadInput(f"{pair!r} is no answer", hint="Write --answer people_hurt=yes.")
            self._save(question, value, source)

    def run(self, *, fast: bool, only: str) -> None:
        """Ask everything that applies, in order; what an answer opens is asked too."""
        from onrecord.desk.interview import asked, profile_gaps

        done: set[str] = set()
        if only:
            self._ask(self._question(only))
            return
        for row in profile_gaps(self.session) if fast else ():
            self._ask(row.question)
            done.add(row.question.id)
        while True:
            rows = [row.question for row in asked(self.session) if row.question.id not in done]
            left = [q for q in rows if q.step is not None] if fast else rows
            if not left:
                return
            question = min(left, key=lambda q: q.step or 9) if fast else left[0]
            done.add(question.id)
            if not self._ask(question):
                return

    def _question(self, name: str) -> Question:
        questions = self.session.questions
        if name not in questions:
            raise BadInput(f"no question {name!r} in this scenario", hint=nearest(name, questions))
        return questions[name]

    def _ask(self, question: Question) -> bool:
        """One question until its answer fits; False at the end of the input."""
        from onrecord.desk.interview import shown_answer

        talk("")
        talk(question.text[self.language])
        for option in question.options:
            talk(f"  {option.id}: {option.label[self.language]}")
        shown = shown_answer(self.session, question, self.language)
        if shown:
            talk(f"  now: {shown}")
        while True:
            line = _line("> ")
            if line is None:
                return False
            try:
                if self._save(question, line, "") and question.clears != "duty" and line.strip() not in ("?", "-"):
                    return self._ask_source(question)
                return True
            except OnrecordError as error:
                if not sys.stdin.isatty():
                    raise
                talk(f"  {error.message} {error.hint}".rstrip())

    def _ask_source(self, question: Question) -> bool:
        from onrecord.desk.interview import with_source
        from onrecord.desk.session import save_answer

        line = _line("  confirmed by (empty: being checked) > ")
        if line is None:
            return False
        if line.strip():
            self.session = save_answer(self.session, with_source(self.session, question, line.strip()))
        return True

    def _save(self, question: Question, line: str, source: str) -> bool:
        from onrecord.desk.interview import typed_answer, with_source
        from onrecord.desk.session import save_answer

        fact = typed_answer(self.session, question, line, self.language)
        if fact is None:
            return False
        self.session = save_answer(self.session, fact)
        if source and fact.value is not None:
            self.session = save_answer(self.session, with_source(self.session, question, source))
        return True


def _line(prompt: str) -> str | None:
    """A line from the person; the prompt is talk and goes to stderr."""
    click.echo(prompt, err=True, nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
