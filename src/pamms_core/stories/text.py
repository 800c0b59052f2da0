"""Write a story as plain text, readable by whoever works in the process."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from pamms_core.notices.texts import load_texts
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.day_lines import long_date
from pamms_core.workflow.due_words import due_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.stories.telling import Scene
    from pamms_core.workflow.due import Due

__all__ = ["story_text"]

_TIME: Final = "Time"


def story_text(
    policy: LocalPolicy, scenes: Iterable[Scene], *, width: int = 80, full: bool = False
) -> str:
    """Write a story, day by day.

    Args:
        policy: the policy that it was played by.
        scenes: the story.
        width: how many columns there are.
        full: whether to write each message in full, and not its subject only.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> from pamms_core.stories.script import story
    >>> wirral = load_policy("wirral")
    >>> text = story_text(wirral, story(wirral))
    >>> print(text.splitlines()[0])
    A story of Wirral's policy, edition 2026.1
    """
    title = f"A story of {policy.title}'s policy, edition {policy.edition}"
    lines = [title, "The service and everybody in it are fictitious.", ""]
    day, names = None, load_texts().words["clock"]
    for scene in scenes:
        today = usual_counting().day_of(scene.at)
        if today != day:
            lines += ["", long_date(today)]
            day = today
        lines += _scene(scene, names, width, full=full)
    return "\n".join(lines) + "\n"


def _scene(scene: Scene, names: Mapping[str, str], width: int, *, full: bool) -> Iterator[str]:
    who = scene.who or (_TIME if scene.sources else "")
    source = f" [{'; '.join(scene.sources)}]" if scene.sources else ""
    yield from _wrapped(f"{who}: {scene.what}{source}" if who else f"({scene.what})", "  ", width)
    for case, state in scene.states.items():
        yield f"      {_case(case)}: {state.replace('-', ' ')}"
    for message in scene.told:
        yield from _wrapped(f"to {message.to_title}: {message.subject}", "    > ", width)
        for paragraph in message.paragraphs if full else ():
            yield from _wrapped(paragraph, "      | ", width)
    for due in scene.due:
        yield from _wrapped(_due(due, names), "    ! ", width)


def _due(due: Due, names: Mapping[str, str]) -> str:
    """Say what is due, and how its day was counted."""
    name = names[due.deadline.clock]
    return " ".join(due_sentences(due)).replace(f"{due.deadline.clock}:", f"{name}:", 1)


def _case(id_: str) -> str:
    """Call a case what it is: the assessment, or what hangs on it."""
    return id_.partition("/")[2].replace("-", " ") or "assessment"


def _wrapped(text: str, mark: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=mark, subsequent_indent=" " * (len(mark) + 2))
