"""Policies side by side, remarks on a policy, and warnings by its dates."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.comparison import compare_policies
from pamms_core.policies.policy_lint import lint_policy, policy_warnings
from pamms_core.policies.shown_values import shown_values
from pamms_core.policies.words import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.policies.policy import LocalPolicy

ALL = tuple(map(load_policy, shipped_policies()))
COMPARED = compare_policies(ALL)


class _Cells(HTMLParser):
    """Count the tags of a page and collect its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.text = ""

    def handle_starttag(self, tag: str, _: object) -> None:
        """Count a tag."""
        self.tags[tag] = self.tags.get(tag, 0) + 1

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data


def test_every_value_of_every_policy_is_shown() -> None:
    """Each value with a source stands in the comparison once, with that source."""
    for place, policy in enumerate(ALL):
        told = {each.path: each.cells[place] for each in COMPARED.values if each.cells[place]}
        assert {path: cell.source for path, cell in told.items() if cell} == dict(policy.sources)
        assert tuple(each.path for each in shown_values(policy)) == tuple(policy.sources)


def test_differences_are_where_values_differ() -> None:
    """A value is a difference just if two policies do not have the same, whatever they call roles."""
    differing = {each.path for each in COMPARED.differences}
    for path in ("comments.period", "draft.blind", "plan.trigger", "ladder[1].title", "policy.titles"):
        assert path in differing
    for path in ("self_assessment.complete_within", "agreement.published_by", "policy.review_by"):
        assert path not in differing
    assert compare_policies(ALL[:1]).differences == ()
    assert COMPARED.values_at("no.such") == ()


def test_stages_stand_in_order_whoever_has_them() -> None:
    """The second stage of a ladder comes right after the first, though the first policy has none."""
    compared = compare_policies(map(load_policy, ("wirral", "norfolk")))
    paths = [each.path for each in compared.values]
    assert paths.index("ladder[1].id") == paths.index("ladder[0].final") + 1
    stage = next(each for each in compared.values if each.path == "ladder[1].id")
    assert stage.group == "Dispute, stage 2"
    assert stage.cells[0] is None


def test_the_text_puts_equal_values_together() -> None:
    """Below each value stand those who have it, and ours are marked."""
    text = COMPARED.text()
    period = text.split("\n  Period\n")[1].split("\n\n")[0]
    assert period.splitlines() == [
        "    10 working days",
        "      Essex: A5 (E)",
        "    14 days",
        "      Lancashire: A5 (L)",
        "      Norfolk: A5 (N)",
        "      South West (Torbay): A5 (T) does not state it; ours *",
        "      Wirral: A5 (W)",
    ]
    assert "(has none)" in text
    assert len(COMPARED.text(all_values=True)) > len(text)
    assert "Nothing differs." in compare_policies(ALL[:1]).text()


def test_the_markdown_has_a_column_for_each() -> None:
    """Every row of every table has a cell for each policy."""
    lines = [line for line in COMPARED.markdown(all_values=True).splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {len(ALL) + 2}
    assert "Nothing differs." in compare_policies(ALL[:1]).markdown()


def test_the_html_escapes_what_a_file_says(write: Callable[[str, str], str]) -> None:
    """A council's own text can bring neither tags nor broken cells into the table."""
    head = 'id = "own"\nedition = "1"\ntitle = "<b>Own</b>"\n'
    told = f'{head}[roles]\nassessor = {{ is = "<i>A|B</i>", source = "ours" }}\n'
    own = load_policy(write("own.toml", told))
    compared = compare_policies([own, load_policy("norfolk")])
    page = _Cells()
    page.feed(compared.html())
    assert "<b>Own</b>" in page.text
    assert "<i>A|B</i>" in page.text
    assert not {"b", "i", "script"} & set(page.tags)
    assert page.tags["tr"] == 1 + len(compared.differences) + len(
        {each.group for each in compared.differences}
    )
    assert "\\<i\\>A\\|B" in compared.markdown()
    assert "Nothing differs." in compare_policies([own]).html()


def test_nothing_to_compare() -> None:
    """No policy is no comparison."""
    with pytest.raises(ValueError, match="no policy was given") as caught:
        compare_policies([])
    assert caught.value.args == ("nothing to compare: no policy was given",)


def test_a15_warnings_by_date() -> None:
    """A15: before its day and after its review a policy is used with a warning; in between without."""
    norfolk = load_policy("norfolk")
    assert [each.code for each in policy_warnings(norfolk, date(2026, 1, 1))] == ["not-in-force"]
    assert policy_warnings(norfolk, date(2026, 11, 22)) == ()
    assert [each.where for each in policy_warnings(norfolk, date(2029, 4, 1))] == ["policy.review_by"]


def test_remarks_on_what_is_odd() -> None:
    """The shipped policies draw no remark; an odd one draws each."""
    assert [lint_policy(each) for each in ALL] == [()] * len(ALL)
    odd = _odd()
    assert [each.code for each in lint_policy(odd)] == [
        "content-is-open",
        "provider-sees-nothing",
        "reminder-too-early",
        "no-fair-record",
        "told-and-copied",
    ]
    assert lint_policy(odd)[0].where == "publication.shown.public"


def _odd() -> LocalPolicy:
    """Make a policy that is odd in every way there is a remark for."""
    policy = load_policy("norfolk")
    shown = dict(zip((each.audience for each in policy.publication), policy.publication, strict=True))
    opened = attrs.evolve(shown[Audience.PROVIDER], audience=Audience.PUBLIC)
    concern = policy.concerns[0]
    stage = policy.ladder[0]
    return attrs.evolve(
        policy,
        publication=(opened,),
        self_assessment=attrs.evolve(
            policy.self_assessment, reminded_before=policy.self_assessment.complete_within
        ),
        ladder=(attrs.evolve(stage, outcomes=stage.outcomes[1:]), *policy.ladder[1:]),
        concerns=(attrs.evolve(concern, copied=concern.told[:1]), *policy.concerns[1:]),
    )
