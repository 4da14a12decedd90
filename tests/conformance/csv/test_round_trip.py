"""What is written is read; what is rejected and mended is accepted; nothing at all makes the reader fall over."""

import contextlib
import csv
import io
import json
import pickle
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.campaigns.contact_files import (
    FileCode,
    FileRefused,
    Problem,
    ReadOptions,
    RowCode,
    Summary,
    TemplateKind,
    parse_file,
    preview,
    read_chunks,
    template,
    template_file_name,
)
from services.campaigns.contact_files.cells import cleaned, safe_in_spreadsheet
from services.campaigns.contact_files.headers import ERROR_COLUMNS
from tests.decisions.campaigns.csv.contact_file import WhatWasRead, read, read_path

# Text as it may stand in a cell: no control characters, no unpaired surrogates.
NO_TEXT: tuple[Literal["Cc", "Cs"], ...] = ("Cc", "Cs")
cell_texts = st.text(st.characters(exclude_categories=NO_TEXT), max_size=40)
multiline_texts = st.lists(cell_texts, max_size=3).map("\n".join)


def parse(directory: Path, content: bytes) -> tuple[Summary, Path, Path]:
    source, chunks, rejected = (directory / name for name in ("contacts.csv", "chunks.ndjson", "rejected.csv"))
    source.write_bytes(content)
    return parse_file(source, ReadOptions(), chunks, rejected), chunks, rejected


@given(
    rows=st.lists(st.tuples(cell_texts, multiline_texts, cell_texts), min_size=1, max_size=20),
    delimiter=st.sampled_from([",", ";", "\t"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_rows_that_are_written_are_read_as_they_were(
    rows: list[tuple[str, str, str]], delimiter: str, codec: str, line_end: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["phone", "name", "notes", "city"])
    for index, (name, notes, city) in enumerate(rows):
        writer.writerow([f"+9190000{index:05d}", name, notes, city])
    with TemporaryDirectory() as directory:
        result = read(Path(directory), written.getvalue().encode(codec))
    assert result.numbers == [f"+9190000{index:05d}" for index in range(len(rows))]
    for contact, (name, notes, city) in zip(result.contacts, rows, strict=True):
        assert contact.name == (" ".join(cleaned(name).split()) or None)
        assert contact.notes == (cleaned(notes) or None)
        assert contact.variables == {"city": cleaned(city)}


@given(st.text(st.characters(exclude_categories=NO_TEXT[1:])))
def test_a_cell_made_safe_for_spreadsheets_is_read_as_before_and_begins_no_formula(cell: str) -> None:
    safe = safe_in_spreadsheet(cell)
    assert cleaned(safe) == cleaned(cell)
    assert not safe.strip() or safe[0] not in "=+-@\t\r"


@given(st.binary(max_size=600))
@settings(max_examples=150)
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    whatever_happens(content)


@given(
    st.lists(
        st.sampled_from(
            [
                "phone",
                "name",
                ",",
                ";",
                "\t",
                "\n",
                "\r",
                '"',
                "'",
                "=",
                "9000012345",
                "+91",
                "é",
                "क",
                "\ufeff",
                " ",
                "x",
            ]
        ),
        max_size=60,
    ).map("".join),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "gb18030", "utf-7"]),
    st.binary(max_size=3),
)
@settings(max_examples=150)
def test_anything_like_a_contact_file_is_refused_or_read(text: str, codec: str, tail: bytes) -> None:
    whatever_happens(b"phone,name\n9000012345,a\n" + text.encode() + tail)
    whatever_happens(text.encode(codec) + tail)


def whatever_happens(content: bytes) -> None:
    with TemporaryDirectory() as directory:
        refusal: FileRefused | None = None
        try:
            summary, chunks, _ = parse(Path(directory), content)
        except FileRefused as refused:
            refusal = refused
        else:
            assert summary.total_rows == summary.accepted + summary.rejected + summary.duplicates
            assert sum(len(chunk.contacts) for chunk in read_chunks(chunks)) == summary.accepted > 0
        with contextlib.suppress(FileRefused):
            preview(Path(directory) / "contacts.csv")
    assert refusal is None or refusal.message.startswith("file: ")


def rejected_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_rejected_rows_come_back_as_they_stood_with_the_reasons_beside_them(tmp_path: Path) -> None:
    content = (
        "Phone;Name;E-Mail;Größe\r\n"
        "9000012345;Asha;;12\r\n"
        "+9190000;=1+1;bad;-5\r\n"
        "'+91900001234567;Ravi\r\n"
        '"9000012345";"Asha;\nE.";;;;\r\n'
    )
    summary, _, rejected = parse(tmp_path, content.encode("cp1252"))
    assert summary == Summary(total_rows=4, accepted=1, rejected=2, duplicates=1, warnings=1)
    first, second, third = rejected_rows(rejected, ";")
    assert list(first) == ["Phone", "Name", "E-Mail", "Größe", *ERROR_COLUMNS]
    assert (first["Phone"], first["Name"], first["E-Mail"], first["Größe"]) == ("'+9190000", "'=1+1", "bad", "'-5")
    assert (first["error_row"], first["error_column"]) == ("3", "Phone; E-Mail")
    assert first["error_code"] == "phone_invalid; email_invalid"
    assert "write it as" in first["error_message"]
    assert (second["Phone"], second["Name"], second["Größe"]) == ("'+91900001234567", "Ravi", "")
    assert (third["Name"], third["error_code"]) == ("Asha;\nE.", "duplicate_in_file")


@given(
    good=st.lists(st.integers(0, 99_999), min_size=1, max_size=5, unique=True),
    bad=st.lists(st.tuples(st.sampled_from(["98765", "4.4E+11", "", "=1+2"]), cell_texts), min_size=1, max_size=5),
)
def test_a_mended_file_of_rejected_rows_is_accepted_whole(good: list[int], bad: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["phone", "name", "=city"])
    writer.writerows([[f"90000{number:05d}", "Asha", "Pune"] for number in good])
    writer.writerows([[number, name, "@Pune"] for number, name in bad])
    with TemporaryDirectory() as directory:
        _, _, rejected = parse(Path(directory), written.getvalue().encode())
        mended = mend(rejected, Path(directory) / "mended.csv")
        result = read_path(mended)
    assert result.summary.accepted == result.summary.total_rows == len(bad)
    assert [contact.name for contact in result.contacts] == [" ".join(cleaned(name).split()) or None for _, name in bad]
    assert all(contact.variables == {"city": "@Pune"} for contact in result.contacts)


def mend(rejected: Path, target: Path) -> Path:
    with rejected.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([f"+9180000{index:05d}", *row[1:]] for index, row in enumerate(rows))
    return target


def test_rows_rejected_again_carry_the_new_reasons_alone(tmp_path: Path) -> None:
    first = parse(tmp_path, b"phone,name\n9000012345,Asha\nbad,Ravi\n")[2].read_bytes()
    again = first + b"9000012346,Tara\r\n"
    [row] = rejected_rows(parse(tmp_path, again)[2])
    assert list(row) == ["phone", "name", *ERROR_COLUMNS]
    assert (row["error_row"], row["error_code"]) == ("2", "phone_unreadable")


def test_a_child_process_parses_and_the_parent_reads_what_it_wrote(tmp_path: Path) -> None:
    source = tmp_path / "contacts.csv"
    source.write_text("phone,name,शहर\n" + "".join(f"90000{n:05d},Asha,पुणे\n" for n in range(1_500)) + "bad,Ravi\n")
    chunks, rejected = tmp_path / "chunks.ndjson", tmp_path / "rejected.csv"
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        summary = pool.submit(parse_file, source, ReadOptions(), chunks, rejected).result()
        source.write_text("name\nAsha\n")
        with pytest.raises(FileRefused, match="Columns found: 'name'"):
            pool.submit(parse_file, source, ReadOptions(), tmp_path / "no", tmp_path / "none").result()
    assert summary == Summary(1_501, 1_500, 1, 0, 0)
    parsed = list(read_chunks(chunks))
    assert [len(chunk.contacts) for chunk in parsed] == [800, 700]
    assert parsed[0].contacts[0].variables == {"शहर": "पुणे"}
    assert parsed[1].problems[0].code == "phone_unreadable"
    assert all(len(line) <= 410_000 and json.loads(line) for line in chunks.read_bytes().splitlines())


def test_a_refused_file_leaves_no_chunks_and_its_rejected_rows_only_where_all_were(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="none of its 1 rows"):
        parse(tmp_path, b"phone\nbad\n")
    assert not (tmp_path / "chunks.ndjson").exists()
    assert [row["error_code"] for row in rejected_rows(tmp_path / "rejected.csv")] == ["phone_unreadable"]
    with pytest.raises(FileRefused, match="NUL"):
        parse(tmp_path, b"phone\n9000012345\n\0\n")
    assert not (tmp_path / "rejected.csv").exists()


def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        parse_file(tmp_path / "none.csv", ReadOptions(), tmp_path / "chunks", tmp_path / "rejected")


def test_a_file_refusal_survives_pickling() -> None:
    problem = Problem(2, "phone", "bad", RowCode.EMAIL_INVALID, "message")
    refusal = FileRefused(FileCode.NO_GOOD_ROW, "file: none", "file", "x" * 900, (problem,))
    copy = pickle.loads(pickle.dumps(refusal))  # noqa: S301
    assert (copy.code, str(copy), copy.problems) == (refusal.code, "file: none", (problem,))
    assert len(copy.value) == 200


@pytest.mark.parametrize(
    "spoilt",
    [b"x" * 20_000_000, b'"' + (b"x" * 9_000 + b"\n") * 1_500],
    ids=["a line without end", "a quote without end"],
)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(b"phone,notes\n9000012345,a\n9000012346," + spoilt)
    fill_caches(tmp_path)
    tracemalloc.start()
    try:
        parse_quietly(path)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def fill_caches(directory: Path) -> None:
    warm = directory / "warm.csv"
    warm.write_text("phone,tz\n9000012345,Asia/Kolkata\nbad,\n")
    parse_quietly(warm)


def parse_quietly(path: Path) -> None:
    parse_file(path, ReadOptions(), path.with_suffix(".ndjson"), path.with_suffix(".rejected"))


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("basic", "phone_number,name,email,company,notes"),
        ("advanced", "phone_number,name,email,company,notes,lead_score,last_interaction,industry,deal_size"),
    ],
)
def test_a_template_has_its_columns_and_can_be_imported_as_it_is(
    tmp_path: Path, kind: TemplateKind, columns: str
) -> None:
    assert template_file_name(kind) == f"call-campaign-{kind}-template.csv"
    assert template(kind).decode("utf-8-sig").splitlines()[0] == columns
    result: WhatWasRead = read(tmp_path, template(kind))
    assert (result.summary.accepted, result.summary.rejected, result.warnings) == (1, 0, [])
    assert list(result.contacts[0].variables) == columns.split(",")[5:]
