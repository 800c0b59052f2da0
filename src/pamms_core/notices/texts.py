"""What messages say: one text for each event, checked against what the event knows."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table
from pamms_core.errors import UnknownNameError
from pamms_core.policies.events import ALWAYS, CLOCKS, DUE, EVENTS
from pamms_core.policies.words import ConcernKind, Delivery, FollowUpKind, StageOutcome
from pamms_core.processes.assessment_facts import AssessmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

__all__ = ["PLACEHOLDER", "NoticeText", "NoticeTexts", "load_texts", "placeholders", "read_texts"]

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
"""A placeholder: the name of a field in braces."""
_BRACE: Final = re.compile(r"[{}]")
_FILE: Final = os.path.join(os.path.dirname(__file__), "data", "texts.toml")
_HEAD: Final = ("id", "edition")
_WORDS: Final = {
    "kind": (*AssessmentKind, *ConcernKind, *FollowUpKind),
    "delivered_as": tuple(Delivery),
    "outcome": tuple(StageOutcome),
    "clock": CLOCKS,
}


@attrs.frozen(kw_only=True)
class NoticeText:
    """The text of a message about one event."""

    event: str
    subject: str
    paragraphs: tuple[str, ...]


@attrs.frozen(kw_only=True)
class NoticeTexts:
    """The texts of all messages."""

    id: str
    edition: str
    texts: FrozenMap[str, NoticeText]
    """The text for each event."""
    words: FrozenMap[str, FrozenMap[str, str]]
    """How the codes of some fields are spoken, such as the kinds of assessment."""

    def text(self, event: str) -> NoticeText:
        """Find the text about an event, or raise UnknownNameError."""
        if event not in self.texts:
            raise UnknownNameError("event", event, self.texts)
        return self.texts[event]


def load_texts(path: str | PathLike[str] | None = None) -> NoticeTexts:
    """Load the texts of messages: the shipped ones, with those of a council's file in their place.

    Args:
        path: a council's file; it need hold only what it replaces.

    Raises:
        DataFileError: the file cannot be used; names every mistake in it.

    >>> load_texts().texts["draft-issued"].subject
    '{council}: the draft report on {service} is ready'
    """
    ours = parse_toml(read_text(_FILE), _FILE)
    if path is None:
        return read_texts(ours, file=_FILE)
    return read_texts(parse_toml(read_text(path), str(path)), below=ours, file=str(path))


def placeholders(event: str) -> tuple[str, ...]:
    """List the placeholders that a text about an event may use.

    >>> placeholders("comments-extended")[-3:]
    ('assessment_name', 'portal', 'due')
    """
    due = ("due",) if event in DUE else ()
    return tuple(dict.fromkeys((*EVENTS[event], *ALWAYS, *due)))


def read_texts(
    data: Mapping[str, object], *, below: Mapping[str, object] | None = None, file: str = "<data>"
) -> NoticeTexts:
    """Build texts from plain data, such as parsed TOML or JSON.

    Args:
        data: the texts.
        below: the texts that they are laid over; without, every event needs one.
        file: the name of the file, for mistakes.

    Raises:
        DataFileError: an unknown event or placeholder, a missing text, a brace that is none; names all.
    """
    mistakes = Mistakes()
    base = None if below is None else read_texts(below)
    table = Table(data, file=file, mistakes=mistakes)
    head: dict[str, Any] = {key: table.text(key) for key in _HEAD}
    texts = dict(base.texts if base else {}) | dict(_texts(table))
    words = {**(base.words if base else {})}
    for field, spoken in _words(table):
        words[field] = FrozenMap({**words.get(field, {}), **spoken})
    table.done()
    for event in EVENTS:
        if event not in texts:
            table.wrong(f"texts.{event}", "is missing; every event needs a text")
    mistakes.check()
    return NoticeTexts(**head, texts=FrozenMap(texts), words=FrozenMap(words))


def _texts(table: Table) -> Iterator[tuple[str, NoticeText]]:
    for event, row in table.named_tables("texts", {}):
        subject, text = row.text("subject"), row.text("text")
        row.done()
        if event not in EVENTS:
            hint = table.mistakes.near(event, tuple(EVENTS))
            row.wrong(None, "is no event that anybody is told of", hint=hint)
            continue
        if "\n" in subject:
            row.wrong("subject", "must be one line", subject)
        for key, given in (("subject", subject), ("text", text)):
            _check_placeholders(row, key, given, placeholders(event))
        paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", text))
        yield event, NoticeText(event=event, subject=subject, paragraphs=tuple(paragraphs))


def _check_placeholders(row: Table, key: str, text: str, known: tuple[str, ...]) -> None:
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in known:
            hint = row.mistakes.near(name, known)
            row.wrong(key, f"has an unknown placeholder; known: {', '.join(known)}", f"{{{name}}}", hint)
    if _BRACE.search(PLACEHOLDER.sub("", text)):
        row.wrong(key, "has a brace that belongs to no placeholder such as {service}")


def _words(table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    for field, row in table.named_tables("words", {}):
        if field not in _WORDS:
            row.wrong(None, f"must be one of {', '.join(_WORDS)}", field)
            continue
        yield field, {code: row.text(code) for code in _WORDS[field] if row.has(code)}
        row.done()
