"""What may be typed after the commands that ask what if."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Mapping

__all__ = ["WHAT_IFS"]


def _what_if(command: ArgumentParser) -> None:
    told = (
        "suppose this answer, such as F12=good, 'F12=not assessed', or F12= for none;"
        " may be given again and again"
    )
    command.add_argument(
        "--set", dest="changes", metavar="CODE=RATING", action="append", required=True, help=told
    )


def _improve(command: ArgumentParser) -> None:
    command.add_argument("--to", metavar="RATING", required=True, help="the rating to reach, or better")
    _add_node(command, "the part that is to reach it")
    told = "list so many of the plans that cost least; default: 1"
    command.add_argument("--max-plans", metavar="N", type=_count, default=1, help=told)
    told = "what costs 1: each step up (the default), or each changed answer, however far it rises"
    command.add_argument("--cost", choices=("steps", "questions"), default="steps", help=told)
    told = "these stay as they are: questions, or parts with all their questions"
    command.add_argument("--fixed", metavar="CODE", nargs="+", action="extend", default=[], help=told)
    told = "only these may change"
    command.add_argument("--only", metavar="CODE", nargs="+", action="extend", help=told)


def _range(command: ArgumentParser) -> None:
    told = (
        "set the answers to these aside, questions or parts with all below; without it, the "
        "questions that have no answer are open"
    )
    command.add_argument("--open", metavar="CODE", nargs="+", action="extend", help=told)
    told = "open questions may turn out not assessed, too"
    command.add_argument("--not-assessed", action="store_true", help=told)
    told = "add how likely each rating is, all answers to an open question being alike likely"
    command.add_argument("--chances", action="store_true", help=told)
    told = "take at most so many combinations of states in one addition; default: 5000000"
    command.add_argument("--most", metavar="N", type=_count, help=told)


def _influence(command: ArgumentParser) -> None:
    _add_node(command, "the part whose turning answers are listed one by one")


def _add_node(command: ArgumentParser, told: str) -> None:
    at = f"{told}: overall (the default), domain-3 or standard-8"
    command.add_argument("--at", metavar="NODE", default="overall", help=at)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"must be a whole number of 1 or more, not {text!r}")
    return int(text)


WHAT_IFS: Final[Mapping[str, tuple[str, Callable[[ArgumentParser], None]]]] = {
    "what-if": ("change some answers, and tell which ratings move", _what_if),
    "improve": ("find the cheapest changes of answers that reach a rating", _improve),
    "range": ("tell what an unfinished assessment can still become", _range),
    "influence": ("tell which answers matter, and how near each part is to turning", _influence),
}
"""What each command does, and what adds its own options."""
