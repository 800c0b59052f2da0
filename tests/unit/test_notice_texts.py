"""The texts of messages: what is shipped, and a council's own with every mistake at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import UnknownNameError
from pamms_core.notices.texts import PLACEHOLDER, load_texts, placeholders, read_texts
from pamms_core.policies.events import CLOCKS, DUE, EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = load_texts()
OWN = 'id = "own"\nedition = "1"\n'


def test_a10_every_event_has_a_text() -> None:
    """A10: each event has a subject and a text of which a part stands whatever the host tells."""
    assert set(TEXTS.texts) == set(EVENTS)
    for event, text in TEXTS.texts.items():
        sure = set(EVENTS[event]) | {"to", "council"}
        assert set(PLACEHOLDER.findall(text.subject)) <= sure
        assert any(set(PLACEHOLDER.findall(each)) <= sure for each in text.paragraphs), event


def test_f4_every_field_of_the_host_is_used_or_usable() -> None:
    """F4: region, place, name and portal may stand in any text."""
    for event in EVENTS:
        assert {"region", "location", "assessment_name", "portal", "council"} <= set(placeholders(event))
    assert ("due" in placeholders("dispute-opened"), "due" in placeholders("draft-late")) == (
        True,
        False,
    )


def test_every_code_is_spoken() -> None:
    """Kinds, deliveries, outcomes and clocks each have words."""
    assert {name: len(words) for name, words in TEXTS.words.items()} == {
        "kind": 11,
        "delivered_as": 2,
        "outcome": 4,
        "clock": len(CLOCKS),
    }
    assert set(DUE.values()) <= set(CLOCKS)


def test_a_council_replaces_what_it_likes(write: Callable[[str, str], str]) -> None:
    """An own text and an own word stand in the place of ours; the rest stays."""
    text = '[texts.draft-late]\nsubject = "Late: {service}"\ntext = """\nOne\nline.\n\n  Two.\n"""\n'
    own = load_texts(write("own.toml", f'{OWN}[words.kind]\non-site = "audit"\n{text}'))
    assert own.text("draft-late").paragraphs == ("One line.", "Two.")
    assert own.words["kind"]["on-site"] == "audit"
    assert own.words["kind"]["targeted-review"] == TEXTS.words["kind"]["targeted-review"]
    assert own.text("draft-issued") == TEXTS.text("draft-issued")
    assert (own.id, own.edition) == ("own", "1")


def test_every_mistake_at_once(
    write: Callable[[str, str], str], mistakes_of: Callable[..., Any]
) -> None:
    """Unknown events, placeholders, words and braces are told together, each with its place."""
    text = """
[texts.draft-late]
subject = "{servise}"
text = "Due {due}, { and {Service}"
[texts.draft-lost]
subject = "x"
text = "x"
[texts.draft-issued]
subject = "one\\ntwo"
text = ""
[words.colour]
red = "x"
[words.kind]
onsite = "x"
"""
    found = mistakes_of("own.toml", load_texts, write("own.toml", OWN + text))
    assert {each.path for each in found} == {
        "texts.draft-late.subject",
        "texts.draft-late.text",
        "texts.draft-lost",
        "texts.draft-issued.subject",
        "texts.draft-issued.text",
        "words.colour",
        "words.kind.onsite",
    }
    told = "\n".join(map(str, found))
    assert "did you mean 'service'" in told
    assert "has a brace that belongs to no placeholder" in told
    assert "did you mean 'draft-late'" in told or "did you mean 'draft-issued'" in told


def test_texts_that_stand_alone_must_be_complete(mistakes_of: Callable[..., Any]) -> None:
    """Without texts below, every event needs one."""
    found = mistakes_of("every event needs a text", read_texts, {"id": "own", "edition": "1"})
    assert {each.path for each in found} == {f"texts.{event}" for event in EVENTS}


def test_an_event_that_is_not_there() -> None:
    """A text about an unknown event is named with what there is."""
    with pytest.raises(UnknownNameError, match="did you mean 'draft-late'") as caught:
        TEXTS.text("draft-lates")
    assert caught.value.name == "draft-lates"
