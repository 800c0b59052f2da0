"""Framework files: the shipped one, and every mistake of a wrong one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import EvidenceKind, Level, Mistake
from pamms_core.standards.framework import CqcLink, Domain, EvidenceRange, LocalTitles, Section, Standard
from pamms_core.standards.framework_file import load_framework_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]

SMALL = """
id = "small"
title = "A small framework"
scale = { id = "two", source = "ours", levels = [
    { key = "good", label = "Good", stars = 0, meaning = "Fine.", also = "fine" },
    { key = "not-good", label = "Not good" },
] }
sections = [{ number = 1, letter = "A", title = "Care" }, { number = 2, letter = "B", title = "Staff" }]
"""
SECOND = '    { key = "not-good", label = "Not good" },\n'
FLAT = SMALL + 'standards = [{ number = 1, title = "One" }]'
DEEP = (
    SMALL
    + """
domains = [{ number = 1, title = "All" }]
evidence_ranges = [{ kind = "care file", least = 2, among = "oldest", source = "S10" }]
[[standards]]
number = 1
domain = 1
title = "One"
cqc = { outcome_2010 = 3, regulations = [9, 12], key_question = "Safe" }
[titles.east]
source = "ours"
domains = { 1 = "Everything" }
standards = { 1 = "The one" }
"""
)


def refused(text: str, write: Write, mistakes_of: MistakesOf) -> list[tuple[str, str, object]]:
    """Load a wrong framework and return path, problem and value of every mistake."""
    path = write("own.toml", text)
    found = mistakes_of(r"own\.toml: ", load_framework_file, path)
    assert {(each.file, each.line) for each in found} == {(path, None)}
    return [(each.path, each.problem, each.value) for each in found]


def test_the_shipped_framework_has_what_the_sources_list(framework: Framework) -> None:
    """Six sections, five domains and sixteen standards, each with its regulation (S1, S2)."""
    assert [section.letter for section in framework.sections] == list("ABCDEF")
    assert [domain.number for domain in framework.domains] == [1, 2, 3, 4, 5]
    assert [each.number for each in framework.standards] == list(range(1, 17))
    assert all(each.cqc for each in framework.standards)


def test_every_part_of_a_framework_is_read(write: Write) -> None:
    """What the file says is what the framework holds."""
    framework = load_framework_file(write("own.toml", DEEP))
    assert (framework.id, framework.title, framework.scale.id) == ("small", "A small framework", "two")
    assert framework.scale.levels == (
        Level(key="good", label="Good", stars=0, meaning="Fine.", also=("fine",)),
        Level(key="not-good", label="Not good"),
    )
    assert framework.sections == (
        Section(number=1, letter="A", title="Care"),
        Section(number=2, letter="B", title="Staff"),
    )
    assert framework.domains == (Domain(number=1, title="All"),)
    link = CqcLink(
        outcome_2010=3,
        regulations=(9, 12),
        also_regulations=(),
        key_question="Safe",
        also_key_questions=(),
    )
    assert framework.standards == (Standard(number=1, title="One", domain=1, cqc=link),)
    assert framework.evidence_ranges == (
        EvidenceRange(kind=EvidenceKind.CARE_FILE, least=2, most=None, among=("oldest",), source="S10"),
    )
    titles = LocalTitles(domains={1: "Everything"}, standards={1: "The one"}, source="ours")  # type: ignore[arg-type]
    assert dict(framework.titles) == {"east": titles}
    assert framework.titled("east").standard(1).title == "The one"


def test_standards_may_stand_without_domains(write: Write) -> None:
    """A region whose tree is one level shorter has a framework too (S3)."""
    framework = load_framework_file(write("own.toml", FLAT))
    assert framework.domains == ()
    assert framework.standards == (Standard(number=1, title="One", domain=None, cqc=None),)


def test_without_domains_a_standard_names_none(write: Write, mistakes_of: MistakesOf) -> None:
    """A domain that the framework does not have is an unknown key."""
    text = FLAT.replace("number = 1, title", "number = 1, domain = 1, title")
    known = "is an unknown key; known: cqc, number, title"
    assert refused(text, write, mistakes_of) == [("standards[0].domain", known, None)]


def test_an_empty_file_lacks_everything(write: Write, mistakes_of: MistakesOf) -> None:
    """Each part that is needed is named once."""
    assert refused("", write, mistakes_of) == [
        ("standards", "is missing; a list is needed", None),
        ("sections", "is missing; a list is needed", None),
        ("id", "is missing; a text is needed", None),
        ("title", "is missing; a text is needed", None),
        ("scale", "is missing; a table is needed", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("number = 2", "number = 1", ("sections", "must have each number once", 1)),
        ('letter = "B"', 'letter = "A"', ("sections", "must have each letter once", "A")),
        ('letter = "B"', 'letter = "b"', ("sections[1].letter", "must be one letter from A to Z", "b")),
        (
            'letter = "B"',
            'letter = "BB"',
            ("sections[1].letter", "must be one letter from A to Z", "BB"),
        ),
        (
            'letter = "B"',
            'letter = "\N{GREEK CAPITAL LETTER BETA}"',
            ("sections[1].letter", "must be one letter from A to Z", "\N{GREEK CAPITAL LETTER BETA}"),
        ),
        ('letter = "B"', 'letter = ""', ("sections[1].letter", "must not be empty", "")),
        ('key = "not-good"', 'key = "good"', ("scale.levels", "must have each key once", "good")),
        ("stars = 0", "stars = -1", ("scale.levels[0].stars", "must be an integer of 0 or more", -1)),
        (SECOND, "", ("scale.levels", "must be two ratings or more", 1)),
        ("domain = 1\n", "domain = 2\n", ("standards[0].domain", "must be one of 1", 2)),
        ("least = 2", "least = 0", ("evidence_ranges[0].least", "must be a positive integer", 0)),
        (
            "least = 2",
            "least = 2, most = 0",
            ("evidence_ranges[0].most", "must be a positive integer", 0),
        ),
        (
            'domains = [{ number = 1, title = "All" }]',
            'domains = [{ number = 1, title = "All" }, { number = 1, title = "More" }]',
            ("domains", "must have each number once", 1),
        ),
        (
            "[titles.east]\n",
            '[[standards]]\nnumber = 1\ndomain = 1\ntitle = "Again"\n[titles.east]\n',
            ("standards", "must have each number once", 1),
        ),
    ],
)
def test_each_mistake_is_named(
    write: Write, mistakes_of: MistakesOf, old: str, new: str, mistake: tuple[str, str, object]
) -> None:
    """One wrong value is one mistake, at its place and with the value."""
    assert DEEP.count(old) == 1
    assert refused(DEEP.replace(old, new), write, mistakes_of) == [mistake]


@pytest.mark.parametrize("key", ["first", "0", "-1", "01", "٣", "9" * 5000])
def test_local_titles_go_by_number(write: Write, mistakes_of: MistakesOf, key: str) -> None:
    """Only a plain number names a standard; thousands of digits do not stop Python."""
    text = DEEP.replace('{ 1 = "The one" }', f'{{ "{key}" = "x" }}')
    problem = "must be the number of a standard, domain or regulation"
    assert refused(text, write, mistakes_of) == [(f"titles.east.standards.{key}", problem, key)]


def test_a_kind_of_evidence_must_be_known(write: Write, mistakes_of: MistakesOf) -> None:
    """The known kinds are listed and a near one is suggested."""
    path = write("own.toml", DEEP.replace('"care file"', '"care fle"'))
    listed = ", ".join(EvidenceKind)
    assert mistakes_of("care fle", load_framework_file, path) == (
        Mistake(
            file=path,
            path="evidence_ranges[0].kind",
            problem=f"must be one of {listed}",
            value="care fle",
            hint="did you mean 'care file'?",
        ),
    )


def test_all_mistakes_are_told_at_once(write: Write, mistakes_of: MistakesOf) -> None:
    """Mistakes of different parts come in one error."""
    text = DEEP.replace('"Fine."', "1").replace("[9, 12]", "[9, 900]").replace("id = ", "ident = ")
    assert [path for path, _, _ in refused(text, write, mistakes_of)] == [
        "standards[0].cqc.regulations[1]",
        "id",
        "scale.levels[0].meaning",
        "scale.id",
        "scale.ident",
        "ident",
    ]
