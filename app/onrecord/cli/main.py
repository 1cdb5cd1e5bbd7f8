"""The door: the app for `onrecord [INCIDENT]`, commands for everything else, one message and one exit code for faults.

Nothing heavy is imported here. Without arguments, or with a folder, neither click nor any command is loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from onrecord.errors import EXIT_BAD_INPUT, EXIT_OK, BadInput, OnrecordError

REVIEW = "--review"
FAULT = 70
"""Exit code of a fault in onrecord itself (EX_SOFTWARE of sysexits.h)."""


def main(arguments: list[str] | None = None) -> None:
    """Run onrecord and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run onrecord; every fault becomes one message on stderr and an exit code."""
    try:
        if _is_app(arguments):
            from onrecord.tui.app import run_app

            return run_app(Path(arguments[0]) if arguments else None, at=arguments[2] if len(arguments) == 3 else "")
        if arguments[0] == REVIEW:
            from onrecord.tui.app import run_app

            return run_app(_to_review(arguments[1:]), review=True)
        if arguments[0] == "check":
            from onrecord.cli.check_run import run_plain

            code = run_plain(arguments[1:])
            if code is not None:
                return code
        from onrecord.cli.commands import run_command

        return run_command(arguments)
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("onrecord: interrupted; what was answered is on disk", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: not a fault. Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except UnicodeEncodeError:
        print("onrecord: this terminal cannot show the text; set PYTHONIOENCODING=utf-8", file=sys.stderr)
        return EXIT_BAD_INPUT
    except Exception as error:
        print(_told(error), file=sys.stderr)
        return FAULT


def _to_review(rest: list[str]) -> Path:
    """The incident of `onrecord --review INCIDENT`."""
    if len(rest) != 1 or rest[0].startswith("-"):
        raise BadInput("which incident?", hint="onrecord --review INCIDENT: its folder, or its incident.toml.")
    return Path(rest[0])


def _is_app(arguments: list[str]) -> bool:
    """No argument, or one that is a folder or an incident.toml; behind it `--at TIME`, as it stood then."""
    if not arguments:
        return True
    if len(arguments) not in (1, 3) or arguments[0].startswith("-") or arguments[1:2] not in ([], ["--at"]):
        return False
    path = Path(arguments[0])
    return path.name == "incident.toml" or path.is_dir()


def _told(error: Exception) -> str:
    """A fault of our own: where it happened, no values (a traceback could show facts)."""
    trace, places = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    lines = ["onrecord: a fault of its own; what was answered is on disk", f"  {type(error).__name__}"]
    return "\n".join([*lines, *(f"  at {place}" for place in places[-6:])])


if __name__ == "__main__":
    main()
