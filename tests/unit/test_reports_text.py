"""Text that anyone may have typed, before a format escapes it."""

from __future__ import annotations

import pytest

from pamms_core.reports.text import one_line, plain


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_what_cannot_be_seen_is_shown_as_a_mark(unseen: str) -> None:
    """Nothing hides, and the text can always be encoded."""
    assert plain(f"a{unseen}b") == "a\ufffdb"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\n"])
def test_all_line_ends_are_one(end: str) -> None:
    """A line end is a line end, whatever system typed it."""
    assert plain(f"a{end}b") == "a\nb"
    assert one_line(f"a{end}b") == "a b"
