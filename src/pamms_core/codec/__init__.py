"""JSON in and out: one versioned shape per kind of value, read back strictly.

Answers and outcomes with :func:`dumps` and :func:`loads`; question sets with
:func:`dump_set` and :func:`load_set`; cases and logs of a workflow with
:func:`dump_case`, :func:`load_case`, :func:`dump_log` and :func:`load_log`; and the
JSON Schema of each shape.
"""

from pamms_core.codec.assessments import FORMATS, dumps, loads
from pamms_core.codec.cases import dump_case, dump_log, load_case, load_log
from pamms_core.codec.kinds import UnstorableError
from pamms_core.codec.schemas import case_schema, log_schema, published_schemas
from pamms_core.codec.sets import dump_set, load_set

__all__ = [
    "FORMATS",
    "UnstorableError",
    "case_schema",
    "dump_case",
    "dump_log",
    "dump_set",
    "dumps",
    "load_case",
    "load_log",
    "load_set",
    "loads",
    "log_schema",
    "published_schemas",
]
