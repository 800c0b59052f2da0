"""JSON in and out: one versioned shape per kind of value, read back strictly.

Answers and outcomes with :func:`dumps` and :func:`loads`; question sets and methods
with :func:`dump_set`, :func:`load_set`, :func:`dump_method` and :func:`load_method`;
cases and logs of a workflow with :func:`dump_case`, :func:`load_case`,
:func:`dump_log` and :func:`load_log`; and the JSON Schema of each shape.
"""
