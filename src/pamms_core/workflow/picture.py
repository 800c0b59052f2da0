"""A workflow as a picture in SVG, drawn without any other tool: states in a column, ways beside them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.workflow.arrows import check_current
from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.workflow.machine import Machine

__all__ = ["svg"]

_EDGE, _BOX, _LINE, _GAP, _LANE = 12, 26, 17, 12, 13
"""Pixels: around it all, a state's height, a line's, between states, between lanes."""
_LETTER: Final = 6.5
"""About how wide a letter is, generously, so that no line runs through a text."""
_HUES: Final = ("#1f5a92", "#a3480b", "#1d6b45", "#7a2d7c", "#8a1f2d", "#54600a", "#24646e")


@attrs.frozen
class _Way:
    """What leads out of a state to another, on a line of its own."""

    source: str
    target: str
    label: str
    by_time: bool


@attrs.frozen
class _Lane:
    """All ways to one state, on one line down or up beside the column."""

    target: str
    top: int
    bottom: int
    place: int


def svg(machine: Machine[Any], *, current: str | None = None) -> str:
    """Draw a workflow as SVG, which every browser shows.

    States stand in the order of the table. Under each stands what leads out of it,
    with a line to where; all lines to one state run together. What time does is
    dashed, and ends have a double border. Who may do what, and what leaves the
    state as it is, stands in the table of ``who_may``.

    Args:
        machine: the table.
        current: a state to highlight, such as that of a case.

    Raises:
        UnknownNameError: the machine has no such state.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> from pamms_core.processes.dispute import dispute_machine
    >>> print(svg(dispute_machine(load_policy("south-west"))).splitlines()[1])
    <title>dispute, edition south-west 2026.1</title>
    """
    check_current(machine, current)
    states = (NEW, *machine.states)
    ways = tuple(_ways(machine))
    tops = _tops(states, ways)
    lanes = _lanes(ways, tops)
    wide = [*map(_width, states), *(34 + int(_LETTER * len(each.label)) for each in ways)]
    column = _EDGE + max(wide) + 20
    right = column + _LANE * (max((each.place for each in lanes), default=0) + 1) + _EDGE
    right = max(right, 2 * _EDGE + int(_LETTER * len(_title(machine))))
    height = _height(states, ways, tops)
    parts = [
        *_head(machine, right, height),
        *_drawn_lanes(ways, lanes, tops, column),
        *(
            line
            for each in states
            for line in _drawn_state(each, tops[each], end=each in machine.ends, here=each == current)
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _ways(machine: Machine[Any]) -> Iterator[_Way]:
    """List what changes the state, once for each state and each place it leads to."""
    seen: dict[_Way, None] = {}
    named = {rule.id: rule for rule in machine.all_rules}
    for rule in named.values():
        label = command_name(rule.command) if rule.when is None else f"time: {rule.when}"
        for source in machine.states_of(rule):
            for target in rule.to_states:
                if target != source:
                    seen.setdefault(_Way(source, target, label, rule.when is not None))
    yield from seen


def _tops(states: Iterable[str], ways: Iterable[_Way]) -> dict[str, int]:
    """Find how far down each state stands, with room for what leads out of it."""
    out = [each.source for each in ways]
    found, y = {}, _EDGE + _LINE
    for state in states:
        found[state] = y
        y += _BOX + _LINE * out.count(state) + _GAP
    return found


def _height(states: tuple[str, ...], ways: tuple[_Way, ...], tops: Mapping[str, int]) -> int:
    last = states[-1]
    return tops[last] + _BOX + _LINE * [each.source for each in ways].count(last) + _EDGE


def _levels(ways: Iterable[_Way], tops: Mapping[str, int]) -> dict[_Way, int]:
    """Find the height of each way's line, under the state that it leads out of."""
    found: dict[_Way, int] = {}
    taken = dict.fromkeys(tops, 0)
    for way in ways:
        taken[way.source] += 1
        found[way] = tops[way.source] + _BOX + _LINE * taken[way.source] - 5
    return found


def _lanes(ways: tuple[_Way, ...], tops: Mapping[str, int]) -> tuple[_Lane, ...]:
    """Give every state that is led to a lane, as near as others leave room, the shortest first."""
    levels = _levels(ways, tops)
    spans = []
    for target in dict.fromkeys(each.target for each in ways):
        ends = [levels[each] for each in ways if each.target == target]
        ends.append(tops[target] + _BOX // 2)
        spans.append((max(ends) - min(ends), min(ends), max(ends), target))
    placed: list[_Lane] = []
    for _, top, bottom, target in sorted(spans):
        taken = {each.place for each in placed if each.top <= bottom + 4 and top <= each.bottom + 4}
        place = next(number for number in range(len(spans)) if number not in taken)
        placed.append(_Lane(target, top, bottom, place))
    return tuple(placed)


def _title(machine: Machine[Any]) -> str:
    return f"{machine.id}, edition {machine.edition}"


def _head(machine: Machine[Any], width: int, height: int) -> Iterator[str]:
    title = escape(_title(machine))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" font-family="sans-serif" font-size="12">'
    )
    yield f"<title>{title}</title>"
    yield f'<rect width="{width}" height="{height}" rx="6" fill="#ffffff"/>'
    yield f'<text x="{_EDGE}" y="{_EDGE + 6}" fill="#555555">{title}</text>'


def _drawn_lanes(
    ways: tuple[_Way, ...], lanes: tuple[_Lane, ...], tops: Mapping[str, int], column: int
) -> Iterator[str]:
    """Draw each lane with its arrow, and each way's text and line to its lane."""
    levels, order = _levels(ways, tops), list(tops)
    for lane in lanes:
        hue = _HUES[order.index(lane.target) % len(_HUES)]
        x, into = column + _LANE * lane.place, tops[lane.target] + _BOX // 2
        box = _EDGE + _width(lane.target)
        yield f'<path d="M{x} {lane.top}V{lane.bottom}M{x} {into}H{box + 7}" {_look(hue)}/>'
        yield f'<path d="M{box} {into}l8 -4v8z" fill="{hue}"/>'
        for way in ways:
            if way.target == lane.target:
                yield from _drawn_way(way, levels[way], x, hue)


def _drawn_way(way: _Way, y: int, x: int, hue: str) -> Iterator[str]:
    begin = _EDGE + 20 + int(_LETTER * len(way.label))
    dashed = ' stroke-dasharray="4 3"' if way.by_time else ""
    slant = ' font-style="italic"' if way.by_time else ""
    yield f'<text x="{_EDGE + 14}" y="{y + 4}" fill="{hue}"{slant}>{escape(way.label)}</text>'
    yield f'<path d="M{begin} {y}H{x}" {_look(hue)}{dashed}/>'
    yield f'<circle cx="{x}" cy="{y}" r="2.5" fill="{hue}"/>'


def _look(hue: str) -> str:
    return f'fill="none" stroke="{hue}" stroke-width="1.3"'


def _width(state: str) -> int:
    return 24 + int(_LETTER * 1.1 * len(_said(state)))


def _said(state: str) -> str:
    return "begin" if state == NEW else state.replace("-", " ")


def _drawn_state(state: str, y: int, *, end: bool, here: bool) -> Iterator[str]:
    fill, line = ("#ffe08a", "#7a5b00") if here else ("#eef1f4", "#44505c")
    wide = _width(state)
    outer = f'x="{_EDGE}" y="{y}" width="{wide}" height="{_BOX}" rx="7"'
    yield f'<rect {outer} fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
    if end:
        inner = f'x="{_EDGE + 3}" y="{y + 3}" width="{wide - 6}" height="{_BOX - 6}" rx="5"'
        yield f'<rect {inner} fill="none" stroke="{line}"/>'
    text = escape(_said(state))
    yield f'<text x="{_EDGE + 11}" y="{y + 17}" font-weight="bold" fill="#1c2329">{text}</text>'
