import pytest

from app.domains.exchange.service import sheets
from app.domains.exchange.service.faults import BadFile


def cells(content: bytes | str) -> list[dict[str, str]]:
    body = content.encode() if isinstance(content, str) else content
    return [line.cells for line in sheets.read(body).lines]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Name,QTY\nÖl,1\n".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "Name,QTY\nÖl,1\n".encode(), "utf-8"),
        ("Name,QTY\nÖl,1\n".encode("cp1252"), "cp1252"),
        (b"\xff\xfe" + "Name,QTY\nÖl,1\n".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "Name,QTY\nÖl,1\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encodings_that_spreadsheets_write(content: bytes, encoding: str) -> None:
    sheet = sheets.read(content)
    assert sheet.encoding == encoding
    assert sheet.columns == ["Name", "QTY"]
    assert sheet.lines[0].cells == {"Name": "Öl", "QTY": "1"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(delimiter: str) -> None:
    text = f'Name{delimiter}QTY\n"a, b; c|\td"{delimiter}1\n'
    sheet = sheets.read(text.encode())
    assert sheet.delimiter == delimiter
    assert sheet.lines[0].cells == {"Name": "a, b; c|\td", "QTY": "1"}


def test_excels_own_first_line_names_the_delimiter_and_is_a_row() -> None:
    sheet = sheets.read(b"sep=;\r\nName;QTY\r\na,b;1\r\n")
    assert sheet.lines[0].number == 3
    assert sheet.lines[0].cells == {"Name": "a,b", "QTY": "1"}


def test_a_delimiter_that_only_the_text_has_does_not_win() -> None:
    assert cells("Name,Notes\nx,a;b\ny,a;b;c\n")[0] == {"Name": "x", "Notes": "a;b"}


def test_a_broken_quote_does_not_decide_about_the_delimiter() -> None:
    long = "x" * 140_000
    with pytest.raises(BadFile) as refusal:
        sheets.read(f'Name\n"{long}"\n'.encode())
    assert refusal.value.code == "cell_too_long"


def test_rows_count_as_a_spreadsheet_counts_them() -> None:
    sheet = sheets.read(b'\n,\nName,QTY\n"two\nlines",1\n\n,,\nb,2\n')
    assert [line.number for line in sheet.lines] == [4, 7]


def test_empty_columns_and_cells_beyond_the_header_do_no_harm() -> None:
    sheet = sheets.read(b"Name,,QTY,,\na,,1,,\nb,,2,,,,\n")
    assert sheet.columns == ["Name", "QTY"]
    assert sheet.faults == []


def test_ragged_rows_and_long_cells_are_named() -> None:
    text = "Name,QTY\na\nb,1,2\nc," + "9" * 10_001 + "\nd,4\n"
    found = [(f.row, f.column, f.code) for f in sheets.read(text.encode()).faults]
    assert found == [(2, None, "ragged"), (3, None, "ragged"), (4, "QTY", "too_long")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"Name,QTY\n", "no_rows"),
        (b"Name,QTY\n\n,\n", "no_rows"),
        (b"PK\x03\x04abc", "not_csv"),
        (b"%PDF-1.7", "not_csv"),
        (b"\x1f\x8b\x08", "not_csv"),
        (b"\xd0\xcf\x11\xe0", "not_csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_csv"),
        (b"Name,QTY\na\x00,1\n", "not_csv"),
        (b"\xff\xfe" + "Name\n".encode("utf-16-le") + b"\x00\xd8", "bad_encoding"),
        (b"\xef\xbb\xbfName\n\xff\n", "bad_encoding"),
        (b"Name\n\x81\x8d\n", "bad_encoding"),
        (b"Name,name\na,b\n", "duplicate_header"),
        (b"Name,,QTY\na,b,1\n", "empty_header"),
        (b"N" * 300 + b"\na\n", "bad_header"),
        (b",".join([b"a%d" % n for n in range(201)]) + b"\n1\n", "too_many_columns"),
        (b'Name,QTY\n"a,1\n', "bad_quotes"),
        (b'Name,QTY\n"a"b,1\n', "bad_quotes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(BadFile) as refusal:
        sheets.read(content)
    assert refusal.value.code == code
    assert refusal.value.more["errors"][0]["pointer"] == "/body/file"


def test_files_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(BadFile) as refusal:
        sheets.read(b"Name\na\nb\nc\n")
    assert refusal.value.code == "too_many_rows"
    monkeypatch.setattr(sheets, "MOST_BYTES", 5)
    with pytest.raises(BadFile) as refusal:
        sheets.read(b"Name\na\n")
    assert refusal.value.code == "too_large"
