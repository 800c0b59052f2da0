"""How Sphinx builds these pages: ``sphinx-build -W docs docs/_build/html``."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.nodes import Text
from sphinx.addnodes import pending_xref

if TYPE_CHECKING:
    from docutils.nodes import Element, document, reference
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT / "src"))  # the pages describe this checkout, not what is installed
sys.path.insert(0, str(_ROOT / "docs"))  # what writes pages stands beside them

_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = _PROJECT["name"]
author = _PROJECT["authors"][0]["name"]
project_copyright = f"2026, {author}"
version = release = _PROJECT["version"]
language = "en-GB"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
nitpicky = True
# Two modules may each have a Case or a Plan: an annotation does not say whose it means.
suppress_warnings = ["ref.python"]
# Objects of Python and of Hypothesis live in their own documentation, which these pages do
# not fetch; the type variables of generic functions and classes are nothing to link to.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"(collections|datetime|enum|fractions|functools|hypothesis|os|types|typing|zoneinfo)(\..*)?",
    ),
    (r"py:.*", r"Callable|Fraction|Iterable|Iterator|Mapping|PathLike|Paths|Sequence"),
    (r"py:.*", r"Axes|Figure|Variable"),  # of matplotlib, and the name of what varies
    (r"py:.*", r"dt\..*|(st\.)?SearchStrategy|ZoneInfo"),
    (r"py:.*", r"(.*\.)?_[A-Z]\w*"),
    (r"py:.*", r"pamms_core\._places\.Placed"),  # plain data with its places, for the readers only
]

html_theme = "furo"
html_title = "pamms-core"
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["pages.css"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

nb_execution_mode = "auto"  # pages of code cells are run at each build; a fault stops it
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True  # what a loop prints is one block, however slowly it comes
nb_ipywidgets_js: dict[str, object] = {}  # pages fetch nothing; a slider needs a kernel anyway

autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
autodoc_default_options = {
    "members": True,
    "undoc-members": True,
    "exclude-members": "__init__, __new__",
}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
add_module_names = False
napoleon_use_rtype = False
python_use_unqualified_type_names = True


def _keep_colons(
    _app: Sphinx, what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Keep napoleon from reading "One sentence: what it is like." as a type and its text.

    It looks for a type in the first line of an attribute's text only, so that line becomes
    an empty comment.
    """
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]


def _find_short_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> reference | None:
    """Link a name that a module imports for its annotations to the place that defines it."""
    domain: Any = env.get_domain("py")
    name = node["reftarget"].rpartition(".")[2]
    homes = [full for full in domain.objects if full.rpartition(".")[2] == name]
    if node.get("refdomain") != "py" or len(homes) != 1:
        return None
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", homes[0], node, content)


def _leave_dates_alone(_app: Sphinx, doctree: document) -> None:
    """Keep Sphinx from linking the type ``date`` to an attribute of this name."""
    for node in list(doctree.findall(pending_xref)):
        if node.get("refdomain") == "py" and node["reftarget"] == "date":
            node.replace_self(Text("date"))


def _tell_cases_apart(_app: Sphinx, doctree: document) -> None:
    """Link ``Case`` to the case of a workflow, but not in ratings: methods have cases too."""
    for node in list(doctree.findall(pending_xref)):
        rating = (node.get("py:module") or "").startswith("pamms_core.rating")
        if not rating and node["reftarget"] == "Case":
            node["reftarget"] = "pamms_core.workflow.case.Case"


def _write_set_pages(_app: Sphinx) -> None:
    """Write the page and the picture of every question set."""
    from generate_set_pages import write_pages

    write_pages()


def setup(app: Sphinx) -> None:
    """Write what is generated, read attributes' texts as they are, and look short names up."""
    app.connect("builder-inited", _write_set_pages)
    app.connect("doctree-read", _leave_dates_alone)
    app.connect("doctree-read", _tell_cases_apart)
    app.connect("autodoc-process-docstring", _keep_colons, priority=100)
    app.connect("missing-reference", _find_short_name)
