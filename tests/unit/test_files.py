"""Data files: whatever they hold, they are read as text or refused with a typed error."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import Mistake
from pamms_core._files import LARGEST_FILE, parse_json, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]

ADVICE = " (save it as 'CSV UTF-8' or as UTF-8)"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_or_without_a_byte_order_mark(write: Write, mark: bytes) -> None:
    """A byte order mark does not become part of the text."""
    assert read_text(write("a.csv", mark + "Café".encode())) == "Café"


def test_a_path_may_be_a_path_object(tmp_path: Path, write: Write) -> None:
    """Text and path objects are read alike."""
    write("a.toml", "x = 1")
    assert read_text(tmp_path / "a.toml") == "x = 1"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.toml", "no such file or directory"),
        ("", "is a directory"),
        ("nul\0.toml", "embedded null byte"),
        ("x" * 300, "file name too long"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    tmp_path: Path, mistakes_of: MistakesOf, name: str, reason: str
) -> None:
    """A missing file, a folder and a name that no file can have say what the system says."""
    path = f"{tmp_path}/{name}"
    problem = f"cannot be read: {reason}"
    assert mistakes_of("cannot be read", read_text, path) == (Mistake(file=path, problem=problem),)


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (b"a\n\nb\0c\n", "must be text, but byte 4 is NUL", 3),
        (b"\x7fELF\x02\x01\x01\0\0\0", "must be text, but byte 7 is NUL", 1),
        (b"\x89PNG\r\n\x1a\n", f"must be UTF-8 text, but byte 0 is 0x89{ADVICE}", 1),
        ("title\nCafé\n".encode("latin-1"), f"must be UTF-8 text, but byte 9 is 0xe9{ADVICE}", 2),
        ("code;rating".encode("utf-16"), f"must be UTF-8 text, not UTF-16{ADVICE}", None),
        (b"\xfe\xff\0c\0o", f"must be UTF-8 text, not UTF-16{ADVICE}", None),
        ("code".encode("utf-16-le"), "must be text, but byte 1 is NUL", 1),
    ],
    ids=["nul", "program", "picture", "latin-1", "utf-16", "utf-16-be", "utf-16-no-mark"],
)
def test_bytes_that_are_no_utf_8_text_are_refused(
    write: Write, mistakes_of: MistakesOf, content: bytes, problem: str, line: int | None
) -> None:
    """The first wrong byte is named with its line, and how to save the file instead."""
    path = write("a.csv", content)
    assert mistakes_of("must be", read_text, path) == (Mistake(file=path, problem=problem, line=line),)


@pytest.mark.parametrize("size", [17 * 2**20, 100 * 2**20])
def test_a_file_over_the_limit_is_refused(tmp_path: Path, mistakes_of: MistakesOf, size: int) -> None:
    """No more is read than the limit, however large the file is."""
    path = tmp_path / "big.json"
    with path.open("wb") as stream:
        stream.truncate(size)
    found = mistakes_of("is larger than 16 MB", read_text, path)
    assert found == (Mistake(file=str(path), problem="is larger than 16 MB"),)


def test_a_file_of_just_the_limit_is_read(write: Write) -> None:
    """The limit itself is allowed."""
    assert len(read_text(write("a.csv", b" " * LARGEST_FILE))) == LARGEST_FILE


def test_toml_is_read_with_any_line_ends() -> None:
    """Files from Windows are TOML too."""
    assert parse_toml("a = 1\r\n[b]\r\nc = 'x'\r\n", "a.toml") == {"a": 1, "b": {"c": "x"}}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = [1,\nc = 2\n", 3),
        ("a = 1\r\nb 2\r\n", 2),
        ("[t]\n[u]\n[t]\n", 3),
        ("a = 'x\ty\1'", 1),
        ("a = 1\ra = 2", 1),
        ("a = 1979-02-30", 1),
        ("a = ", None),
    ],
    ids=["array", "key", "twice", "control", "return", "date", "end"],
)
def test_wrong_toml_is_refused_with_its_line(
    mistakes_of: MistakesOf, text: str, line: int | None
) -> None:
    """The line is a number of its own, not a part of the parser's words."""
    (found,) = mistakes_of(r"^a\.toml(:\d)?: is not valid TOML: \w", parse_toml, text, "a.toml")
    assert (found.file, found.path, found.value, found.line) == ("a.toml", "", None, line)
    assert "(at line" not in found.problem


@pytest.mark.parametrize(
    ("parse", "text", "language"),
    [(parse_toml, "a = 1%s", "TOML"), (parse_json, '{"a": 1%s}', "JSON")],
)
def test_a_number_of_thousands_of_digits_is_refused(
    mistakes_of: MistakesOf, parse: Callable[[str, str], object], text: str, language: str
) -> None:
    """Python refuses such numbers with advice for programmers, which nobody else should see."""
    problem = f"is not valid {language}: a number in it has too many digits"
    found = mistakes_of("too many digits", parse, text % ("0" * 5000), "a")
    assert found == (Mistake(file="a", problem=problem),)


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 50_000}{']' * 50_000}",
        f"a = {'{b = ' * 50_000}1{'}' * 50_000}",
        f"{'a.' * 1_000_000}a = 1",
        f"[{'a . ' * 50_000}a]",
        f"""{'"a"."b".' * 50_000}'c' = 1""",
    ],
    ids=["arrays", "tables", "key", "header", "quoted"],
)
def test_deeply_nested_toml_is_refused_at_once(mistakes_of: MistakesOf, text: str) -> None:
    """A dotted key nests too, and would keep Python's parser busy for hours."""
    found = mistakes_of("nested too deeply", parse_toml, text, "a.toml")
    assert found == (Mistake(file="a.toml", problem="is not usable TOML: nested too deeply"),)


def test_dots_in_a_text_are_no_nesting() -> None:
    """Long comments have many full stops, and some people like dots."""
    comment = "She was seen. They agreed... " * 500 + "." * 500
    assert parse_toml(f'a.b.c = "{comment}"', "a.toml") == {"a": {"b": {"c": comment}}}


def test_json_is_read() -> None:
    """An object becomes a table."""
    assert parse_json('{"a": [1, null, true, "x"]}', "a.json") == {"a": [1, None, True, "x"]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ('{\n"a": 1,\n\n"b" 2}', 4),
        ('{"a": 1}\n{}', 2),
        ('{"a": "x\ny"}', 1),
        ('\n{"a": tru}', 2),
    ],
    ids=["empty", "colon", "two", "newline", "word"],
)
def test_wrong_json_is_refused_with_its_line(mistakes_of: MistakesOf, text: str, line: int) -> None:
    """The line is a number of its own, not a part of the parser's words."""
    (found,) = mistakes_of(r"^a\.json:\d: is not valid JSON: \w", parse_json, text, "a.json")
    assert (found.file, found.path, found.value, found.line) == ("a.json", "", None, line)
    assert "(at line" not in found.problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": NaN}', "NaN is not a JSON number"),
        ('{"a": [-Infinity]}', "-Infinity is not a JSON number"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' appears twice in one object"),
    ],
)
def test_json_is_read_strictly(mistakes_of: MistakesOf, text: str, said: str) -> None:
    """What Python's parser would let pass is refused: NaN, infinity and a key twice."""
    found = mistakes_of("is not valid JSON", parse_json, text, "a.json")
    assert found == (Mistake(file="a.json", problem=f"is not valid JSON: {said}"),)


@pytest.mark.parametrize("nest", ['{"a":%s}', "[%s]"], ids=["objects", "arrays"])
def test_deeply_nested_json_is_refused(mistakes_of: MistakesOf, nest: str) -> None:
    """Nesting beyond what Python can follow is a mistake of the file, not a crash."""
    before, after = nest.split("%s")
    text = before * 100_000 + "1" + after * 100_000
    found = mistakes_of("nested too deeply", parse_json, text, "a.json")
    assert found == (Mistake(file="a.json", problem="is not usable JSON: nested too deeply"),)


@pytest.mark.parametrize(("text", "kind"), [("[]", "list"), ('"x"', "str"), ("1e400", "float")])
def test_json_that_is_no_object_is_refused(mistakes_of: MistakesOf, text: str, kind: str) -> None:
    """A list or a lone value has no keys to read."""
    found = mistakes_of("must be a JSON object", parse_json, text, "a.json")
    assert found == (Mistake(file="a.json", problem=f"must be a JSON object, not {kind}"),)
