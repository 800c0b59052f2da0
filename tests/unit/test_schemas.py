"""JSON Schemas: valid, fresh, and true of the documents that the codec writes."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import attrs
import pytest
from drafts import DRAFTS, example
from joining import published
from playing import policy_of, rater

from pamms_core import load_answers, load_framework, load_method, load_set, rate, shipped_sets
from pamms_core.codec import (
    UnstorableError,
    case_schema,
    dump_case,
    dump_log,
    dump_method,
    dump_set,
    dump_together,
    dumps,
    log_schema,
    published_schemas,
    together_schema,
)
from pamms_core.codec import load_set as load_stored_set
from pamms_core.errors import DataFileError
from pamms_core.processes.together import Processes
from pamms_core.workflow import seal

jsonschema = pytest.importorskip("jsonschema")
DOCS = Path(__file__).parent.parent.parent / "docs"


JOINED = Processes.of(policy_of("wirral"), rater())


def documents() -> dict[str, tuple[dict[str, Any], str]]:
    """Give a schema and a document for every published shape."""
    question_set = load_set("east-of-england-accommodation")
    answers = load_answers("solid-good", question_set)
    record = rate(question_set, answers).record()
    schemas = published_schemas()
    return {
        "answers": (schemas["answers"], dumps(answers)),
        "outcome": (schemas["outcome"], dumps(record)),
        "node": (schemas["node"], dumps(record.nodes[0])),
        "question-set": (schemas["question-set"], dump_set(question_set)),
        "method": (schemas["method"], dump_method(load_method())),
        "case": (case_schema(DRAFTS), dump_case(example(), DRAFTS)),
        "log": (log_schema(DRAFTS), dump_log(seal(example().log), DRAFTS)),
        "together": (together_schema(JOINED), dump_together(published("wirral", JOINED), JOINED)),
    }


DOCUMENTS = documents()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_fits_its_schema(name: str) -> None:
    """Each schema is valid, and what the codec writes is valid by it."""
    schema, text = DOCUMENTS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(text), schema)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_refuses_what_the_codec_refuses(name: str) -> None:
    """Unknown and missing fields, and other versions, are refused by the schema too."""
    schema, text = DOCUMENTS[name]
    validator = jsonschema.Draft202012Validator(schema)
    good = json.loads(text)
    for wrong in (
        {**good, "colour": 1},
        {**good, "version": 2},
        {k: v for k, v in good.items() if k != "format"},
    ):
        assert not validator.is_valid(wrong)


def test_tags_are_checked() -> None:
    """A command with another command's fields fits no alternative."""
    schema, text = DOCUMENTS["log"]
    document = json.loads(text)
    document["entries"][1]["entry"]["command"]["text"] = "x"
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)


def test_the_published_schemas_are_fresh() -> None:
    """The documentation's files are what ``docs/generate_schemas.py`` writes."""
    files = runpy.run_path(str(DOCS / "generate_schemas.py"))["schema_files"]()
    assert {path.name for path in files} == {
        path.name for path in (DOCS / "reference" / "schemas").iterdir()
    }
    for path, text in files.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale"


@pytest.mark.parametrize("name", shipped_sets())
def test_a_set_comes_back_as_it_was(name: str) -> None:
    """A stored question set is the same set, with the same digest, whatever its standards are."""
    question_set = load_set(name)
    text = dump_set(question_set, indent=1)
    again = load_stored_set(text, question_set.framework)
    assert again == question_set
    assert again.digest == question_set.digest
    jsonschema.validate(json.loads(text), published_schemas()["question-set"])


def test_retired_codes_are_stored() -> None:
    """What no later question may be called is part of a set, and of what is stored of it."""
    question_set = attrs.evolve(load_set("east-of-england-community"), retired=("A99",))
    text = dump_set(question_set)
    assert load_stored_set(text, question_set.framework) == question_set
    jsonschema.validate(json.loads(text), published_schemas()["question-set"])


def test_an_edited_set_is_refused() -> None:
    """A set that is not what its digest says is told so, and other mistakes are those of a set file."""
    question_set = load_set("east-of-england-accommodation")
    plain = json.loads(dump_set(question_set))
    plain["title"] = "Another title"
    with pytest.raises(DataFileError, match="digest: must be sha256:") as caught:
        load_stored_set(json.dumps(plain), load_framework())
    assert caught.value.mistakes[0].value == question_set.digest
    plain["questions"][0]["weight"] = 0
    with pytest.raises(DataFileError, match=r"questions\[0\]\.weight") as caught:
        load_stored_set(json.dumps(plain), load_framework())
    assert [each.path for each in caught.value.mistakes] == ["questions[0].weight"]


def test_a_hypothetical_set_is_not_stored() -> None:
    """Only sealed sets are written (S5)."""
    with pytest.raises(UnstorableError, match="a hypothetical set is not stored") as caught:
        dump_set(load_set("east-of-england-accommodation").with_weights({"A01": 9}))
    assert "weight of A01" in caught.value.problem
