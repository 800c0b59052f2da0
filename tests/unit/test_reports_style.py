"""The looks of a page, measured."""

from __future__ import annotations

import re
from typing import Final

import pytest

from pamms_core.reports.style import STYLE


def colours() -> dict[str, str]:
    """Return the value of every colour variable, those of a tone by tone and name."""
    found: dict[str, str] = {}
    for selector, block in re.findall(r"([:.][\w-]+) \{([^}]*--[^}]*)\}", STYLE):
        for name, value in re.findall(r"--(\w+): (#[0-9a-f]{6})", block):
            found[f"{selector} {name}"] = value
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance that WCAG 2 defines."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio that WCAG 2 defines."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


TONES: Final = ("tone-0", "tone-1", "tone-2", "tone-3", "tone-none")


@pytest.mark.parametrize("text", ["ink", "quiet", "accent"])
def test_text_can_be_read_on_paper_white_and_on_panels(text: str) -> None:
    """At least 4.5:1, as WCAG 2 asks of text."""
    found = colours()
    for behind in ("#ffffff", found[":root panel"]):
        assert contrast(found[f":root {text}"], behind) >= 4.5


@pytest.mark.parametrize("tone", TONES)
def test_a_rating_can_be_read_on_its_tint(tone: str) -> None:
    """Text at least 4.5:1, and the edge at least 3:1 on white."""
    found = colours()
    for text in (f".{tone} word", ":root ink"):
        assert contrast(found[text], found[f".{tone} tint"]) >= 4.5
    assert contrast(found[f".{tone} edge"], "#ffffff") >= 3


def test_pages_are_made_for_paper_and_phones_too() -> None:
    """No row is torn by a page's end, and a phone stacks what a desk lays side by side."""
    paper = STYLE[STYLE.index("@media print") :]
    assert "break-inside: avoid" in paper
    assert "h1, h2, h3" in paper
    assert "@media screen and (max-width:" in STYLE
    assert STYLE.count("{") == STYLE.count("}")
