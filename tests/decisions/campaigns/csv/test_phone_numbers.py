import contextlib
import pickle

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.campaigns.phone_numbers import PhoneCode, PhoneNumber, PhoneNumberRefused, normalise

FULL_WIDTH = {ord(plain): ord(plain) + 0xFEE0 for plain in "+0123456789"}


@pytest.mark.parametrize(
    "text",
    [
        "9000012345",
        "90000 12345",
        "090000-12345",
        "+919000012345",
        "+91 90000.12345",
        "(+91) 90000 12345",
        "+91 (0)90000 12345",
        "00919000012345",
        "919000012345",
        "0919000012345",
        "+91\u00a090000\u201112345",
        "\u202a+91 90000 12345\u202c",
        "९०००० १२३४५",
        "٩٠٠٠٠١٢٣٤٥",
        "9000012345".translate(FULL_WIDTH),
        "+919000012345".translate(FULL_WIDTH),
        "tel:+91-90000-12345",
        "tel:90000-12345;phone-context=+91",
        "tel:%2B91%2090000%2012345",
        "whatsapp:+919000012345",
        "Mob: 90000 12345",
        "'+919000012345",
        "\u2019919000012345",
        '="9000012345"',
        "=+919000012345",
        "919000012345.0",
        "9000012345,00",
        "9,000,012,345",
        "90000/12345",
    ],
)
def test_an_indian_number_in_any_common_form_is_the_same_number(text: str) -> None:
    assert normalise(text, "IN") == PhoneNumber("+919000012345", "IN", ("Asia/Kolkata",))


@pytest.mark.parametrize(
    ("text", "country", "e164", "found_in"),
    [
        ("020 7946 0111", "GB", "+442079460111", "GB"),
        ("+44 (0)20 7946 0111", "IN", "+442079460111", "GB"),
        ("(415) 555-0123", "US", "+14155550123", "US"),
        ("011 44 20 7946 0111", "US", "+442079460111", "GB"),
        ("00 44 20 7946 0111", "US", "+442079460111", "GB"),
        ("030/23125001", "DE", "+493023125001", "DE"),
        ("+39 06 1234 5678", "IN", "+390612345678", "IT"),
    ],
)
def test_national_and_international_forms_of_other_countries_are_read(
    text: str, country: str, e164: str, found_in: str
) -> None:
    number = normalise(text, country)
    assert (number.e164, number.country, number.country_assumed) == (e164, found_in, False)


@pytest.mark.parametrize(("text", "e164"), [("442079460111", "+442079460111"), ("14155550123", "+14155550123")])
def test_a_country_code_without_plus_is_read_and_said_to_be_assumed(text: str, e164: str) -> None:
    number = normalise(text, "IN")
    assert (number.e164, number.country_assumed) == (e164, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", PhoneCode.MISSING),
        (" \t", PhoneCode.MISSING),
        ("'", PhoneCode.MISSING),
        ("not known", PhoneCode.UNREADABLE),
        ("90000 1234O", PhoneCode.UNREADABLE),
        ("1-800-FLOWERS", PhoneCode.UNREADABLE),
        ("+91+9000012345", PhoneCode.UNREADABLE),
        ("²³", PhoneCode.UNREADABLE),
        ("98765", PhoneCode.INVALID),
        ("112", PhoneCode.INVALID),
        ("5550000000", PhoneCode.INVALID),
        ("+999123456789", PhoneCode.INVALID),
        ("0" * 40, PhoneCode.INVALID),
        ("4.479E+11", PhoneCode.SPOILT_BY_SPREADSHEET),
        ("9,19E+11", PhoneCode.SPOILT_BY_SPREADSHEET),
        ("9E11", PhoneCode.SPOILT_BY_SPREADSHEET),
        ("########", PhoneCode.SPOILT_BY_SPREADSHEET),
        ("#N/A", PhoneCode.SPOILT_BY_SPREADSHEET),
        ("+91 90000 12345 ext. 12", PhoneCode.HAS_EXTENSION),
        ("9000012345x12", PhoneCode.HAS_EXTENSION),
        ("tel:+919000012345;ext=12", PhoneCode.HAS_EXTENSION),
        ("90000 12345 / 90000 12346", PhoneCode.SEVERAL_NUMBERS),
        ("9000012345 ::: 9000012346", PhoneCode.SEVERAL_NUMBERS),
        ("9000012345 or 9000012346", PhoneCode.SEVERAL_NUMBERS),
        ("+44 909 879 0077", PhoneCode.NOT_ALLOWED),
        ("+1 900 555 0123", PhoneCode.NOT_ALLOWED),
        ("+49 180 2 123456", PhoneCode.NOT_ALLOWED),
        ("+870 773 111 632", PhoneCode.NOT_ALLOWED),
    ],
)
def test_what_cannot_be_called_is_refused_with_its_reason_its_value_and_a_remedy(text: str, code: PhoneCode) -> None:
    with pytest.raises(PhoneNumberRefused) as refused:
        normalise(text, "IN")
    assert refused.value.code is code
    assert repr(text) in refused.value.message or code is PhoneCode.MISSING
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["61491570156", "90000123456", "090000123456"])
def test_a_mobile_number_with_a_digit_too_many_is_never_taken_for_a_foreign_one(text: str) -> None:
    with pytest.raises(PhoneNumberRefused, match=r"a digit too many for a mobile number in IN.*must begin with \+"):
        normalise(text, "IN")


def test_a_country_that_is_not_allowed_is_refused_and_those_allowed_are_named() -> None:
    assert normalise("+442079460111", "IN", {"IN", "GB"}).country == "GB"
    with pytest.raises(PhoneNumberRefused, match="a number in GB, which may not be called; allowed: IN, US"):
        normalise("+442079460111", "IN", {"IN", "US"})


def test_where_no_country_is_allowed_no_number_is() -> None:
    with pytest.raises(PhoneNumberRefused, match="allowed: no country"):
        normalise("9000012345", "IN", ())


def test_a_number_that_may_lie_in_several_zones_has_all_of_them() -> None:
    assert set(normalise("+18005550123", "IN").zones) > {"America/New_York", "America/Los_Angeles"}


def test_every_zone_that_a_number_may_have_is_one_that_python_knows_under_its_present_name() -> None:
    for country in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(country)
        if example is not None:
            text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
            assert not {"Asia/Calcutta", "Asia/Katmandu", "Europe/Kiev"} & set(normalise(text, country).zones)


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(PhoneNumberRefused) as refused:
        normalise("x" * 5_000, "IN")
    assert len(str(refused.value)) < 300


def test_a_refusal_comes_out_of_a_child_process_as_it_was() -> None:
    refusal = PhoneNumberRefused(PhoneCode.INVALID, "message", "remedy")
    assert str(pickle.loads(pickle.dumps(refusal))) == "message; remedy"  # noqa: S301


@given(st.text())
def test_no_text_at_all_does_anything_but_give_a_number_or_a_refusal(text: str) -> None:
    with contextlib.suppress(PhoneNumberRefused):
        assert normalise(text, "IN").e164.startswith("+")


@given(st.text("0123456789+-(). ,/xe#'=\"", max_size=24), st.sampled_from(["IN", "US", "DE", "IT", "BR"]))
def test_a_number_read_once_is_read_again_as_itself(text: str, country: str) -> None:
    try:
        number = normalise(text, country)
    except PhoneNumberRefused:
        return
    again = normalise(number.e164, "GB")
    assert (again.e164, again.country, again.zones) == (number.e164, number.country, number.zones)
