"""What ``--json`` writes, command by command, as its help tells it."""

from __future__ import annotations

from typing import Final

from pamms_core.cli.process_arguments import PROCESS_JSON

__all__ = ["FIELDS"]

FIELDS: Final = {
    "rate": "the whole outcome: format pamms-core/outcome, as the library's codec reads it back",
    "explain": "the sentences, and the node's record (format pamms-core/node); for a question"
    " its question, its answer and its standard's record",
    "report": "format, full, written (the path, or null) and text (null if it was written)",
    "compare": "title, hypothetical, before and after (hypothetical, question_set and"
    " method (id, edition, status, digest)), answers,"
    " question_set and method (what differs), nodes (code, moved, before and after (state, rating,"
    " score, limits), rating_by, score_by, limits_came, limits_went), sentences",
    "crosswalk": "title, hypothetical, by, notices, groups (name, standards (standard, title, bears,"
    " rating, finding, answers by code))",
    "editions": "old and new (id, edition, digest), particulars, reused (codes), questions (code, added,"
    " dropped, reworded, replaced, guidance, evidence, reweighted, moved, text)",
    "what-if": "as compare writes it",
    "improve": "result (possible, impossible or unsettled), node, wanted, set_and_method (what makes"
    " these hypothetical), before (state, rating), sentences; if possible: cost, costing, count (null if"
    " it took too much), plans (cost, rating, hypothetical, changes (code, before, after, cost)); if"
    " impossible: reasons, limits (node, limit), missing (codes); if unsettled: above, budget",
    "range": "title, hypothetical, open (codes), not_assessed, nodes (code, name, best, worst, states,"
    " span, exact, by); with --chances, of each node also chances (by rating or state), and assumed",
    "influence": "title, hypothetical, nodes (code, name, state, rating, pivotal (codes), up and down:"
    " null or rating, score, included, away, answers, exact), limits (node, limit, acts, answers),"
    " questions (code, now, alternatives (answer, nodes: rating or state by code)), left_out",
    "carry": "kept (codes), left (code, label, why, text), noted (codes), written (the path, or null),"
    " answers (null if they were written)",
    "sets": "sets (id, edition, title, region, area, status, questions, digest),"
    " methods (id, edition, title, status, digest), examples (names)",
    "questions": "id, edition, title, status, digest, left_out (why, by standard), sections (letter,"
    " title, questions); of each question code, text, standard, bears_on (or null), weight, critical,"
    " evidence, guidance by rating, adapted",
    "check": "file, kind, title, digest, mistakes (file, line, path, problem, hint, text), findings"
    " (code, where, message)",
    "prove": "method, question_set, hypothetical, findings (property, node, status, said, value,"
    " sheets)",
    "template": "written (the path), set, questions",
    "import-set": "written (the path), set, questions, findings (code, where, message)",
    "export-set": "written (the path), set, questions",
    "verify": "method and question_set (id, digest), cases, agreed, compared, nodes (node, agreed,"
    " compared), disagreements (case, line, node, expected, got, state, sentences, up, down), untold",
    **PROCESS_JSON,
}
