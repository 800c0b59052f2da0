"""JSON in and out: one versioned shape per kind of value, read back strictly.

Answers and outcomes with :func:`dumps` and :func:`loads`; question sets with
:func:`dump_set` and :func:`load_set`; methods with :func:`dump_method` and
:func:`load_method` (and as a file with :func:`method_toml`); cases and logs of a
workflow with :func:`dump_case`, :func:`load_case`, :func:`dump_log` and
:func:`load_log`; an assessment with its dispute, plan, follow-ups and concerns with
:func:`dump_together` and :func:`load_together`; and the JSON Schema of each shape.
"""

from pamms_core.codec.assessments import FORMATS, dumps, loads
from pamms_core.codec.cases import dump_case, dump_log, load_case, load_log
from pamms_core.codec.kinds import UnstorableError
from pamms_core.codec.methods import dump_method, load_method, method_toml
from pamms_core.codec.schemas import case_schema, log_schema, published_schemas, together_schema
from pamms_core.codec.sets import dump_set, load_set
from pamms_core.codec.together import dump_together, load_together

__all__ = [
    "FORMATS",
    "UnstorableError",
    "case_schema",
    "dump_case",
    "dump_log",
    "dump_method",
    "dump_set",
    "dump_together",
    "dumps",
    "load_case",
    "load_log",
    "load_method",
    "load_set",
    "load_together",
    "loads",
    "log_schema",
    "method_toml",
    "published_schemas",
    "together_schema",
]
