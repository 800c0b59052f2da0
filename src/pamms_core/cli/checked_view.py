"""Show what ``check`` found in a file without mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._display import counted
from pamms_core.cli.layout import facts, listing, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from pamms_core.cli.checking import Checked

__all__ = ["checked_view"]


def checked_view(checked: Checked) -> Iterator[RenderableType]:
    """Show that a file can be used, and what is odd about it."""
    named = f" ({checked.title})" if checked.title else ""
    remarks = f"; {counted(len(checked.findings), 'remark')}:" if checked.findings else "."
    yield paragraph(f"{checked.file}: {checked.kind}{named}, no mistakes{remarks}")
    if checked.digest:
        yield facts([("Digest", checked.digest)])
    if checked.findings:
        yield listing(("-", f"{each.where}: {each.message} [{each.code}]") for each in checked.findings)
