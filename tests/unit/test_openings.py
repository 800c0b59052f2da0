"""View policies: checked against their machine when they are made, all mistakes at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

import attrs
import pytest
from drafts import DRAFTS, Draft

from pamms_core._frozen import FrozenMap
from pamms_core.workflow.fact_paths import open_paths, opened, path_mistake
from pamms_core.workflow.openings import EVERY_STATE, Opening, ViewPolicy, ViewPolicyError

T = TypeVar("T")


@attrs.frozen
class Leaf:
    """A value below others."""

    text: str


@attrs.frozen
class Twig:
    """Another value below others."""

    size: int


class Size(StrEnum):
    """A code."""

    SMALL = "small"


@attrs.frozen
class Box(Generic[T]):
    """A value that holds another."""

    held: T


@attrs.frozen
class Tree:
    """A value of many parts."""

    leaves: tuple[Leaf, ...]
    by_name: FrozenMap[str, Leaf]
    either: Leaf | Twig | None
    whatever: Any
    box: Box[int] | None = None
    size: Size = Size.SMALL


def problems(**opening: Any) -> list[str]:
    """Give what is wrong with one opening for a provider."""
    given = {"to": "provider", "states": EVERY_STATE} | opening
    with pytest.raises(ViewPolicyError, match="the view policy of machine 'draft'") as caught:
        ViewPolicy(machine=DRAFTS, openings=[Opening(**given)])
    assert caught.value.machine == "draft"
    return [str(each) for each in caught.value.mistakes]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ({"to": "providr"}, "to: unknown role 'providr' (did you mean 'provider'?)"),
        ({"to": ()}, "to: must name at least one"),
        ({"states": "publishd"}, "states: unknown state 'publishd' (did you mean 'published'?)"),
        ({"clocks": "comment"}, "clocks: unknown clock 'comment' (did you mean 'comments'?)"),
        ({"options": "publis"}, "options: unknown command 'publis' (did you mean 'publish'?)"),
        ({"guards": "has-noten"}, "guards: unknown guard 'has-noten' (did you mean 'has-note'?)"),
        ({"notices": "remindr"}, "notices: unknown template 'remindr' (did you mean 'reminder'?)"),
        ({"facts": "titel"}, "facts: unknown path 'titel' (did you mean 'title'?)"),
        ({"facts": "comments.txt"}, "facts: unknown path 'comments.txt' (did you mean 'text'?)"),
        ({"facts": "title.x"}, "facts: unknown path 'title.x': 'title' has no parts of a declared type"),
        ({"entries": "shar"}, "entries: unknown command 'shar' (did you mean 'share'?)"),
        ({"entries": "add-comment.tex"}, "entries: unknown path 'tex' (did you mean 'text'?)"),
        ({"entries": "open.facts.titl"}, "entries: unknown path 'titl' (did you mean 'title'?)"),
        (
            {"entries": "*.text"},
            "entries: '*.text' goes into no one command; '*' opens every step and all its data",
        ),
    ],
)
def test_a_mistake_names_its_opening(opening: dict[str, Any], expected: str) -> None:
    """Each wrong name is told with its opening and the nearest right one."""
    assert problems(**opening) == [f"openings[0].{expected}"]


def test_all_mistakes_come_at_once() -> None:
    """One wrong policy gives one error with every mistake of every opening."""
    with pytest.raises(ViewPolicyError, match=r"openings\[1\]\.states") as caught:
        ViewPolicy(
            machine=DRAFTS,
            openings=[
                Opening(to=["provider", "nobody"], states="urgent", facts=["a", "title", "b"]),
                Opening(to="manager", states="nowhere"),
            ],
        )
    assert [each.place for each in caught.value.mistakes] == [
        "openings[0].to",
        "openings[0].facts",
        "openings[0].facts",
        "openings[1].states",
    ]
    assert str(caught.value).count("\n") == 4


def test_right_names_pass() -> None:
    """Every kind of opening takes the machine's names, and a star for all of them."""
    policy = ViewPolicy(
        machine=DRAFTS,
        openings=[
            Opening(
                to=["provider", "manager"],
                states=["urgent", "published"],
                facts=["title", "comments.text"],
                entries=["share", "add-comment.text", "open.facts.title", "fell-due.clock", "share.*"],
                clocks=["comments", "comments.reasons"],
                options=["publish"],
                guards=["has-note"],
                notices=["reminder"],
            ),
            Opening(
                to="officer",
                states="*",
                facts="*",
                entries="*",
                clocks="*",
                options="*",
                guards="*",
                notices="*",
            ),
        ],
    )
    assert policy.grant(["officer"], "drafting") is not None
    assert policy.grant(["provider"], "drafting") is None
    assert policy.grant(["nobody"], "urgent") is None
    assert policy.grant([], "urgent") is None


def test_openings_add_up() -> None:
    """What two openings name is open together, and the wider of two paths wins."""
    first = Opening(to="provider", states="*", facts="comments.text", clocks="comments")
    second = Opening(to="manager", states="*", facts=["comments", "title"], people=True)
    policy = ViewPolicy(machine=DRAFTS, openings=[first, second])
    grant = policy.grant(["provider", "manager"], "urgent")
    assert grant is not None
    assert grant.facts == FrozenMap({"comments": None, "title": None})
    assert grant.clocks == FrozenMap({"comments": FrozenMap()})
    assert grant.people


def test_paths_go_through_tuples_mappings_and_alternatives() -> None:
    """A path is known if some value that may stand there has the part."""
    for path in ("leaves.text", "by_name.text", "either.text", "either.size", "whatever", "*"):
        assert path_mistake(Tree, path) == ""
    assert path_mistake(Tree, "box.held") == ""
    assert path_mistake(Tree, "either.colour") == "unknown path 'either.colour' (known: text, size)"
    assert (
        path_mistake(Tree, "whatever.x")
        == "unknown path 'whatever.x': 'whatever' has no parts of a declared type"
    )
    assert path_mistake(dict, "x") == "unknown path 'x': dict has no parts of a declared type"


def test_types_that_cannot_be_found_have_no_parts() -> None:
    """Of a class declared in a function with such fields, only the first names are known."""

    @attrs.frozen
    class Here:
        """A class that holds what is not there."""

        part: Draft | Missing  # type: ignore[name-defined] # noqa: F821

    assert path_mistake(Here, "part") == ""
    assert "no parts of a declared type" in path_mistake(Here, "part.title")


def test_what_is_opened_is_plain_and_the_rest_leaves_no_trace() -> None:
    """Values become maps and tuples; hidden parts, and parts that a value lacks, are not there."""
    tree = Tree((Leaf("a"), Leaf("b")), FrozenMap({"x": Leaf("c")}), Twig(3), frozenset({2, 1}))
    assert opened(
        tree, open_paths(["leaves.text", "either.text", "by_name.text", "whatever", "size"])
    ) == {
        "leaves": ({"text": "a"}, {"text": "b"}),
        "by_name": {"x": {"text": "c"}},
        "either": {},
        "whatever": (1, 2),
        "size": "small",
    }
    assert opened(tree, open_paths(["*"]))["either"] == {"size": 3}
    assert opened("text", open_paths(["part"])) is None


def test_members_of_a_set_that_look_alike_are_one() -> None:
    """How many members differ in what is hidden cannot be counted."""

    @attrs.frozen
    class Alert:
        """A warning about somebody."""

        kind: str
        person: str

    one = frozenset({Alert("fall", "ann")})
    two = one | {Alert("fall", "ben")}
    assert opened(one, open_paths(["kind"])) == opened(two, open_paths(["kind"])) == ({"kind": "fall"},)


def test_what_has_no_plain_form_is_refused_only_if_open() -> None:
    """An odd value is a programmer's error where it would be shown, and nothing where it is hidden."""
    assert opened(object(), open_paths(["x"])) is None
    with pytest.raises(TypeError, match="object cannot be shown as plain data") as caught:
        opened(object(), None)
    assert caught.value.args == ("object cannot be shown as plain data",)
