"""Every rule of the domain's sections 2 to 5 is cited by what decides, and by a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest
from playing import LOCALITIES, policy_of

from pamms_core.policies.citing import rule_ids
from pamms_core.processes.catalogue import MACHINES, machine_named

RULES: Final = (
    *(f"A{number}" for number in range(1, 17)),
    *(f"SA{number}" for number in range(1, 5)),
    *(f"D{number}" for number in range(1, 7)),
    *(f"P{number}" for number in range(1, 8)),
)
_TESTS: Final = Path(__file__).parents[1]
_IDS: Final = re.compile(r"\b(?:SA|[ADP])\d+\b")
_IN_NAME: Final = re.compile(r"(?<=_)(?:sa|[adp])\d+(?=_|$)")


def _cited_by_what_decides() -> set[str]:
    found: set[str] = set()
    for locality in LOCALITIES:
        policy = policy_of(locality)
        found.update(*map(rule_ids, policy.sources.values()))
        for name in MACHINES:
            found.update(*(rule_ids(rule.source) for rule in machine_named(policy, name).all_rules))
    return found


def _cited_by_tests() -> set[str]:
    """Collect the ids in names and docstrings of test functions; this one does not count."""
    found: set[str] = set()
    for path in sorted(_TESTS.rglob("test_*.py")):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.update(each.upper() for each in _IN_NAME.findall(node.name))
                found.update(_IDS.findall(ast.get_docstring(node) or ""))
    return found


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_cited_where_it_decides(rule: str) -> None:
    """A row of a machine, or a value of a policy, names the rule as its source."""
    assert rule in _CITED


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_cited_by_a_test(rule: str) -> None:
    """The name or the docstring of a test names the rule."""
    assert rule in _TESTED


def test_no_source_names_a_rule_that_is_not_there() -> None:
    """Sources of rows and values name rules of the domain only."""
    known = {*RULES, *(f"S{n}" for n in range(1, 14)), *(f"F{n}" for n in range(1, 7)), "O2"}
    assert known >= _CITED


@pytest.mark.parametrize("locality", LOCALITIES)
def test_every_row_has_a_source(locality: str) -> None:
    """No row of any machine stands without a rule id, or says that it is ours."""
    for name in MACHINES:
        for rule in machine_named(policy_of(locality), name).all_rules:
            assert rule_ids(rule.source) or "ours" in rule.source, (name, rule.id)


_CITED: Final = _cited_by_what_decides()
_TESTED: Final = _cited_by_tests()
