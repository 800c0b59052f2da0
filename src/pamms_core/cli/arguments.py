"""What may be typed after ``pamms``, and the command it names, ready to run."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Final

from pamms_core.cli.json_fields import FIELDS
from pamms_core.cli.process_arguments import PROCESS_MODULES, add_process_commands
from pamms_core.cli.what_if_arguments import WHAT_IFS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pamms_core.cli.status import Status

__all__ = ["parse"]

_ENDING: Final = """\
exit status:
  0  fine
  1  problems found: bad data, mistakes in a file, a file that cannot be written
  2  usage: a wrong option, a name that is not known, or a missing extra

A closed pipe and Ctrl-C end quietly, with 141 and 130. Results go to standard
output, errors to standard error, one line a mistake.
"""

_FILE: Final = "answers: a .toml, .json, .csv or .xlsx file, or the name of a shipped example"
_SET: Final = "the id of a shipped question set, or its .toml, .csv or .xlsx file"

_METHOD: Final = "the name of a shipped method, such as examples/cms-2022, or its file"

# Of commands that have a module of their own, which one.
_MODULES: Final = {
    "carry": "editing",
    "crosswalk": "crosswalking",
    "editions": "editing",
    "export-set": "spreadsheets",
    "import-set": "spreadsheets",
    "improve": "what_ifs",
    "influence": "what_ifs",
    "prove": "proving",
    "questions": "exploring",
    "range": "what_ifs",
    "sets": "exploring",
    "template": "spreadsheets",
    "verify": "verifying",
    "what-if": "what_ifs",
    **PROCESS_MODULES,
}


def parse(argv: Sequence[str] | None) -> Callable[[], Status]:
    """Return the command that the arguments name, ready to run.

    Raises:
        SystemExit: they name none; argparse has said why, or has given help.
    """
    options = _parser().parse_args(argv)
    from importlib import import_module

    module = import_module(f"pamms_core.cli.{_MODULES.get(options.command, 'commands')}")
    return partial(getattr(module, options.command.replace("-", "_")), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pamms",
        description="Rate the quality of adult social care, and say how each rating came about.",
        epilog=_ENDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_rate(commands)
    _add_explain(commands)
    _add_report(commands)
    _add_compare(commands)
    for name, (does, options) in WHAT_IFS.items():
        options(_rated(_add(commands, name, does), "--question-set" if name == "what-if" else "--set"))
    _add_crosswalk(commands)
    _add_sets(commands)
    _add_questions(commands)
    _add_editions(commands)
    _add_carry(commands)
    _add_check(commands)
    _add_prove(commands)
    _add_verify(commands)
    _add_template(commands)
    _add_import_set(commands)
    _add_export_set(commands)
    add_process_commands(lambda name, does: _add(commands, name, does))
    return parser


_Commands = argparse._SubParsersAction


def _add(commands: _Commands[argparse.ArgumentParser], name: str, does: str) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=_ENDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("--json", action="store_true", help=f"write JSON: {FIELDS[name]}")
    return command


def _add_rate(commands: _Commands[argparse.ArgumentParser]) -> None:
    _rated(_add(commands, "rate", "rate an answer sheet: overall, domains and standards"))


def _add_explain(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _rated(_add(commands, "explain", "tell how a rating came about"))
    told = "overall (the default), domain-3, standard-8, or a question such as B07"
    command.add_argument("code", metavar="CODE", nargs="?", default="overall", help=told)


def _add_report(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _rated(_add(commands, "report", "write a report of a rated answer sheet"))
    _add_document(command)
    length = command.add_mutually_exclusive_group()
    summary = "ratings only (the default for text)"
    length.add_argument("--summary", dest="full", action="store_false", default=None, help=summary)
    full = "every question, comment and piece of evidence too (the default for markdown and html)"
    length.add_argument("--full", action="store_true", default=None, help=full)


def _add_crosswalk(commands: _Commands[argparse.ArgumentParser]) -> None:
    does = "regroup ratings as evidence for CQC's key questions or regulations; no CQC rating"
    command = _rated(_add(commands, "crosswalk", does))
    by = ("key-question", "regulation")
    command.add_argument("--by", choices=by, default=by[0], help=f"default: {by[0]}")
    _add_document(command)


def _add_document(command: argparse.ArgumentParser) -> None:
    """Add what every command needs that writes a document."""
    formats = ("text", "markdown", "html")
    chosen = "as the ending of OUT says (.md, .html), otherwise text"
    command.add_argument("--format", choices=formats, help=f"the format; default: {chosen}")
    written = "write to this file as UTF-8, replacing it, instead of to standard output"
    command.add_argument("-o", "--output", metavar="OUT", help=written)


def _add_compare(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "compare", "compare what two methods make of the same answers")
    command.add_argument("file", metavar="FILE", help=_FILE)
    _add_set(command)
    method = "the id of a shipped method, or its file; give it twice: the one before, the one after"
    command.add_argument("--method", metavar="METHOD", action="append", default=[], help=method)
    _add_titles(command)


def _add_sets(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "sets", "list the shipped question sets, methods and examples")
    _add_whereabouts(command, "only the question sets of")


def _add_whereabouts(command: argparse.ArgumentParser, told: str) -> None:
    command.add_argument("--region", metavar="REGION", help=f"{told} this region")
    command.add_argument("--area", metavar="AREA", help=f"{told} this market area, such as community")


def _add_questions(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "questions", "print a question set as a checklist by section")
    told = "the id of a shipped question set, or its file; or give --region and --area"
    command.add_argument("set", metavar="SET", nargs="?", help=told)
    _add_whereabouts(command, "without SET: the set of")
    command.add_argument("--section", metavar="LETTER", help="only the questions of this section")
    bears = "only those on this standard: in a region without domains, the one they bear on"
    command.add_argument("--standard", metavar="NUMBER", type=int, help=bears)
    kind = "only those that look at this kind of evidence, such as 'care file'"
    command.add_argument("--evidence", metavar="KIND", help=kind)
    command.add_argument("--critical", action="store_true", default=None, help="only critical ones")
    command.add_argument("--guidance", action="store_true", help="add what each rating looks like")
    _add_titles(command)
    _add_document(command)


def _add_editions(commands: _Commands[argparse.ArgumentParser]) -> None:
    does = "compare two editions of a question set: added, dropped, reworded, reweighted, moved"
    _old_and_new(_add(commands, "editions", does))


def _add_carry(commands: _Commands[argparse.ArgumentParser]) -> None:
    does = "carry an answer sheet to another edition, and tell what needs looking at"
    command = _add(commands, "carry", does)
    command.add_argument("file", metavar="FILE", help=_FILE)
    _old_and_new(command)
    written = "write the new sheet to this file as JSON, replacing it"
    command.add_argument("-o", "--output", metavar="OUT", help=written)


def _old_and_new(command: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        told = f"the {name} edition: the id of a shipped question set, or its file"
        command.add_argument(name, metavar=name.upper(), help=told)


def _add_check(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "check", "check a file: answers, a question set or a method")
    told = "a path, or the name of anything shipped; what it is, is told by its content"
    command.add_argument("file", metavar="FILE", help=told)
    _add_set(command)


def _add_prove(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "prove", "tell what holds of a method for all answers")
    command.add_argument("method", metavar="METHOD", help=_METHOD)
    told = "the question set to try it on; without one, only the form of its rules is looked at"
    command.add_argument("set", metavar="SET", nargs="?", help=told)


def _add_verify(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "verify", "rate recorded cases again, and tell which ratings differ")
    command.add_argument("method", metavar="METHOD", help=_METHOD)
    told = "the question set that was answered; - or none if the method has a tree of its own"
    command.add_argument("set", metavar="SET", nargs="?", help=told)
    cases = (
        "a .csv file: a row a case, with the columns case, overall (or other nodes) and question codes"
    )
    command.add_argument("cases", metavar="CASES", help=cases)


def _add_template(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "template", "write an answer workbook or table to be filled in")
    told = f"{_SET}; none with a --method that has a tree of its own"
    command.add_argument("set", metavar="SET", nargs="?", help=told)
    command.add_argument("--answers", metavar="FILE", help=f"fill these in; {_FILE}")
    told = f"ask for its flags too; {_METHOD}"
    command.add_argument("--method", metavar="METHOD", help=told)
    _add_titles(command)
    _written(command, "a .xlsx or .csv file")


def _add_import_set(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "import-set", "check a question set of a spreadsheet and write it as TOML")
    command.add_argument("file", metavar="FILE", help="a .xlsx or .csv file")
    _written(command, "a .toml file")


def _add_export_set(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "export-set", "write a question set as a spreadsheet or TOML")
    command.add_argument("set", metavar="SET", help=_SET)
    _written(command, "a .xlsx, .csv or .toml file")


def _written(command: argparse.ArgumentParser, kind: str) -> None:
    """Add where a file is written to."""
    told = f"what to write: {kind}"
    command.add_argument("-o", "--output", metavar="OUT", required=True, help=told)
    command.add_argument("--replace", action="store_true", help="replace OUT if it is there already")


def _rated(command: argparse.ArgumentParser, set_option: str = "--set") -> argparse.ArgumentParser:
    """Add what every command needs that rates a sheet."""
    command.add_argument("file", metavar="FILE", help=_FILE)
    _add_set(command, set_option)
    method = "the id of a shipped method, or its file; default: pamms-reference"
    command.add_argument("--method", metavar="METHOD", default="pamms-reference", help=method)
    _add_titles(command)
    return command


def _add_titles(command: argparse.ArgumentParser) -> None:
    told = "show titles and labels as this locality has them, such as lancashire or south-west"
    command.add_argument("--titles", metavar="LOCALITY", help=told)


def _add_set(command: argparse.ArgumentParser, option: str = "--set") -> None:
    told = "the id of a shipped question set, or its file; default: the one the answers name"
    command.add_argument(option, dest="set", metavar="SET", help=told)


class _Version(argparse.Action):
    """Look the version up only when asked: it is costly to find."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        from pamms_core.cli.output import write

        try:
            found = version("pamms-core")
        except PackageNotFoundError:
            found = "(not installed)"
        write(f"pamms {found}\n")
        parser.exit()
