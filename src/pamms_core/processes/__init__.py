"""The processes of an assessment as tables, each built from a local policy."""
