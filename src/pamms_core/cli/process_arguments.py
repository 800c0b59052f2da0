"""What may be typed after ``pamms policies``, ``pamms workflow`` and ``pamms story``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

__all__ = ["PROCESS_JSON", "PROCESS_MODULES", "add_process_commands"]

PROCESS_JSON: Final = {
    "policies": "list: policies (id, edition, title, values, ours); show and compare: policies (ids) and"
    " values (path, group, name, differs, cells (text, source, ours, or null)); check: file, title,"
    " mistakes, findings (code, where, message)",
    "workflow": "show: machine, edition, fingerprint, rows (rule, command or when, roles, states, to,"
    " source); diagram: text; options: state, options (name, allowed, reasons, still_open); replay:"
    " state, version, entries (number, at, role, rule, to), due (clock, on); verify: entries, fault"
    " (or null)",
    "story": "policy, scenes (at, who, what, states, sources, told (event, to, subject, text), due"
    " (clock, on))",
}
PROCESS_MODULES: Final = {"policies": "policies", "workflow": "workflows", "story": "storytelling"}
_POLICY: Final = "the id of a shipped policy, such as norfolk, or a council's own .toml file"
_MACHINE: Final = (
    "assessment, targeted-review, self-assessment, dispute, action-plan, follow-up, concern,"
    " concern-safeguarding or concern-health-and-safety"
)


def add_process_commands(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the three commands."""
    _policies(add("policies", "list, show, compare and check local policies"))
    _workflow(add("workflow", "show who may do what, and look at a case or its log"))
    _story(add("story", "play a whole assessment by a local policy, with dates and messages"))


def _policies(command: argparse.ArgumentParser) -> None:
    does = "list (the default), show POLICY, compare [POLICY ...] or check FILE"
    actions = ("list", "show", "compare", "check")
    command.add_argument("action", choices=actions, nargs="?", default="list", help=does)
    command.add_argument("names", metavar="POLICY", nargs="*", help=_POLICY)
    everything = "compare: every value, and not only the differences"
    command.add_argument("--all", action="store_true", help=everything)
    formats = ("text", "markdown", "html")
    told = f"how it is written; default: {formats[0]}"
    command.add_argument("--format", choices=formats, default=formats[0], help=told)
    on = "the day for warnings about dates, such as 2026-11-22; without it there are none"
    command.add_argument("--on", metavar="DATE", help=on)


def _workflow(command: argparse.ArgumentParser) -> None:
    actions = ("show", "options", "replay", "verify", "diagram")
    does = "show the table, draw it, or look at a FILE: what may be done, what was, whether it is whole"
    command.add_argument("action", choices=actions, help=does)
    command.add_argument("policy", metavar="POLICY", help=_POLICY)
    command.add_argument("machine", metavar="MACHINE", help=_MACHINE)
    file = "options and replay: a case or a log; verify: a log; as the library's codec writes them"
    command.add_argument("file", metavar="FILE", nargs="?", help=file)
    told = (
        "show: text (the default) or markdown, a wide table; diagram: the source text of a drawing, for"
        " other programs, so in lines of any width: mermaid (the default), dot or svg"
    )
    formats = ("text", "markdown", "mermaid", "dot", "svg")
    command.add_argument("--format", choices=formats, help=told)
    command.add_argument(
        "--state", metavar="STATE", help="show and diagram: the state that a case is in"
    )
    role = "options: a role of the person who asks; may be given again"
    command.add_argument("--role", metavar="ROLE", action="append", default=[], help=role)
    at = "options: when, such as 2026-11-22T09:00:00+00:00; without it, when the case or log ends"
    command.add_argument("--at", metavar="TIME", help=at)
    person = "options: the id of the person who asks"
    command.add_argument("--person", metavar="ID", default="somebody", help=person)
    head = "verify: the hash of the newest entry, kept elsewhere"
    command.add_argument("--head", metavar="HASH", help=head)


def _story(command: argparse.ArgumentParser) -> None:
    command.add_argument("policy", metavar="LOCALITY", help=_POLICY)
    command.add_argument("--full", action="store_true", help="write every message in full")
    command.add_argument("--from", dest="begin", metavar="DATE", help="the day on which it begins")
    log = "write the sealed log of the assessment to this file, for pamms workflow"
    command.add_argument("--log", metavar="OUT", help=log)
