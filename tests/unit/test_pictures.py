"""Pictures of a workflow: Mermaid, Graphviz, and the table of who may do what."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from drafts import DRAFTS, RULES, machine
from loans import loans

from pamms_core import UnknownNameError
from pamms_core.workflow import Machine, Open, Rule, Start, guard
from pamms_core.workflow.arrows import arrows
from pamms_core.workflow.diagram import dot, mermaid
from pamms_core.workflow.permissions import who_may

NASTY = 'a "b" \\ c: d; e | f # g &lt; <h> {i} `j`\nk --> l *m* _n_ [o](p) %%q'


@guard({"x": "X."}, NASTY)
def nasty_guard(_case: object, _moment: object) -> None:
    """Let everything pass."""


def nasty() -> Machine[object]:
    """Make a machine whose every name could break a picture."""
    opening = Rule(id="open", command=Open, to=NASTY, roles=[NASTY], starts=[Start("c|d", "1 day")])
    close = Rule(id="close", command=Open, to="end", roles=[NASTY], guards=[nasty_guard], stops="c|d")
    return Machine(
        id=NASTY,
        edition="1",
        states=[NASTY, "end"],
        ends=["end"],
        roles=[NASTY],
        opening=opening,
        rules=[close],
    )


def test_mermaid_shows_rows_states_and_time() -> None:
    """Steps that lead on are arrows, steps that stay stand in the box, time is marked."""
    lines = [each.strip() for each in mermaid(DRAFTS).splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert lines[1:5] == [
        'state "drafting" as s0',
        'state "with-provider" as s1',
        'state "urgent" as s2',
        'state "published" as s3',
    ]
    assert "[*] --> s0 : open by officer" in lines
    assert "s0 --> s2 : share by officer [has-note] (by-alerts)" in lines
    assert "s1 : give-more-time by officer or manager" in lines
    assert "s1 --> s3 : (time) comments is due" in lines
    assert lines[-1] == "s3 --> [*]"


def test_dot_shows_rows_states_and_time() -> None:
    """What time does is dashed, ends have a double border."""
    text = dot(DRAFTS)
    assert '"drafting" -> "urgent" [label="share by officer [has-note] (by-alerts)"];' in text
    assert '"urgent" -> "published" [label="(time) comments is due", style=dashed' in text
    assert '"published" [label="published", peripheries=2];' in text
    assert r"\ngive-more-time" not in text
    assert r"\lgive-more-time by officer or manager\l" in text


def test_the_current_state_is_highlighted() -> None:
    """One state can be marked, and an unknown one is refused with a near name."""
    assert mermaid(DRAFTS, current="urgent").endswith("class s2 current\n")
    assert '"urgent" [label="urgent' in dot(DRAFTS, current="urgent")
    assert dot(DRAFTS, current="urgent").count("penwidth=2") == 1
    assert mermaid(DRAFTS, current="(new)") == mermaid(DRAFTS)
    for draw in (mermaid, dot, who_may):
        with pytest.raises(UnknownNameError, match="did you mean 'urgent'") as caught:
            draw(DRAFTS, current="urgnt")
        assert caught.value.name == "urgnt"


def test_every_row_is_drawn() -> None:
    """Leaving any row out changes each picture."""
    for rule in RULES[3:6]:
        rows = [each for each in RULES if each is not rule]
        if rule.id == "pause":
            rows = [each for each in rows if each.id != "go-on"]
        other = machine(rules=rows)
        for draw in (mermaid, dot, who_may):
            assert draw(other) != draw(DRAFTS)
            assert draw(machine()) == draw(DRAFTS)


def test_what_a_clock_never_lets_happen_is_not_drawn() -> None:
    """A row from anywhere is drawn where its clock may run, and nowhere else."""
    found = [(each.source, each.target) for each in arrows(loans()) if "28 days" in each.label]
    assert found == [("lent", "lost")]
    assert "s0 : (time)" not in mermaid(loans())
    assert "s1 : (time) 3 days before loan is due" in mermaid(loans())


def test_labels_cannot_break_mermaid() -> None:
    """Only plain characters and numbered ones stand in a label."""
    lines = mermaid(nasty(), current=NASTY).splitlines()
    assert len(lines) == 8
    for line in lines[1:5]:
        label = re.sub(r'^ *(state "(.*)" as s\d+|(\S+ --> )?\S+ : (.*))$', r"\2\4", line)
        assert re.fullmatch(r"([\w \-.,()\[\]'/]|#\d+;)*", label), label


def test_labels_cannot_break_graphviz() -> None:
    """Quotes and backslashes are escaped, so that Graphviz reads what was meant."""
    text = dot(nasty(), current=NASTY)
    assert all(len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0 for line in text.splitlines())
    if shutil.which("dot"):
        run = [str(shutil.which("dot")), "-Tplain"]
        drawn = subprocess.run(run, input=text, check=True, capture_output=True, text=True)  # noqa: S603
        assert drawn.stderr == ""
        assert len(re.findall("(?m)^node", drawn.stdout)) == 3
    assert "&amp;lt;" in text


def test_the_table_tells_who_may_do_what() -> None:
    """Each row of the machine is one row of one of two tables."""
    people, _, time = who_may(DRAFTS).partition("## What time itself does")
    assert people.startswith(
        "# draft, edition 1\n\n## Who may do what\n\n| what | who | in which states |"
    )
    assert "| open | officer | (not open yet) |  | drafting |  |  |  |" in people
    share = "| share | officer | drafting | has-note | with-provider or urgent (by-alerts) |"
    assert f"{share} starts comments (14 days) | draft-ready to provider | A4 |" in people
    assert "extends comments (7 days)" in people
    assert "| comments is due | with-provider, urgent |  | published | stops comments |  | A6 |" in time
    assert len(re.findall("(?m)^[|]", people + time)) == len(DRAFTS.all_rules) + 4


def test_the_table_of_one_state() -> None:
    """For a state only its rows are listed, and an end has none."""
    drafting = who_may(DRAFTS, current="drafting")
    assert "In the state **drafting**." in drafting
    assert "| share |" in drafting
    assert "| publish |" not in drafting
    assert drafting.endswith("## What time itself does\n\nNothing.\n")
    assert "Nobody may do anything." in who_may(DRAFTS, current="published")


def test_cells_cannot_break_the_table() -> None:
    """Bars, stars and line breaks in names stay text in one cell."""
    table = [line for line in who_may(nasty()).splitlines() if line.startswith("| ")]
    assert len(table) == 3
    for line in table:
        assert len(re.findall(r"(?<!\\)\|", line)) == 9
    assert "any but the ends" in table[2]
    assert "by looked\\_up" in who_may(_with_lookup())


def _with_lookup() -> Machine[object]:
    def looked_up(_facts: object) -> str:
        return "1 day"

    opening = Rule(id="open", command=Open, to="a", roles=["r"], starts=[Start("c", looked_up)])
    close = Rule(id="close", command=Open, to="end", roles=["r"], stops="c")
    return Machine(
        id="m",
        edition="1",
        states=["a", "end"],
        ends=["end"],
        roles=["r"],
        opening=opening,
        rules=[close],
    )
