"""Files as programs of all countries write them, byte by byte."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from services.campaigns.contact_files import FileCode, FileRefused, preview
from tests.decisions.campaigns.csv.contact_file import read

NAMES = {
    "western": "José Müller, François Pérez, Zoë Brontë, Åsa Ñandú",
    "cyrillic": "Анна Примерова, Иван Образцов, Ольга Примерова, Пётр Образцов, Мария Примерова",
    "greek": "Μαρία Παραδειγματική, Γιώργος Δείγμα, Ελένη Παραδειγματική, Νίκος Δείγμα",
    "chinese": "王小例, 李样本, 张例子, 陈范例, 电话号码, 客户名单, 北京市, 上海市",
    "traditional chinese": "王小例, 李樣本, 張例子, 陳範例, 電話號碼, 客戶名單, 臺北市, 高雄市, 聯絡人資料",
    "japanese": "山田太郎, すずき はなこ, テスト ユーザー, 東京都の見本, さとう けんじ, サンプル カナ",
    "polish": "Łukasz Przykład, Żaneta Próba, Małgorzata Wzór, Wojciech Śliwiński-Próba, Świętosława Przykład",
    "hindi": "आशा नमूना, रवि उदाहरण",
}


def contact_file(script: str, delimiter: str = ",", line_end: str = "\r\n") -> str:
    names = NAMES[script].split(", ")
    rows = [delimiter.join((f"90000{index:05d}", name, "Pune")) for index, name in enumerate(names)]
    return line_end.join((delimiter.join(("Phone", "Name", "City")), *rows)) + line_end


@pytest.mark.parametrize(
    ("codec", "script"),
    [
        *(
            (codec, script)
            for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030")
            for script in ("chinese",)
        ),
        *((codec, "hindi") for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
        ("cp1252", "western"),
        ("latin-1", "western"),
        ("cp1251", "cyrillic"),
        ("koi8-r", "cyrillic"),
        ("cp1253", "greek"),
        ("big5", "traditional chinese"),
        ("cp932", "japanese"),
        ("cp1250", "polish"),
    ],
)
def test_names_are_read_right_in_each_encoding(tmp_path: Path, codec: str, script: str) -> None:
    result = read(tmp_path, contact_file(script).encode(codec))
    assert [contact.name for contact in result.contacts] == NAMES[script].split(", ")
    guessed = not codec.startswith("utf")
    assert result.warning_codes == (["encoding_guessed"] if guessed else [])


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_of_either_byte_order_is_known_by_its_mark(tmp_path: Path, mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    result = read(tmp_path, mark + contact_file("hindi", "\t").encode(codec))
    assert [contact.name for contact in result.contacts] == NAMES["hindi"].split(", ")


def test_a_letter_far_down_the_file_decides_its_encoding(tmp_path: Path) -> None:
    rows = "".join(f"90000{index:05d},Asha\r\n" for index in range(40_000))
    result = read(tmp_path, f"phone,name\r\n{rows}8000000000,Zoë\r\n".encode("cp1252"))
    assert result.contacts[-1].name == "Zoë"


def test_a_damaged_character_in_utf_8_is_a_warning_about_its_row(tmp_path: Path) -> None:
    good = contact_file("hindi").encode()
    result = read(tmp_path, good + b"8000000000,Ann\xe9,Pune\r\n")
    assert [contact.name for contact in result.contacts] == ["आशा नमूना", "रवि उदाहरण", "Ann\ufffd"]
    assert [(warning.row, warning.code) for warning in result.warnings] == [(4, "characters_lost")]


def test_a_file_cut_in_the_middle_of_a_character_is_read_to_there(tmp_path: Path) -> None:
    cut = f"phone,name\n{9000012345},आशा".encode()[:-1]
    assert read(tmp_path, cut).summary.accepted == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_each_delimiter_and_line_end_is_recognised(tmp_path: Path, delimiter: str, line_end: str) -> None:
    result = read(tmp_path, contact_file("western", delimiter, line_end))
    assert [contact.variables for contact in result.contacts] == [{"city": "Pune"}] * 4


def test_commas_within_cells_do_not_make_a_comma_the_delimiter(tmp_path: Path) -> None:
    content = "Name, first and last;Phone;Notes, if any, about them\nAsha;9000012345;a, b, c, d, e\n"
    assert read(tmp_path, content).contacts[0].variables == {
        "name_first_and_last": "Asha",
        "notes_if_any_about_them": "a, b, c, d, e",
    }


def test_a_file_of_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert read(tmp_path, "Phone\n+91 90000 12345\n").numbers == ["+919000012345"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_line_in_which_excel_says_the_delimiter_is_followed_and_not_counted(
    tmp_path: Path, delimiter: str, line_end: str
) -> None:
    result = read(tmp_path, f"sep={delimiter}{line_end}" + contact_file("western", delimiter, line_end))
    assert [contact.row for contact in result.contacts] == [2, 3, 4, 5]


def test_white_space_after_a_delimiter_does_not_spoil_a_quoted_cell(tmp_path: Path) -> None:
    [contact] = read(tmp_path, 'phone, name, city\n9000012345, "Rao, Asha", Pune\n').contacts
    assert (contact.name, contact.variables) == ("Rao, Asha", {"city": "Pune"})


def zip_bytes() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zip_bytes(), "an Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel workbook"),
        (b"%PDF-1.7\n", "a PDF"),
        (gzip.compress(b"phone\n9000012345\n", mtime=0), "a gzip archive"),
        (b"phone\n9000012345\x00\n", "NUL bytes"),
        (b"phone\n" + b"9000012345\n" * 200_000 + b"\x00", "NUL bytes"),
        ("phone\n9000012345\0\n".encode("utf-16"), "NUL bytes"),
        ("phone\n9000012345\n".encode("utf-16-le"), "NUL bytes"),
    ],
)
def test_what_is_no_text_is_refused_and_said_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said) as refused:
        read(tmp_path, content)
    assert refused.value.code is FileCode.BINARY


def test_a_preview_shows_headers_mapping_and_the_first_five_rows(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    rows = "".join(f"Asha;Example;'+9190000{index:05d};Zürich\r\n" for index in range(9))
    path.write_bytes(f"First Name;Last Name;Tel;Ort\r\n{rows}".encode("cp1252"))
    seen = preview(path)
    assert (seen.encoding, seen.delimiter, seen.missing) == ("cp1252", ";", ())
    assert dict(zip(seen.headers, seen.mapping, strict=True)) == {
        "First Name": "first_name",
        "Last Name": "last_name",
        "Tel": "phone_number",
        "Ort": "ort",
    }
    assert seen.rows == tuple(("Asha", "Example", f"+9190000{index:05d}", "Zürich") for index in range(5))
    assert [warning.code for warning in seen.warnings] == ["encoding_guessed"]


def test_a_preview_says_that_the_phone_column_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Who,Where\nAsha,Pune,extra\nRavi\n")
    seen = preview(path)
    assert (seen.missing, seen.mapping) == (("phone_number",), ("who", "where"))
    assert seen.rows == (("Asha", "Pune"), ("Ravi", ""))
