"""What the strategies draw from when no set, scale or framework is given."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pamms_core.standards.catalogue import load_framework

if TYPE_CHECKING:
    from pamms_core.scale import Scale
    from pamms_core.standards.framework import Framework

__all__ = ["framework", "scale_or_shipped"]


@cache
def framework() -> Framework:
    """The shipped framework, read once."""
    return load_framework()


def scale_or_shipped(scale: Scale | None) -> Scale:
    """The given scale, or the shipped framework's."""
    return framework().scale if scale is None else scale
