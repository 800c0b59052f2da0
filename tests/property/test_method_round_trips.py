"""Any method, lawful or not, is the same after it was stored and read back."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamms_core import Method, read_method
from pamms_core.codec import dump_method, load_method, method_toml, published_schemas
from pamms_core.testing import any_methods, methods, question_sets

DRAWN = st.one_of(methods(), any_methods(), question_sets().flatmap(any_methods))


@given(DRAWN)
def test_json_loses_nothing(method: Method) -> None:
    """JSON reads back as an equal method, with the same digest."""
    again = load_method(dump_method(method))
    assert again == method
    assert again.digest == method.digest


@given(DRAWN)
def test_toml_loses_nothing(method: Method) -> None:
    """TOML reads back as an equal method, with the same digest."""
    again = read_method(tomllib.loads(method_toml(method)))
    assert again == method
    assert again.digest == method.digest


@given(DRAWN)
def test_what_is_written_fits_the_schema(method: Method) -> None:
    """The published schema takes every method that can be written."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(dump_method(method)), published_schemas()["method"])
