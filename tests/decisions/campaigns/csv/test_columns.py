from pathlib import Path

import pytest

from services.campaigns.contact_files import FileCode, FileRefused, ReadOptions
from services.campaigns.contact_files.headers import ALIASES, FIRST_NAME, LAST_NAME, MIDDLE_NAME, snake_case
from tests.decisions.campaigns.csv.contact_file import read


@pytest.mark.parametrize("alias", ALIASES["phone_number"])
def test_every_alias_of_the_phone_number_is_found_in_any_case(tmp_path: Path, alias: str) -> None:
    header = alias.replace("_", " ").upper()
    assert read(tmp_path, f"City,{header}\nPune,9000012345\n").numbers == ["+919000012345"]


@pytest.mark.parametrize(
    ("alias", "known"), [(alias, known) for known in ("name", "email", "company", "notes") for alias in ALIASES[known]]
)
def test_every_alias_of_the_other_known_columns_is_found_in_any_order(tmp_path: Path, alias: str, known: str) -> None:
    [contact] = read(tmp_path, f"{alias.title()},Mobile\nasha@example.com,9000012345\n").contacts
    assert (getattr(contact, known), contact.variables) == ("asha@example.com", {})


@pytest.mark.parametrize("alias", ALIASES["timezone"])
def test_every_alias_of_the_time_zone_is_found(tmp_path: Path, alias: str) -> None:
    assert read(tmp_path, f"{alias},tel\nEurope/London,9000012345\n").contacts[0].timezone == "Europe/London"


@pytest.mark.parametrize("first", ALIASES[FIRST_NAME])
@pytest.mark.parametrize("last", ALIASES[LAST_NAME])
def test_first_and_last_name_make_the_name(tmp_path: Path, first: str, last: str) -> None:
    [contact] = read(tmp_path, f"{last},{first},phone\nExample,Asha,9000012345\n").contacts
    assert (contact.name, contact.variables) == ("Asha Example", {})


@pytest.mark.parametrize("middle", ALIASES[MIDDLE_NAME])
def test_a_middle_name_stands_between_them_and_may_be_empty(tmp_path: Path, middle: str) -> None:
    content = f"First Name,{middle},Last Name,phone\nAsha,K,Example,9000012345\nRavi,,Sample,9000012346\n"
    assert [contact.name for contact in read(tmp_path, content).contacts] == ["Asha K Example", "Ravi Sample"]


def test_where_there_is_a_name_column_the_parts_of_the_name_are_variables(tmp_path: Path) -> None:
    [contact] = read(tmp_path, "Name,First Name,phone\nAsha Example,Asha,9000012345\n").contacts
    assert (contact.name, contact.variables) == ("Asha Example", {"first_name": "Asha"})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Lead Score", "lead_score"),
        ("leadScore", "lead_score"),
        (" Deal-Size (USD) ", "deal_size_usd"),
        ("PhoneNumber*", "phone_number"),
        ("E-mail 1 - Value", "e_mail_1_value"),
        ("Größe", "größe"),
        ("शहर का नाम", "शहर_का_नाम"),
        ("நகரம்", "நகரம்"),
        ("城市", "城市"),
        ("'=Total", "total"),
        ("***", ""),
        ("x" * 100, "x" * 64),
    ],
)
def test_a_header_of_any_script_becomes_a_snake_case_name(header: str, name: str) -> None:
    assert snake_case(header) == name


def test_every_other_column_is_a_variable_and_empty_cells_are_empty_texts(tmp_path: Path) -> None:
    [contact] = read(tmp_path, "phone,Lead Score,शहर,Last Interaction\n9000012345,85,पुणे\n").contacts
    assert contact.variables == {"lead_score": "85", "शहर": "पुणे", "last_interaction": ""}


def test_variables_of_one_name_are_numbered_and_that_is_said(tmp_path: Path) -> None:
    result = read(tmp_path, "phone,City,city,CITY\n9000012345,Pune,Delhi,Kochi\n")
    assert result.contacts[0].variables == {"city": "Pune", "city_2": "Delhi", "city_3": "Kochi"}
    assert result.warning_codes == ["column_renamed", "column_renamed"]


def test_of_several_phone_columns_the_likeliest_is_called_and_the_other_kept_as_a_variable(tmp_path: Path) -> None:
    result = read(tmp_path, "Home Phone,Mobile\n9000012346,9000012345\n")
    assert (result.numbers, result.contacts[0].variables) == (["+919000012345"], {"home_phone": "9000012346"})
    assert result.warning_codes == ["second_column_as_variable"]


def test_columns_without_a_header_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "phone,,City,,\n9000012345,x,Pune,,\n").contacts[0].variables == {"city": "Pune"}


def test_a_column_mapping_goes_before_the_aliases(tmp_path: Path) -> None:
    options = ReadOptions(column_mapping={"Nummer": "phone_number", "Phone": "Desk Phone", "Wer": "name", "Alt": ""})
    [contact] = read(tmp_path, "Wer,Nummer,Phone,Alt\nAsha,9000012345,12,x\n", options).contacts
    assert (contact.phone_number, contact.name) == ("+919000012345", "Asha")
    assert contact.variables == {"desk_phone": "12"}


def test_a_mapped_column_that_is_not_in_the_file_is_refused_and_those_in_it_are_named(tmp_path: Path) -> None:
    with pytest.raises(
        FileRefused, match="there is no column 'Handset' in the file; it has 'Nummer', 'City'"
    ) as refused:
        read(tmp_path, "Nummer,City\n9000012345,Pune\n", ReadOptions(column_mapping={"Handset": "phone_number"}))
    assert (refused.value.code, refused.value.field) == (FileCode.UNKNOWN_MAPPED_COLUMN, "column_mapping")


@pytest.mark.parametrize("header", ["call_id", "Attempt ID", "nextAction"])
def test_a_column_of_a_name_that_the_system_sets_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(FileRefused, match=header) as refused:
        read(tmp_path, f"phone,{header}\n9000012345,1\n")
    assert refused.value.code is FileCode.RESERVED_COLUMN


def test_a_reserved_column_may_be_left_out_by_the_mapping_but_not_made_by_it(tmp_path: Path) -> None:
    content = "phone,call_id,City\n9000012345,1,Pune\n"
    left_out = read(tmp_path, content, ReadOptions(column_mapping={"call_id": ""}))
    assert left_out.contacts[0].variables == {"city": "Pune"}
    with pytest.raises(FileRefused, match="call_id"):
        read(tmp_path, content, ReadOptions(column_mapping={"call_id": "", "City": "Call ID"}))


@pytest.mark.parametrize(
    ("header", "mapping"),
    [("phone,Phone", {}), ("mobile,phone,name,Name", {}), ("a,b", {"a": "phone_number", "b": "phone_number"})],
)
def test_two_columns_for_the_same_thing_are_refused(tmp_path: Path, header: str, mapping: dict[str, str]) -> None:
    with pytest.raises(FileRefused, match=r"both stand for (phone_number|name)") as refused:
        read(tmp_path, f"{header}\n9000012345,9000012346\n", ReadOptions(column_mapping=mapping))
    assert refused.value.code is FileCode.DUPLICATE_COLUMN


def test_a_file_without_a_phone_column_is_refused_and_the_headers_found_are_named(tmp_path: Path) -> None:
    with pytest.raises(
        FileRefused, match=r"Columns found: 'Name', 'City'\. Expected one named phone_number"
    ) as refused:
        read(tmp_path, "Name,City\nAsha,Pune\n")
    assert refused.value.code is FileCode.NO_PHONE_COLUMN


def test_a_file_without_a_header_row_is_told_that_it_lacks_one(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="The first row holds a phone number: it must hold the names") as refused:
        read(tmp_path, "Asha,+91 90000 12345\nRavi,+91 90000 12346\n")
    assert refused.value.code is FileCode.NO_PHONE_COLUMN


def test_two_hundred_columns_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    header = ",".join(["phone", *(f"v{index}" for index in range(199))])
    assert len(read(tmp_path, f"{header}\n9000012345\n").contacts[0].variables) == 199
    with pytest.raises(FileRefused, match="201 columns; at most 200") as refused:
        read(tmp_path, f"{header},more\n9000012345\n")
    assert refused.value.code is FileCode.TOO_MANY_COLUMNS


def test_a_country_that_is_none_is_refused_with_the_options() -> None:
    with pytest.raises(ValueError, match="default_country: 'India' is no country"):
        ReadOptions(default_country="India")
    with pytest.raises(ValueError, match="allowed_countries: 'XX' is no country"):
        ReadOptions(allowed_countries=frozenset({"IN", "XX"}))
