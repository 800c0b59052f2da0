"""Write the reference of policies and their workflows: ``python docs/generate_processes.py``.

A page for each policy: its values with their sources, its dispute ladder, who hears of
what; and for each of its workflows a diagram, who may do what when, and what time does. A page of
messages lists every event with its placeholders. A test holds the pages to the code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pamms_core.notices.texts import load_texts, placeholders
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.comparison import compare_policies
from pamms_core.policies.events import EVENTS
from pamms_core.processes.catalogue import MACHINES, machine_named
from pamms_core.workflow.permissions import who_may
from pamms_core.workflow.picture import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy

_FOLDER = Path(__file__).parent / "reference" / "policies"
_MADE = "<!-- Written by docs/generate_processes.py; change the policies or machines, not this page. -->"


_DRAWN = (
    "Under each state stands what leads out of it; all ways to one state run together. What time does"
    " is dashed, and ends have a double border. What leaves a case in its state, and who may do what,"
    " stands in the table."
)


def pages() -> dict[str, str]:
    """Write every page, by its path in the folder of policies."""
    found = {"index.md": _index(), "messages.md": _messages(), "comparison.md": _comparison()}
    for name in shipped_policies():
        policy = load_policy(name)
        found[f"{name}.md"] = _policy(policy)
        for machine in MACHINES:
            found[f"{name}-{machine}.md"] = _machine(policy, machine)
    return found


def pictures() -> dict[str, str]:
    """Draw every workflow of every policy, by its path in the folder of policies."""
    return {
        f"pictures/{name}-{machine}.svg": svg(machine_named(load_policy(name), machine))
        for name in shipped_policies()
        for machine in MACHINES
    }


def _page(*blocks: str) -> str:
    return "\n\n".join((_MADE, *(each.strip() for each in blocks))) + "\n"


def _index() -> str:
    names = ["comparison", "messages", *shipped_policies()]
    tree = "\n".join(["```{toctree}", ":maxdepth: 1", "", *names, "```"])
    said = (
        "These pages are written from the policies and the tables of rules themselves. What a"
        " page says of a locality is what its published pages say, where a rule is cited with"
        " its letter; what is marked as ours is a choice of this project."
    )
    return _page("# Policies and their workflows", said, tree)


def _comparison() -> str:
    compared = compare_policies(map(load_policy, shipped_policies()))
    return _page(compared.markdown().replace("# Policies:", "# Policies compared:", 1))


def _policy(policy: LocalPolicy) -> str:
    whole = compare_policies([policy]).markdown(all_values=True)
    _, _, values = whole.partition("\n")
    names = [f"{policy.id}-{each}" for each in MACHINES]
    tree = "\n".join(["```{toctree}", ":maxdepth: 1", ":caption: Workflows", "", *names, "```"])
    return _page(f"# {policy.title}", f"Policy `{policy.id}`, edition {policy.edition}.", tree, values)


def _machine(policy: LocalPolicy, name: str) -> str:
    machine = machine_named(policy, name)
    _, _, table = who_may(machine).partition("\n")
    title = f"# {policy.title}: {_spoken(name)}"
    alt = f"The states of {_spoken(name)} in {policy.title} and the ways between them"
    drawn = f"## Diagram\n\n![{alt}](pictures/{policy.id}-{name}.svg)\n\n{_DRAWN}"
    return _page(title, drawn, table)


def _spoken(name: str) -> str:
    """Write the name of a machine as people do: self-assessment, concern (safeguarding)."""
    kind, _, about = name.partition("concern-")
    if about:
        return f"concern ({about.replace('-', ' ')})"
    return kind if kind in {"self-assessment", "follow-up"} else kind.replace("-", " ")


def _messages() -> str:
    texts = load_texts()
    rows = "\n".join(_rows(texts.texts[event].subject, event) for event in EVENTS)
    said = (
        "Every event that somebody is told of, the subject of our text, and the placeholders that a"
        " council's own text may use. The policy says who is told."
    )
    return _page("# Messages", said, f"| event | subject | placeholders |\n|---|---|---|\n{rows}")


def _rows(subject: str, event: str) -> str:
    known = ", ".join(f"`{{{each}}}`" for each in placeholders(event))
    return f"| `{event}` | `{subject}` | {known} |"


def _stale() -> Iterator[Path]:
    kept = {_FOLDER / path for path in (*pages(), *pictures())}
    return (path for path in (*_FOLDER.glob("*.md"), *_FOLDER.glob("pictures/*")) if path not in kept)


if __name__ == "__main__":
    (_FOLDER / "pictures").mkdir(parents=True, exist_ok=True)
    for page in _stale():
        page.unlink()
    for path, text in (pages() | pictures()).items():
        (_FOLDER / path).write_text(text, encoding="utf-8")
