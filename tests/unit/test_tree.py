"""The tree that a question set is rated as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import pytest

from pamms_core import UnknownNameError, load_method
from pamms_core._frozen import FrozenMap
from pamms_core.rating.method import NodeKind
from pamms_core.rating.readings import Bands
from pamms_core.rating.tree import Node, plant

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework, Outcome, QuestionSet

ROWS = {"A01": (3, 1), "A02": (1, 1), "A03": (14, 1), "B01": (1, 1), "B02": (2, 1)}
METHOD: Final = load_method()


def outline(nodes: tuple[Node, ...]) -> list[tuple[str, list[str], list[str]]]:
    """Write each node as its code, its children's codes and its questions' codes."""
    return [
        (
            node.code,
            [nodes[child].code for child in node.children],
            [question.code for question in node.questions],
        )
        for node in nodes
    ]


def test_a_tree_with_domains(make_set: Callable[..., QuestionSet]) -> None:
    """S1: standards stand below their domains; what is left out is absent, overall is last."""
    nodes = plant(make_set(ROWS), METHOD)
    assert outline(nodes) == [
        ("standard-1", [], ["A02", "B01"]),
        ("standard-2", [], ["B02"]),
        ("domain-1", ["standard-1", "standard-2"], ["A02", "B01", "B02"]),
        ("standard-3", [], ["A01"]),
        ("domain-2", ["standard-3"], ["A01"]),
        ("standard-14", [], ["A03"]),
        ("domain-5", ["standard-14"], ["A03"]),
        ("overall", ["domain-1", "domain-2", "domain-5"], ["A02", "B01", "B02", "A01", "A03"]),
    ]
    assert [(node.kind, node.number, node.title) for node in nodes[-2:]] == [
        (NodeKind.DOMAIN, 5, "Quality of management"),
        (NodeKind.OVERALL, None, "Overall"),
    ]


def test_a_tree_without_domains(make_set: Callable[..., QuestionSet], framework: Framework) -> None:
    """S3: without domains the standards stand directly below the overall node, in order."""
    flat = attrs.evolve(
        framework,
        domains=(),
        standards=tuple(attrs.evolve(each, domain=None) for each in framework.standards),
    )
    assert outline(plant(make_set(ROWS, flat), METHOD)) == [
        ("standard-1", [], ["A02", "B01"]),
        ("standard-2", [], ["B02"]),
        ("standard-3", [], ["A01"]),
        ("standard-14", [], ["A03"]),
        (
            "overall",
            ["standard-1", "standard-2", "standard-3", "standard-14"],
            ["A02", "B01", "B02", "A01", "A03"],
        ),
    ]


def test_domains_that_interleave_their_standards(
    make_set: Callable[..., QuestionSet], framework: Framework
) -> None:
    """A domain's questions stand side by side even where its standards' numbers do not."""
    crossed = attrs.evolve(
        framework,
        domains=tuple(reversed(framework.domains)),
        standards=tuple(attrs.evolve(each, domain=1 + each.number % 2) for each in framework.standards),
    )
    nodes = plant(make_set(ROWS, crossed), METHOD)
    assert [node.code for node in nodes] == [
        "standard-1",
        "standard-3",
        "domain-2",
        "standard-2",
        "standard-14",
        "domain-1",
        "overall",
    ]


def test_a_standard_without_a_domain_stands_beside_the_domains(
    make_set: Callable[..., QuestionSet], framework: Framework, make_outcome: Callable[..., Outcome]
) -> None:
    """A standard that belongs to no domain is the overall node's own child."""
    mixed = attrs.evolve(
        framework,
        standards=tuple(
            attrs.evolve(each, domain=None if each.number == 2 else each.domain)
            for each in framework.standards
        ),
    )
    question_set = make_set(ROWS, mixed)
    tops = outline(plant(question_set, METHOD))[-1][1]
    assert tops == ["domain-1", "domain-2", "domain-5", "standard-2"]
    outcome = make_outcome(question_set, "GGGGG")
    assert [each.code for each in outcome.standards] == [
        "standard-1",
        "standard-2",
        "standard-3",
        "standard-14",
    ]


def test_every_node_cuts_its_questions_out_of_the_list(full_set: QuestionSet) -> None:
    """``start`` and ``stop`` give a node its questions among all questions of the tree."""
    nodes = plant(full_set, METHOD)
    everything = nodes[-1].questions
    assert len(nodes) == 16 + 5 + 1
    assert sorted(each.code for each in everything) == [each.code for each in full_set]
    for node in nodes:
        assert everything[node.start : node.stop] == node.questions


def test_titles_come_from_the_sets_framework(
    make_set: Callable[..., QuestionSet], framework: Framework
) -> None:
    """S1: a locality's titles show in the tree; the codes are numbers and stay."""
    nodes = plant(make_set(ROWS, framework.titled("lancashire")), METHOD)
    assert nodes[6].code == "domain-5"
    assert nodes[6].title == "Leadership and quality of management"


def test_the_top_is_there_if_the_method_rates_it(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """Without a rule for the overall node the domains are the tops, and nothing is overall."""
    rules = FrozenMap({kind: rule for kind, rule in METHOD.rules.items() if kind != NodeKind.OVERALL})
    method = attrs.evolve(METHOD, rules=rules)
    question_set = make_set(ROWS)
    assert plant(question_set, method) == plant(question_set, METHOD)[:-1]
    outcome = make_outcome(question_set, "GGGGG", method)
    assert [top.code for top in outcome.tops] == ["domain-1", "domain-2", "domain-5"]
    assert [node.code for node in outcome.record().nodes][:3] == ["domain-1", "standard-1", "standard-2"]
    with pytest.raises(UnknownNameError, match="unknown node 'overall'") as caught:
        assert outcome.overall
    assert caught.value.name == "overall"
    assert repr(outcome) == "<Outcome of 'Example House' by pamms-reference 2: Good, Good, Good>"


def test_one_node_may_have_a_rule_of_its_own(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """A rule by a node's code goes before the rule of its kind."""
    strict = attrs.evolve(METHOD.rules[NodeKind.STANDARD], limits=(), reading=Bands(()))
    method = attrs.evolve(METHOD, rules=FrozenMap({**METHOD.rules, "standard-2": strict}))
    outcome = make_outcome(make_set(ROWS), "EEEEE", method)
    assert [str(outcome[code].rating) for code in ("standard-1", "standard-2")] == ["Excellent", "Poor"]
