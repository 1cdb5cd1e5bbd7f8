"""What `onrecord check` does, without click: one check of one file is over before click would be loaded."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import EXIT_BAD_INPUT, EXIT_BLOCKED, EXIT_OK, BadInput

if TYPE_CHECKING:
    from onrecord.checks.model import Finding, Report

_LABELS = {"block": "stop", "warn": "warning", "info": "note"}
_WIDTH = 100
_OPTIONS = ("--document", "--lang", "--facts")


def put(text: str) -> None:
    """Data on stdout."""
    sys.stdout.write(text + "\n")


def as_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON; only those who ask for it load the encoder."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def talk(text: str) -> None:
    """A remark on stderr."""
    sys.stderr.write(text + "\n")


def run_plain(arguments: list[str]) -> int | None:
    """Run `check` for arguments in their plainest form; None for any other, which click then reads and explains."""
    sources: list[str] = []
    given: dict[str, str] = {}
    wants_json = False
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--json":
            wants_json = True
        elif word in _OPTIONS and left and word not in given and not left[0].startswith("-"):
            given[word] = left.pop(0)
        elif word == "-" or not word.startswith("-"):
            sources.append(word)
        else:
            return None
    if len(sources) > 1:
        return None
    if not sources or not os.path.isdir(sources[0]):
        # One text, then the process ends: collecting garbage meanwhile is a tenth of the time.
        gc.disable()
    facts = Path(given["--facts"]) if "--facts" in given else None
    source = sources[0] if sources else "-"
    return check(source, given.get("--document", ""), given.get("--lang", ""), facts, wants_json)


def check(source: str, document: str, language: str, facts: Path | None, wants_json: bool) -> int:
    """Read SOURCE, put what was found on stdout and give the exit code."""
    path = Path(source)
    kind = document.replace("_", "-") or "press"
    _known(kind, language)
    if source != "-" and (path.name == "incident.toml" or (path / "incident.toml").is_file()):
        return _incident(path, document, language, wants_json)
    if source != "-" and path.is_dir():
        return _folder(path, kind, language, wants_json)
    from onrecord.desk.check import check_one, decoded, read_file

    text = decoded(sys.stdin.buffer.read(), "standard input") if source == "-" else read_file(path)
    context = None
    if facts is not None:
        from onrecord.desk.check import context_of

        context, _ = context_of(facts, document=kind, language=language)
    report = check_one(text, document=kind, language=language, context=context)
    for fault in report.faults:
        talk(f"onrecord: rule left out: {fault}")
    _told_of_settings()
    name = "<stdin>" if source == "-" else source
    _put(report, text, name, wants_json, facts=facts is not None)
    return EXIT_BLOCKED if report.blocked else EXIT_OK


def _told_of_settings() -> None:
    """On stderr: names in the settings that no rule has."""
    from onrecord.content.settings import load_settings

    if load_settings().off:
        from onrecord.checks.own import unknown_rules

        for told in unknown_rules():
            talk(f"onrecord: {told}")


def _known(document: str, language: str) -> None:
    from onrecord.checks.model import DOCUMENTS
    from onrecord.errors import nearest

    if document not in DOCUMENTS:
        raise BadInput(f"unknown document {document!r}", hint=nearest(document, DOCUMENTS))
    if language and language.replace("_", "-").split("-")[0].lower() not in ("en", "it"):
        raise BadInput(f"texts in {language!r} cannot be read", hint="Known: en, it.")


def _incident(path: Path, document: str, language: str, wants_json: bool) -> int:
    """The drafts of an incident: one, or all of them in all its languages."""
    from onrecord.desk.check import check_one, context_of, report_json
    from onrecord.desk.drafts import documents
    from onrecord.desk.session import close_session, open_session

    session = open_session(path, read_only=True)
    languages = (language,) if language else session.languages
    names = (document,) if document else tuple(entry.id for entry in documents(session))
    close_session(session)
    blocked = False
    for code in languages:
        for name in names:
            context, text = context_of(path, document=name, language=code)
            if not text:
                raise BadInput(f"this incident has no {name}", where=path)
            report = check_one(text, document=name, language=code, context=context)
            blocked |= report.blocked
            if wants_json:
                put(as_json({"file": f"{name}.{code}", **report_json(report)}))
            else:
                _put(report, text, f"{name}.{code}", False, facts=True)
    return EXIT_BLOCKED if blocked else EXIT_OK


def _folder(path: Path, document: str, language: str, wants_json: bool) -> int:
    from onrecord.desk.check import check_folder

    blocked = broken = False
    write = sys.stdout.write
    _told_of_settings()
    for found in check_folder(path, document=document, language=language, lines=wants_json):
        broken |= bool(found.error)
        blocked |= found.stops > 0
        if found.error:
            talk(f"onrecord: {found.error}")
        if wants_json:
            write(found.line + "\n")
        elif found.report is not None:
            for finding in found.report["findings"]:
                label = _LABELS[finding["severity"]]
                place = f"{found.file}:{finding['line']}:{finding['column']}"
                write(f"{place}: {label}: {finding['message']} [{finding['rule']}]\n")
    return EXIT_BAD_INPUT if broken else EXIT_BLOCKED if blocked else EXIT_OK


def _put(report: Report, text: str, name: str, wants_json: bool, *, facts: bool) -> None:
    if wants_json:
        from onrecord.desk.check import report_json

        put(as_json(report_json(report), indent=2))
        return
    lines = text.split("\n")
    out: list[str] = []
    for finding in report.findings:
        out += _told(finding, lines, name)
    out += _closing(report, name, facts=facts)
    put("\n".join(out))


def _told(finding: Finding, lines: list[str], name: str) -> list[str]:
    """One finding: place and message, the line with the words marked, why, and what instead."""
    head = f"{name}:{finding.line}:{finding.column}: {_LABELS[finding.severity]}: {finding.message} [{finding.rule}]"
    out = [head]
    if finding.end > finding.start:
        line = lines[finding.line - 1] if finding.line <= len(lines) else ""
        begin = finding.column - 1
        length = max(1, min(finding.end - finding.start, len(line) - begin))
        cut = max(0, begin - 30) if len(line) > _WIDTH else 0
        shown = line[cut : cut + _WIDTH]
        out += [f"    {shown}", "    " + " " * (begin - cut) + "^" * min(length, max(1, len(shown) - begin + cut))]
    if finding.why:
        out.append(f"    why: {finding.why}")
    if finding.instead:
        out.append(f"    instead: {finding.instead}")
    if finding.replacements and any(finding.replacements):
        out.append("    replace by: " + " | ".join(finding.replacements))
    out.append("")
    return out


def _closing(report: Report, name: str, *, facts: bool) -> list[str]:
    from onrecord.checks.whynot import why_not

    out: list[str] = []
    if report.document == "post" and report.blocked:
        out += ["Why not:" if report.language == "en" else "Perché no:"]
        out += [f"  {number}. {line}" for number, line in enumerate(why_not(report), 1)]
        out.append("")
    count = {key: sum(f.severity == key for f in report.findings) for key in _LABELS}
    figures = report.figures
    ease = f", reading ease {figures.reading_ease:.0f}" if figures.reading_ease is not None else ""
    if report.findings:
        tally = ", ".join(
            f"{number} {_LABELS[key]}{'s' if number != 1 else ''}" for key, number in count.items() if number
        )
        out.append(f"{name}: {tally}; {figures.words} words{ease}")
    else:
        out.append(f"{name}: no rule fired; {figures.words} words{ease}")
    unread = "truth of the facts, other law" if facts else "truth of the facts, trace to an incident, other law"
    if report.off:
        out.append(f"Switched off in settings.toml: {', '.join(report.off)}.")
    if report.allowed:
        out.append(f"Allowed by the glossary in settings.toml: {report.allowed} term{'s' * (report.allowed != 1)}.")
    out.append(f"Not checked: {unread}.")
    return out
