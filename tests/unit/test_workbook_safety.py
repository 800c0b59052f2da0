"""Files that are no workbook, or one that nobody should open."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import Mistake, QuestionSet, load_answers, load_set
from pamms_core.spreadsheets import answer_workbook
from pamms_core.xlsx import package, reading, sheet_parts
from pamms_core.xlsx.cells import CellKind
from pamms_core.xlsx.reading import parse_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TITLES = ("Code", "Standard", "Question", "Evidence", "Weight", "Areas", "Guidance: good")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def relations(*found: tuple[str, str, str]) -> str:
    """Write a part that says what a part refers to."""
    each = (
        f'<Relationship Id="{i}" Type="{RELS}/{kind}" Target="{target}"/>' for i, kind, target in found
    )
    return f"<Relationships>{''.join(each)}</Relationships>"


def parts(rows: str = "", **changes: str) -> dict[str, str | bytes]:
    """Write the parts of a workbook of one sheet."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("b", "worksheet", "worksheets/sheet1.xml"), ("c", "sharedStrings", "/xl/texts.xml")
        ),
        "xl/texts.xml": "<sst><si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch</t></r>"
        "<rPh><t>reading</t></rPh></si><si><t/></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        **changes,
    }


def zipped(content: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as target:
        for name, text in content.items():
            target.writestr(name, text)
    return stream.getvalue()


def test_cells_of_every_kind_are_read() -> None:
    """Shared, rich, inline and computed texts, numbers, truths and errors; nothing is computed."""
    rows = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
        '<row><c t="inlineStr"><is><t>a_x000D_</t></is></c><c><v>12</v></c><c t="b"><v>1</v></c>'
        '<c t="str"><v>text</v></c><c t="e"><v>#REF!</v></c><c t="n"><f>1+1</f><v>2</v></c><c s="1"/>'
        '<c t="inlineStr"><is><t></t></is></c><c t="d"><v>2026-05-12</v></c>'
        '<c t="new"><v>1</v></c></row>'
    )
    (sheet,) = parse_workbook(zipped(parts(rows)), "it").sheets
    assert {sheet.at(*place): (cell.kind.name, cell.value) for place, cell in sheet.cells.items()} == {
        "One!B2": ("TEXT", "shared"),
        "One!C2": ("TEXT", "rich"),
        "One!A3": ("TEXT", "a\r"),
        "One!B3": ("NUMBER", "12"),
        "One!C3": ("TRUTH", "1"),
        "One!D3": ("TEXT", "text"),
        "One!E3": ("ERROR", "#REF!"),
        "One!F3": ("FORMULA", ""),
        "One!I3": ("NUMBER", "2026-05-12"),
        "One!J3": ("ERROR", "1"),
    }
    assert sheet.text(2, 2) == "shared"
    assert sheet.text(3, 2) == sheet.text(9, 9) == ""
    assert CellKind.FORMULA.value == "a formula"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"code,rating\n", "is no Excel workbook; save it as an Excel workbook"),
        (OLE + b"\0" * 99, r"is a workbook of an old format \(.xls\)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (zipped(parts())[:-40], "is a damaged workbook: file is not a zip file"),
        (zipped({}), "is no Excel workbook"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "is an OpenDocument file",
        ),
        (zipped({"xl/workbook.bin": ""}), r"is a binary workbook \(.xlsb\)"),
        (zipped(parts(**{"xl/vbaProject.bin": ""})), "holds macros"),
        (zipped(parts(), zipfile.ZIP_BZIP2), "packed in a way of its own"),
        (zipped(parts(**{"_rels/.rels": relations()})), "is no Excel workbook"),
        (zipped({"[Content_Types].xml": ""}), "its part '_rels/.rels' is missing"),
    ],
)
def test_what_is_no_workbook_is_told(
    content: bytes, problem: str, write: Write, mistakes_of: MistakesOf
) -> None:
    """Other formats, passwords, macros and half a file are each named, with what to do."""
    path = write("own.xlsx", content)
    (mistake,) = mistakes_of(problem, read_workbook, path)
    assert mistake.file == path


@pytest.mark.parametrize("ending", [".xls", ".xlsm", ".ods", ".xlsb"])
def test_other_workbooks_are_told_how_to_be_saved(
    ending: str, write: Write, mistakes_of: MistakesOf, small_set: QuestionSet
) -> None:
    """An ending that is another workbook's leads to the reason, and not to a list of endings."""
    mistakes_of("save it as an Excel workbook", load_answers, write(f"own{ending}", b"?"), small_set)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"rows": '<row><c r="?"><v>1</v></c></row>'}, "has a cell '\\?'"),
        ({"rows": '<row r="2000000"/>'}, "has a cell 'A2000000'"),
        ({"rows": '<row><c r="ZZZ1"><v>1</v></c></row>'}, "has a cell 'ZZZ1'"),
        ({"rows": '<row><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>'}, "has a cell twice"),
        ({"rows": '<row><c t="s"><v>7</v></c></row>'}, "refers to a text '7'"),
        ({"rows": '<row><c t="s"><v>-1</v></c></row>'}, "refers to a text '-1'"),
        ({"rows": "<row>"}, "is not XML"),
        ({"xl/texts.xml": f"<sst><si><t>{'x' * 32_768}</t></si></sst>"}, "more than 32,767 characters"),
        ({"xl/texts.xml": '<?xml version="1.0" encoding="ebcdic-x"?><sst/>'}, "is not XML"),
        (
            {
                "_rels/.rels": relations(
                    ("a", "officeDocument", "x.xml"), ("b", "officeDocument", "x.xml")
                )
            },
            "names a part twice",
        ),
    ],
)
def test_a_damaged_workbook_is_refused(
    changes: dict[str, str], problem: str, mistakes_of: MistakesOf
) -> None:
    """Whatever does not hang together is one clear mistake."""
    mistakes_of(problem, parse_workbook, zipped(parts(**changes)), "it")


def test_entities_are_refused_in_any_encoding(mistakes_of: MistakesOf) -> None:
    """A part that declares a document type is not expanded, however it is written."""
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    for text in (bomb, f'<?xml version="1.0" encoding="utf-16"?>{bomb}'.encode("utf-16")):
        content = zipped(parts() | {"xl/texts.xml": text})
        mistakes_of("declares XML entities in xl/texts.xml", parse_workbook, content, "it")


def test_what_unpacks_to_too_much_is_refused_before_it_is(mistakes_of: MistakesOf) -> None:
    """A file of 200 KB that declares 200 MB is not unpacked at all."""
    content = zipped(parts("0" * (package.MOST_UNPACKED + 1)))
    assert len(content) < 200_000
    mistakes_of("unpacks to more than 64 MB", parse_workbook, content, "it")


def test_a_lie_about_the_size_unpacks_to_no_more(mistakes_of: MistakesOf) -> None:
    """A part that declares less than it holds is damaged, and its rest is never unpacked."""
    content = zipped(parts("x" * 100_000))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    lying = content[: at + 24] + (10).to_bytes(4, "little") + content[at + 28 :]
    mistakes_of("is a damaged workbook", parse_workbook, lying, "it")


def test_too_many_parts_sheets_and_cells_are_refused(
    mistakes_of: MistakesOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a bound for each, far above what a workbook of ours has."""
    many = {f"p{number}": "" for number in range(package.MOST_PARTS)}
    mistakes_of("more than 1,000 parts", parse_workbook, zipped(parts(**many)), "it")
    sheets = "".join(f'<sheet name="{n}" r:id="{n}"/>' for n in range(201))
    listed = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{sheets}</sheets></workbook>'
    mistakes_of(
        "more than 200 sheets", parse_workbook, zipped(parts(**{"xl/workbook.xml": listed})), "it"
    )
    cells = zipped(parts("<row>" + "<c><v>1</v></c>" * 9 + "</row>"))
    monkeypatch.setattr(reading, "MOST_CELLS", 8)
    mistakes_of("more than 8 filled cells", parse_workbook, cells, "it")
    monkeypatch.setattr(sheet_parts, "MOST_CELLS", 8)
    mistakes_of("more than 8 filled cells in xl/worksheets", parse_workbook, cells, "it")


def test_a_sheet_or_part_that_stands_twice_is_refused(mistakes_of: MistakesOf) -> None:
    """So that a small file cannot have the same large part read many times."""
    twice = '<sheet name="One" r:id="b"/><sheet name="Two" r:id="b"/>'
    listed = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{twice}</sheets></workbook>'
    mistakes_of("two sheets are one", parse_workbook, zipped(parts(**{"xl/workbook.xml": listed})), "it")
    both = parts() | {"XL/workbook.xml": "<workbook/>"}
    mistakes_of("two of its parts have one name", parse_workbook, zipped(both), "it")


def test_a_locked_part_is_refused(mistakes_of: MistakesOf) -> None:
    """A package with a password of its own is refused as one."""
    content = zipped(parts())
    at = content.index(b"PK\x01\x02")
    mistakes_of(
        "protected by a password", parse_workbook, content[: at + 8] + b"\1" + content[at + 9 :], "it"
    )


def test_a_million_formatted_rows_do_no_harm(small_set: QuestionSet) -> None:
    """Rows and cells that hold nothing do not count, however many there are."""
    rows = "".join(f'<row r="{number}" s="3"/>' for number in range(1, 300_001))
    (sheet,) = parse_workbook(zipped(parts(rows)), "it").sheets
    assert sheet.cells == {}
    assert small_set.id == "small"


def test_numbers_that_are_none_are_refused_by_their_cell(mistakes_of: MistakesOf, write: Write) -> None:
    """A cell that says it is a number, and is not, is told as one that cannot be read."""
    titles = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in TITLES)
    content = parts(f"<row>{titles}</row><row><c/><c><v>one</v></c></row>")
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace('"One"', '"Questions"')
    others = relations(("z", "thumbnail", "x.png"), ("a", "officeDocument", "xl/workbook.xml"))
    path = write("own.xlsx", zipped(content | {"_rels/.rels": others}))
    found = {each.path: each.problem for each in mistakes_of("own", load_set, path)}
    assert found["Questions!B2"] == "holds a number or a date; type what it should say"


def test_a_chart_sheet_has_no_cells() -> None:
    """What is listed as a sheet and is none is an empty one, and no part need be listed."""
    content = parts(**{"xl/_rels/workbook.xml.rels": relations(("b", "chartsheet", "chart.xml"))})
    (sheet,) = parse_workbook(zipped(content), "it").sheets
    assert (sheet.name, sheet.cells) == ("One", {})


def test_any_damage_is_one_of_our_errors(small_set: QuestionSet, write: Write) -> None:
    """A byte changed anywhere gives the answers or a DataFileError, never another error."""
    from pamms_core import DataFileError

    content = answer_workbook(small_set)
    for at in range(0, len(content), len(content) // 60):
        path = write("own.xlsx", content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            load_answers(path, small_set)
        except DataFileError as error:
            assert error.mistakes  # noqa: PT017 (it need not be raised)
