"""Show what holds of a method: what ``prove`` prints.

Findings are grouped by property, and within it those that say the same; of
their counterexamples, one of the smallest is shown.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from pamms_core.cli.layout import facts, heading, paragraph, styled, table
from pamms_core.rating.proofs import Property, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core import Method, ProofFinding, Proofs
    from pamms_core.rating.tree import Node

    _Group: TypeAlias = list[ProofFinding]

__all__ = ["proofs_view", "runs"]

_NUMBERED: Final = re.compile(r"(.*?)([0-9]{1,9})")
_SHORTEST_RUN: Final = 3
_STYLES: Final = {Status.HOLDS: "green", Status.FAILS: "bold red", Status.UNPROVEN: "yellow"}
_STATUS_WIDTH: Final = max(map(len, Status))
_ORDER: Final = (Status.FAILS, Status.UNPROVEN, Status.MEASURED, Status.IDLE, Status.HOLDS)
_LONGEST: Final = 60  # a longer list of codes than fits a line


def proofs_view(found: Proofs, method: Method, nodes: Sequence[Node]) -> Iterator[RenderableType]:
    """Show every property with how it stands at which nodes, and counterexamples.

    Args:
        found: what was found.
        method: the method.
        nodes: the nodes of the tree; none where only the rules were looked at.
    """
    yield heading(f"{method.title}: what holds for all answers")
    yield facts(_facts(found, method))
    if not found.question_set:
        yield paragraph("Seen from the rules alone. Name a question set to try the method on it.")
    for about in Property:
        if groups := _grouped(found.of(about)):
            yield heading(f"{about[0].upper()}{about[1:]}")
            yield _standing(groups, nodes)
            for group in groups:
                yield from _example(group)


def _facts(found: Proofs, method: Method) -> Iterator[tuple[str, str]]:
    yield "Method", f"{method.id}, edition {method.edition} ({method.status})"
    if found.question_set and method.tree is None:
        yield "Question set", found.question_set
    counts = (f"{len(found.with_status(each))} {each}" for each in Status)
    yield "Found", ", ".join(counts)


def _grouped(findings: Iterable[ProofFinding]) -> list[_Group]:
    """Put together what says the same of several nodes; what needs a look comes first."""
    groups: dict[tuple[str, str], _Group] = {}
    for each in findings:
        groups.setdefault((each.status, each.said), []).append(each)
    return sorted(groups.values(), key=lambda group: _ORDER.index(group[0].status))


def _standing(groups: list[_Group], nodes: Sequence[Node]) -> Table:
    grid = table()
    grid.add_column("Status", width=_STATUS_WIDTH)
    grid.add_column("Found", ratio=3)
    grid.add_column("Where", ratio=2, overflow="fold")
    for group in groups:
        first = group[0]
        where = "; ".join(_where([each.node for each in group], nodes))
        status = styled(first.status, _STYLES.get(first.status, ""))
        grid.add_row(status, styled(first.said), styled(where))
    return grid


def _where(codes: list[str], nodes: Sequence[Node]) -> Iterator[str]:
    """Name nodes, those of one kind together, and all of a kind by their number."""
    of_kind: dict[str, list[str]] = {}
    for node in nodes:
        of_kind.setdefault(node.kind, []).append(node.code)
    for kind, every in of_kind.items():
        having = [code for code in every if code in codes]
        if len(having) >= _SHORTEST_RUN and having == every:
            yield f"{kind}: all {len(every)}"
        elif having:
            yield runs(having)
    known = {node.code for node in nodes}
    if rules := [code for code in codes if code not in known]:
        yield runs(rules)


def _example(group: _Group) -> Iterator[RenderableType]:
    """Show the smallest counterexample of a group."""
    with_sheets = [each for each in group if each.sheets]
    if with_sheets:
        smallest = min(with_sheets, key=lambda each: len(each.sheets[0]))
        yield facts(_sheet_facts(smallest))


def _sheet_facts(finding: ProofFinding) -> Iterator[tuple[str, str]]:
    first, *others = finding.sheets
    yield "Example", f"{finding.node}: {finding.said}"
    for told in _by_answer(first):
        yield "", told
    for other in others:
        for code in dict.fromkeys([*first, *other]):
            before, after = (sheet.get(code, "left open") for sheet in (first, other))
            if before != after:
                yield "then", f"{code}: {after}, where it was {before}"


def _by_answer(sheet: Mapping[str, str]) -> Iterator[str]:
    """Tell a sheet by its answers, the most frequent last and, if it has many codes, counted."""
    codes: dict[str, list[str]] = {}
    for code, answer in sheet.items():
        codes.setdefault(answer, []).append(code)
    by_number = sorted(codes.items(), key=lambda each: len(each[1]))
    for place, (answer, having) in enumerate(by_number, 1):
        listed = runs(having)
        is_rest = 1 < place == len(by_number) and len(listed) > _LONGEST
        yield f"{answer}: {f'the other {len(having)}' if is_rest else listed}"


def runs(codes: Iterable[str]) -> str:
    """Write codes with those that follow one another as a run.

    >>> runs(["standard-1", "standard-2", "domain-1", "standard-3", "overall"])
    'standard-1 to standard-3, domain-1, overall'
    """
    stems: dict[str, list[tuple[int, str]]] = {}
    for code in codes:
        found = _NUMBERED.fullmatch(code)
        stem, number = (found[1], int(found[2])) if found else (code, 0)
        stems.setdefault(stem, []).append((number, code))
    return ", ".join(run for numbered in stems.values() for run in _runs(sorted(numbered)))


def _runs(numbered: list[tuple[int, str]]) -> Iterator[str]:
    """Yield the runs of codes that share what stands before their number."""
    for _, run in groupby(enumerate(numbered), key=lambda each: each[1][0] - each[0]):
        codes = [code for _, (_, code) in run]
        yield ", ".join(codes) if len(codes) < _SHORTEST_RUN else f"{codes[0]} to {codes[-1]}"
