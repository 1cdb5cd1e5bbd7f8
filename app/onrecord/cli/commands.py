"""The commands as a click group. Each command's module is imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

import click

from onrecord import __version__
from onrecord.errors import EXIT_BAD_INPUT, BadInput, nearest

COMMANDS = {
    "demo": ("onrecord.cli.incidents", "demo", "A private copy of an example incident, opened in the app."),
    "new": ("onrecord.cli.incidents", "new", "Make a new incident."),
    "ask": ("onrecord.cli.ask", "ask", "The interview as plain lines."),
    "draft": ("onrecord.cli.draft", "draft", "A statement on stdout."),
    "check": ("onrecord.cli.check", "command", "Read a text before anyone else does."),
    "guard": ("onrecord.cli.guard", "command", "Does a rewrite say exactly what the sentence says?"),
    "refine": ("onrecord.cli.refine", "command", "Plainer words for a statement, one proposal at a time."),
    "export": ("onrecord.cli.export", "export", "Write the statements and the approver's sheets."),
    "history": ("onrecord.cli.record", "history", "Who knew, wrote, cleared and issued what, when."),
    "calls": ("onrecord.cli.calls", "calls", "The media log: note a call, note which line was given."),
    "sign": ("onrecord.cli.sign", "sign", "Note who cleared a version, or whose yes is missing."),
    "issue": ("onrecord.cli.sign", "issue", "Put a cleared text on record as given out."),
    "changes": ("onrecord.cli.changes", "changes", "What was given out and is out of date; update and correction."),
    "clocks": ("onrecord.cli.changes", "clocks", "What was promised for when."),
    "handover": ("onrecord.cli.changes", "handover", "One page for whoever takes over."),
    "verify": ("onrecord.cli.record", "verify", "Does the record hold?"),
    "share": ("onrecord.cli.share", "share", "Share the record: who gets it, and who has it."),
    "sync": ("onrecord.cli.share", "sync", "Bring two people's work on one incident together."),
    "templates": ("onrecord.cli.templates", "templates", "List, check and show templates."),
    "profile": ("onrecord.cli.profile", "profile", "Whom to call, who may send alone, whose sign-off a text needs."),
    "models": ("onrecord.cli.models", "command", "Local models: list, add, install, verify."),
    "paths": ("onrecord.cli.upkeep", "paths", "Where onrecord keeps things."),
    "doctor": ("onrecord.cli.upkeep", "doctor", "Is everything in order on this machine?"),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports them when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _, _) in COMMANDS.items() if _is_there(module)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS or not _is_there(COMMANDS[name][0]):
            return None
        module, attribute, _ = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            if Path(args[0]).exists():
                raise BadInput("this is no incident", where=args[0], hint="Give a folder that holds incident.toml.")
            raise BadInput(
                f"neither a command nor a folder: {args[0]!r}", hint=nearest(args[0], self.list_commands(ctx))
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])


def _is_there(module: str) -> bool:
    path = Path(__file__).parent / f"{module.rpartition('.')[2]}.py"
    return path.is_file()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine; 1 a blocking finding, or a gate that stays shut; 2 wrong use or bad input; "
    "3 a part that is not installed.",
)
@click.version_option(__version__, "--version", prog_name="onrecord", message="%(prog)s %(version)s")
def group() -> None:
    """An offline drafting desk for the first hours of a crisis.

    `onrecord` opens the app, `onrecord FOLDER` an incident in it, `onrecord FOLDER --at 14:05` the incident as it stood
    then, `onrecord --review FOLDER` an incident to read and to answer for whoever clears its texts. Nothing leaves this
    machine.
    """


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Usage errors of click become exit code 2 with a hint."""
    try:
        result = group.main(args=list(arguments), prog_name="onrecord", standalone_mode=False)
    except click.exceptions.Exit as done:
        return int(done.exit_code)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.UsageError as error:
        click.echo(f"onrecord: {error.format_message()}", err=True)
        if error.ctx is not None:
            click.echo(f"  {error.ctx.get_usage()}", err=True)
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        click.echo(f"onrecord: {error.format_message()}", err=True)
        return EXIT_BAD_INPUT
    return result if isinstance(result, int) else 0
