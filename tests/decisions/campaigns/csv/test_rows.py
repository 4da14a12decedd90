import itertools
import json
from pathlib import Path

import pytest

from services.campaigns.contact_files import (
    Chunk,
    ContactRow,
    FileCode,
    FileRefused,
    Limits,
    ReadOptions,
    Summary,
    priority,
    read_contacts,
)
from tests.decisions.campaigns.csv.contact_file import read

GOOD = "9000012345"


def test_a_full_row_is_a_contact_with_every_field(tmp_path: Path) -> None:
    content = (
        "phone_number,name,email,company,notes,timezone,lead_score\n"
        '90000 12345, Asha   Example ,asha@example.com,Example Traders,"Met her\n at the fair",asia/calcutta,85\n'
    )
    result = read(tmp_path, content)
    assert result.contacts == [
        ContactRow(
            row=2,
            phone_number="+919000012345",
            country="IN",
            zones=("Asia/Kolkata",),
            name="Asha Example",
            email="asha@example.com",
            company="Example Traders",
            notes="Met her\n at the fair",
            timezone="Asia/Kolkata",
            variables={"lead_score": "85"},
        )
    ]
    assert result.summary == Summary(1, 1, 0, 0, 0)


def test_empty_known_fields_are_nothing(tmp_path: Path) -> None:
    [contact] = read(tmp_path, f"phone,name,email,company,notes,timezone\n{GOOD}\n").contacts
    assert (contact.name, contact.email, contact.company, contact.notes, contact.timezone) == (None,) * 5


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",,", "Tel", "phone_missing"),
        ("none,,", "Tel", "phone_unreadable"),
        ("98765,,", "Tel", "phone_invalid"),
        ("4.479E+11,,", "Tel", "phone_spoilt_by_spreadsheet"),
        ("9000012345 ext 5,,", "Tel", "phone_has_extension"),
        ("9000012345 / 9000012346,,", "Tel", "phone_several_numbers"),
        ("+449098790077,,", "Tel", "number_not_allowed"),
        ("9000012345,asha(at)example.com,", "E-mail", "email_invalid"),
        ("9000012345,asha@example,", "E-mail", "email_invalid"),
        ("9000012345,a..b@example.com,", "E-mail", "email_invalid"),
        ("9000012345,,IST", "Zone", "timezone_unknown"),
        ("9000012345,,UTC+5:30", "Zone", "timezone_unknown"),
        ("9000012345,,localtime", "Zone", "timezone_unknown"),
    ],
)
def test_a_bad_row_is_rejected_with_its_row_column_value_and_code(
    tmp_path: Path, row: str, column: str, code: str
) -> None:
    options = ReadOptions(column_mapping={"Zone": "timezone"})
    result = read(tmp_path, f"Tel,E-mail,Zone,City\n9000099999,,,Delhi\n{row},Pune\n", options)
    assert result.problems == [(3, column, code)]
    [problem] = result.rejected[0].problems
    assert problem.value in row
    assert problem.message.startswith(f"{column}: ")
    assert (result.summary.total_rows, result.summary.accepted, result.summary.rejected) == (2, 1, 1)


def test_everything_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone,email,tz\n{GOOD},,\n98765,x,IST\n")
    assert result.problems == [
        (3, "phone", "phone_invalid"),
        (3, "email", "email_invalid"),
        (3, "tz", "timezone_unknown"),
    ]
    assert result.summary.rejected == 1


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    result = read(tmp_path, f'\n\nphone,notes\n\n{GOOD},"two\nlines"\n,,\nbad,\n')
    assert [contact.row for contact in result.contacts] == [5]
    assert [rejected.row for rejected in result.rejected] == [7]
    assert result.summary.total_rows == 2


def test_a_number_met_twice_is_called_once_and_the_later_row_names_the_first(tmp_path: Path) -> None:
    result = read(tmp_path, "phone,name\n+91 90000 12345,Asha\n090000-12345,Asha E.\n919000012345,A\n")
    assert [contact.name for contact in result.contacts] == ["Asha"]
    assert result.problems == [(3, "phone", "duplicate_in_file"), (4, "phone", "duplicate_in_file")]
    assert "+919000012345 is already in row 2" in result.rejected[1].problems[0].message
    assert result.summary == Summary(total_rows=3, accepted=1, rejected=0, duplicates=2, warnings=0)


def test_a_number_whose_first_row_was_rejected_is_no_duplicate(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone,email\n{GOOD},bad\n{GOOD},asha@example.com\n")
    assert (result.summary.accepted, result.summary.rejected, result.summary.duplicates) == (1, 1, 0)


def test_cells_beyond_the_header_are_dropped_with_a_warning_and_empty_ones_without(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone,city\n{GOOD},Pune,extra,\n9000012346,Pune,,\n")
    assert result.summary.accepted == 2
    assert [(warning.row, warning.code, warning.value) for warning in result.warnings] == [
        (2, "extra_cells_dropped", "extra")
    ]


def test_an_assumed_country_is_a_warning(tmp_path: Path) -> None:
    result = read(tmp_path, "phone\n442079460111\n")
    assert (result.numbers, result.warning_codes) == (["+442079460111"], ["phone_country_assumed"])


def test_a_country_not_allowed_is_rejected(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone\n{GOOD}\n+442079460111\n", ReadOptions(allowed_countries=frozenset({"IN"})))
    assert result.problems == [(3, "phone", "number_not_allowed")]


def test_a_cell_of_ten_thousand_characters_is_kept_and_one_more_is_rejected(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone,notes\n{GOOD},{'n' * 10_000}\n9000012346,{'n' * 10_001}\n")
    assert (result.summary.accepted, result.problems) == (1, [(3, "notes", "cell_too_long")])


@pytest.mark.parametrize(
    "long_row",
    [
        "9000012346," + "x" * 200_000,
        "9000012346," + ",".join(["x" * 9_999] * 6),
        "9000012346," + ",".join(["\N{GRINNING FACE}" * 9_000] * 2),
    ],
)
def test_a_row_that_is_too_long_is_rejected_and_the_next_is_read(tmp_path: Path, long_row: str) -> None:
    result = read(tmp_path, f"phone,a,b,c,d,e,f\n{GOOD}\n{long_row}\n9000012347,x\n")
    assert result.numbers == ["+919000012345", "+919000012347"]
    assert [code for _, _, code in result.problems] == ["row_too_long"]


@pytest.mark.parametrize(
    "spoilt",
    [
        '"Asha,9000012346,Pune',
        '"Asha,9000012346,Pune\nRavi,9000012347,Delhi\n"Tara",9000012348,Kochi',
        'Asha,9000012346,"Pune\n' + "\n".join(f"Ravi,90001{n:05d},Delhi" for n in range(3_000)),
    ],
)
def test_a_quote_that_is_never_closed_spoils_its_own_row_alone(tmp_path: Path, spoilt: str) -> None:
    result = read(tmp_path, f"name,phone,city\nMeera,{GOOD},Pune\n{spoilt}")
    assert [(row, code) for row, _, code in result.problems] == [(3, "quote_not_closed")]
    assert result.summary.accepted == spoilt.count("\n") + 1


def test_text_after_a_closing_quote_is_kept(tmp_path: Path) -> None:
    assert read(tmp_path, f'name,phone\n"Asha" Example,{GOOD}\n').contacts[0].name == "Asha Example"


def test_quotes_left_open_all_over_a_file_refuse_it_in_bounded_time(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="double quote that is never closed") as refused:
        read(tmp_path, "phone,name\n" + 'a","\n' * 20_000)
    assert refused.value.code is FileCode.UNREADABLE


def test_a_chunk_has_at_most_eight_hundred_rows(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("phone\n" + "".join(f"90000{n:05d}\n" for n in range(2_500)))
    chunks = [item for item in read_contacts(path) if isinstance(item, Chunk)]
    assert [len(chunk.contacts) for chunk in chunks] == [800, 800, 800, 100]


def test_a_chunk_has_at_most_four_hundred_thousand_bytes_of_json(tmp_path: Path) -> None:
    path = tmp_path / "heavy.csv"
    path.write_text("phone,notes\n" + "".join(f"90000{n:05d},{'क' * 4_000}\n" for n in range(100)))
    chunks = [item for item in read_contacts(path) if isinstance(item, Chunk)]
    sizes = [sum(len(json.dumps(c.as_json(), ensure_ascii=False).encode()) for c in chunk.contacts) for chunk in chunks]
    assert sum(len(chunk.contacts) for chunk in chunks) == 100
    assert 300_000 < max(sizes) <= 400_000


def test_a_file_of_bad_rows_comes_in_chunks_too(tmp_path: Path) -> None:
    result = read(tmp_path, f"phone\n{GOOD}\n" + "bad\n" * 2_500)
    assert result.summary.rejected == 2_500


def test_as_many_rows_as_the_limit_are_read_and_one_more_refuses_the_file(tmp_path: Path) -> None:
    options = ReadOptions(limits=Limits(rows=3))
    assert read(tmp_path, "phone\n9000012345\nbad\n9000012345\n", options).summary.total_rows == 3
    with pytest.raises(FileRefused, match="at row 5 it has more than 3 contacts") as refused:
        read(tmp_path, "phone\n9000012345\nbad\n9000012345\n9000012346\n", options)
    assert refused.value.code is FileCode.TOO_MANY_ROWS


def test_the_limits_are_a_million_rows_two_hundred_megabytes_and_two_hundred_columns() -> None:
    assert (Limits().rows, Limits().file_bytes, Limits().columns) == (1_000_000, 200 * 1024 * 1024, 200)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="it has 17 bytes; at most 16") as refused:
        read(tmp_path, f"phone\n{GOOD}\n", ReadOptions(limits=Limits(file_bytes=16)))
    assert refused.value.code is FileCode.TOO_LARGE


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", " \n,,\n"])
def test_a_file_without_content_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRefused, match="expected a header row and at least one contact") as refused:
        read(tmp_path, content)
    assert refused.value.code is FileCode.EMPTY


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="a header but no contacts") as refused:
        read(tmp_path, "phone,name\n\n")
    assert refused.value.code is FileCode.NO_GOOD_ROW


def test_a_file_without_a_good_row_is_refused_and_its_first_problems_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"none of its 120 rows could be taken.*row 2: phone: 'bad'") as refused:
        read(tmp_path, "phone\n" + "bad\n" * 120)
    assert refused.value.code is FileCode.NO_GOOD_ROW
    assert len(refused.value.problems) == 100


def test_a_header_with_an_open_quote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="its header, row 1, cannot be read") as refused:
        read(tmp_path, f'"phone,name\n{GOOD},Asha\n')
    assert refused.value.code is FileCode.UNREADABLE


def test_a_contact_with_a_name_goes_before_any_without() -> None:
    def worth(*, name: str | None, email: str | None, company: str | None) -> int:
        return priority(ContactRow(2, "+919000012345", "IN", (), name, email, company, None, None, {}))

    assert worth(name=None, email=None, company=None) == 0
    assert worth(name="Asha", email=None, company=None) == 100
    assert worth(name=None, email="asha@example.com", company=None) == 10
    assert worth(name=None, email=None, company="Example") == 10
    assert worth(name="Asha", email="asha@example.com", company="Example") == 120
    with_name = [worth(name="A", email=e, company=c) for e, c in itertools.product((None, "x"), repeat=2)]
    without = [worth(name=None, email=e, company=c) for e, c in itertools.product((None, "x"), repeat=2)]
    assert min(with_name) - 40 > max(without) + 20
