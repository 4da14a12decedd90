"""Numbers read from the compiled plans, beside what `phonenumbers` itself makes of them: always the same."""

from collections.abc import Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from services.campaigns import phone_numbers
from services.campaigns.numbering_plans import read_plainly
from services.campaigns.phone_numbers import PhoneNumber, PhoneNumberRefused, normalise

KINDS = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.UAN,
)


def numbers_of(country: str) -> Iterator[tuple[str, str]]:
    """Examples of each kind, whole and with a digit changed or too many; calling code and national number."""
    for kind in KINDS:
        example = phonenumbers.example_number_for_type(country, kind)
        if example is not None:
            national = phonenumbers.national_significant_number(example)
            middle = len(national) // 2
            changed = national[:middle] + str((int(national[middle]) + 3) % 10) + national[middle + 1 :]
            for one in (national, changed, national + "5"):
                yield str(example.country_code), one


def read(text: str, country: str) -> PhoneNumber | str:
    try:
        return normalise(text, country)
    except PhoneNumberRefused as refused:
        return str(refused)


def test_a_number_is_the_same_by_the_plans_and_by_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        (text, default)
        for country in sorted(phonenumbers.SUPPORTED_REGIONS)
        for code, national in numbers_of(country)
        for text, default in (
            (f"+{code}{national}", "IN"),
            (national, country),
            (code + national, country),
            ("0" + national, country),
        )
    ]
    by_plans = [read(text, default) for text, default in asked]
    plain = sum(read_plainly(text, default) is not None for text, default in asked)
    monkeypatch.setattr(phone_numbers, "read_plainly", lambda *_: None)
    for (text, default), found in zip(asked, by_plans, strict=True):
        assert found == read(text, default), (text, default)
    assert plain > len(asked) / 3, "hardly any number was plain"
