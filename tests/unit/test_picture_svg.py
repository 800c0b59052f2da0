"""Workflows as SVG: every way is drawn from its state to where it leads, and nothing overlaps."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from drafts import DRAFTS

from pamms_core.errors import UnknownNameError
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.processes.catalogue import MACHINES, machine_named
from pamms_core.workflow import Machine, Open, Rule
from pamms_core.workflow.picture import svg

EVERY = [(policy, name) for policy in shipped_policies() for name in MACHINES]
_SVG = "{http://www.w3.org/2000/svg}"


def _read(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - it is our own


def texts(drawn: str) -> list[str]:
    """List the texts of a picture."""
    return [each.text or "" for each in _read(drawn).iter(f"{_SVG}text")]


@pytest.mark.parametrize(("policy", "name"), EVERY)
def test_every_change_of_state_is_drawn(policy: str, name: str) -> None:
    """Each way out of each state has its line, as often as the rows say."""
    machine = machine_named(load_policy(policy), name)
    found = texts(svg(machine))
    assert {each.replace("-", " ") for each in machine.states} <= set(found)
    ways = {
        (source, target, rule.command if rule.when is None else str(rule.when))
        for rule in machine.all_rules
        for source in machine.states_of(rule)
        for target in rule.to_states
        if source != target
    }
    assert len(found) == 2 + len(machine.states) + len(ways)


@pytest.mark.parametrize(("policy", "name"), EVERY)
def test_no_two_lines_to_different_states_run_together(policy: str, name: str) -> None:
    """Two lanes at one place never touch, and each lies within the picture."""
    root = _read(svg(machine_named(load_policy(policy), name)))
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    lanes: dict[int, list[tuple[int, int]]] = {}
    for path in root.iter(f"{_SVG}path"):
        if found := re.match(r"M(\d+) (\d+)V(\d+)M", path.attrib["d"]):
            x, top, bottom = map(int, found.groups())
            assert 0 < x < width
            assert 0 < top < bottom < height
            lanes.setdefault(x, []).append((top, bottom))
    for spans in lanes.values():
        spans.sort()
        assert all(first[1] < second[0] for first, second in pairwise(spans))
    boxes = [each.attrib for each in root.iter(f"{_SVG}rect") if "x" in each.attrib]
    edge = max(int(each["x"]) + int(each["width"]) for each in boxes)
    assert edge < min(lanes)


@pytest.mark.parametrize(("policy", "name"), EVERY)
def test_every_text_ends_within_the_picture(policy: str, name: str) -> None:
    """The title of a small workflow is not cut off, nor is any other text, at 6 pixels a letter."""
    root = _read(svg(machine_named(load_policy(policy), name)))
    for text in root.iter(f"{_SVG}text"):
        assert int(text.attrib["x"]) + 6 * len(text.text or "") <= int(root.attrib["width"])


def test_the_state_of_a_case_and_ends_are_marked() -> None:
    """The state that a case is in has another colour, an end a double border, time a dashed line."""
    plain, marked = svg(DRAFTS), svg(DRAFTS, current=DRAFTS.states[0])
    assert ("#ffe08a" in plain, marked.count("#ffe08a")) == (False, 1)
    assert plain.count("<rect") == 2 + len(DRAFTS.states) + len(DRAFTS.ends)
    assert "stroke-dasharray" in plain
    with pytest.raises(UnknownNameError, match="unknown state 'lost'") as caught:
        svg(DRAFTS, current="lost")
    assert caught.value.name == "lost"


def test_names_cannot_break_the_picture() -> None:
    """What a table calls its states is text, whatever signs are in it."""

    @attrs.frozen
    class Close:
        """Close it."""

    machine: Machine[Any] = Machine(
        id="<b>&",
        edition='"1"',
        states=["a<b", "end"],
        ends=["end"],
        roles=["x"],
        opening=Rule(id="open", command=Open, to="a<b", roles=["x"]),
        rules=[Rule(id="close", command=Close, from_states=["a<b"], to="end", roles=["x"])],
    )
    assert texts(svg(machine)) == ['<b>&, edition "1"', "open", "close", "begin", "a<b", "end"]
