"""Phone numbers as people write them, brought into E.164, or refused with the reason and the remedy.

Owns the reading of one number. Knows nothing of files, rows or campaigns. The numbering plans of the world are those
of `phonenumbers` (Google's libphonenumber); a number is taken only if its plan says that it can exist.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult
from phonenumbers.timezone import time_zones_for_number

from services.campaigns.numbering_plans import read_plainly


class PhoneCode(StrEnum):
    """Why a number was refused. The values are public: programs match them."""

    MISSING = "phone_missing"
    UNREADABLE = "phone_unreadable"
    INVALID = "phone_invalid"
    SPOILT_BY_SPREADSHEET = "phone_spoilt_by_spreadsheet"
    HAS_EXTENSION = "phone_has_extension"
    SEVERAL_NUMBERS = "phone_several_numbers"
    NOT_ALLOWED = "number_not_allowed"


class PhoneNumberRefused(ValueError):
    """The text is no number that may be called: `code`, `message` (with the value), `remedy` (what would be right)."""

    def __init__(self, code: PhoneCode, message: str, remedy: str) -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that may be called.

    `e164` is `+` and digits; `country` the ISO 3166 code of its plan; `zones` the IANA zones it may lie in, empty where
    unknown. `country_assumed`: it was written without `+` and is no number of the default country, so its first digits
    were taken as another country's calling code.
    """

    e164: str
    country: str
    zones: tuple[str, ...]
    country_assumed: bool = False


# CLDR, from which libphonenumber takes its zones, keeps these former names; the rest of the system uses today's.
_TODAYS_ZONE_NAMES = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Catamarca": "America/Argentina/Catamarca",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Jujuy": "America/Argentina/Jujuy",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Mendoza": "America/Argentina/Mendoza",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
_UNKNOWN_ZONE = "Etc/Unknown"
_WORLDWIDE = "001"  # satellite and other networks of no country
_COSTLY = {
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.PAGER: "a pager",
    PhoneNumberType.VOICEMAIL: "a voicemail box",
}
_CAUSES = {
    ValidationResult.TOO_SHORT: "has too few digits for a number",
    ValidationResult.TOO_LONG: "has too many digits for a number",
    ValidationResult.INVALID_LENGTH: "has the wrong count of digits for a number",
}
_MOST_SHOWN = 60  # characters of a value repeated in a message
_MOST_DIGITS = 20  # E.164 has 15; beyond these leading zeros and an international prefix nothing is a number
_FEWEST_DIGITS_OF_A_NUMBER = 7
_FEWEST_DIGITS_WITH_FOREIGN_CODE = 11

_PLAIN = re.compile(r"\+?[0-9]+")
_WITH_DECIMALS = re.compile(r"(\+?[0-9]+)[.,]0+")
_WITH_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.0+)?")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[eE][+-]?[0-9]+")
_SPREADSHEET_ERROR = re.compile(r"#+|#(?:N/A|NAME\?|REF!|VALUE!|NUM!|NULL!|DIV/0!|ERROR!)", re.IGNORECASE)
_LABEL = re.compile(r"(?:tel|telephone|phone|ph|mobile|mob|cell|m|t|p|whatsapp|wa|callto|sms)\s*[:.]\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[0-9][\s.,;)\-]*(?:extension|extn|ext|x|#|доб)[\s.:=]*[0-9]+", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[/;|,&\n\r]|:::|\b(?:or|and)\b", re.IGNORECASE)
_SPREADSHEET_TEXT = re.compile(r'="?([^"]*)"?')
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u30fc"
_SEPARATORS = str.maketrans("", "", _DASHES + " \t\u00a0\u2007\u202f\u3000().[]/_\u2215\u00b7\uff08\uff09\uff0e")
_APOSTROPHES = "'`\u2018\u2019"


def normalise(text: str, default_country: str, allowed_countries: Collection[str] | None = None) -> PhoneNumber:
    """The number that `text` stands for.

    Args:
        text: any common form: separators, brackets, `+` or `00`, country code with or without `+`, a national trunk 0,
            digits of any script, `tel:`, a spreadsheet's apostrophe, `="…"` or `….0`.
        default_country: ISO 3166 code of the country whose national forms are understood, such as `IN`.
        allowed_countries: ISO 3166 codes; numbers elsewhere are refused. None allows every country, an empty
            collection none.

    A number is read as the default country's where that makes a valid one, else as beginning with a country code.
    A mobile number of the default country with a digit too many is never taken for a foreign number.

    Raises:
        PhoneNumberRefused: with one of `PhoneCode`.

    """
    bare = _bare(text)
    plain = read_plainly(bare, default_country)
    if plain is not None:
        _refuse_unless_allowed(text, plain.kind, plain.country, allowed_countries)
        return PhoneNumber(f"+{plain.code}{plain.national}", plain.country, _todays(plain.zones))
    for written, region, assumed in _readings(bare, default_country):
        try:
            number = phonenumbers.parse(written, region)
        except NumberParseException:
            continue
        kind = phonenumbers.number_type(number)
        if kind == PhoneNumberType.UNKNOWN:
            continue
        if assumed:
            _refuse_mobile_with_a_digit_too_many(text, bare, default_country)
        country = str(phonenumbers.region_code_for_number(number))
        _refuse_unless_allowed(text, kind, country, allowed_countries)
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return PhoneNumber(e164, country, _zones(number), assumed)
    if not bare.startswith("+"):
        _refuse_mobile_with_a_digit_too_many(text, bare, default_country)
    raise _invalid(text, bare, default_country)


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166 code, in capitals, whose numbers can be read."""
    return code in phonenumbers.SUPPORTED_REGIONS


def todays_zone_name(zone: str) -> str:
    """The present name of an IANA zone that was renamed (`Asia/Calcutta` → `Asia/Kolkata`); any other as it is."""
    return _TODAYS_ZONE_NAMES.get(zone, zone)


def _bare(text: str) -> str:
    """Digits alone, with a `+` before them where one was written; refuses what holds anything else."""
    kept = text.strip()
    if _PLAIN.fullmatch(kept) and kept.isascii():
        return _bounded(kept, text)
    kept = _unwrapped(kept)
    if not kept:
        raise PhoneNumberRefused(
            PhoneCode.MISSING, "the phone number is empty", "write a number, best with + and country code"
        )
    _refuse_spreadsheet_damage(kept, text)
    if whole := _WITH_DECIMALS.fullmatch(kept):
        return _bounded(whole[1], text)
    if _WITH_THOUSANDS.fullmatch(kept):
        return _bounded(kept.partition(".")[0].replace(",", ""), text)
    _refuse_more_than_a_number(kept, text)
    if kept.startswith(("+", "00", "(+")):
        kept = kept.replace("(0)", "")
    kept = kept.translate(_SEPARATORS)
    if not _PLAIN.fullmatch(kept):
        raise PhoneNumberRefused(
            PhoneCode.UNREADABLE,
            f"{_shown(text)} is not a phone number",
            "write digits alone, with a leading + and country code if you like; spaces, dashes, dots and brackets are "
            "allowed",
        )
    return _bounded(kept, text)


def _unwrapped(text: str) -> str:
    """`text` in ASCII digits, without invisible marks, labels, `tel:`, and what spreadsheets put around a cell."""
    if not text.isascii():
        text = "".join(map(_plain_character, text)).strip()
    if text.startswith("="):
        quoted = _SPREADSHEET_TEXT.fullmatch(text)
        text = quoted[1] if quoted else text
    text = text.strip(_APOSTROPHES + '" ')
    if label := _LABEL.match(text):
        text = text[label.end() :].lstrip("/")
        number, _, parameters = text.partition(";phone-context=")
        prefix = parameters.partition(";")[0]
        text = unquote(prefix + number if prefix.startswith("+") and not number.startswith("+") else number)
    return text.strip()


def _plain_character(character: str) -> str:
    """An ASCII digit or plus for those of other scripts, nothing for marks that cannot be seen, else itself."""
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if character in "\uff0b\ufe62\u207a":
        return "+"
    return "" if unicodedata.category(character) in {"Cf", "Mn"} else character


def _refuse_spreadsheet_damage(kept: str, text: str) -> None:
    if _EXPONENT.fullmatch(kept):
        raise PhoneNumberRefused(
            PhoneCode.SPOILT_BY_SPREADSHEET,
            f"{_shown(text)} is a number that a spreadsheet has rounded; its last digits are lost",
            "format the column as text, enter the number again with + and country code, and save the file anew",
        )
    if _SPREADSHEET_ERROR.fullmatch(kept):
        raise PhoneNumberRefused(
            PhoneCode.SPOILT_BY_SPREADSHEET,
            f"{_shown(text)} is what a spreadsheet shows in place of a value",
            "mend the cell, format the column as text, and save the file anew",
        )


def _refuse_more_than_a_number(kept: str, text: str) -> None:
    if _EXTENSION.search(kept):
        raise PhoneNumberRefused(
            PhoneCode.HAS_EXTENSION,
            f"{_shown(text)} has an extension, which cannot be dialled",
            "give a direct number without extension",
        )
    parts = [part for part in _BETWEEN_NUMBERS.split(kept) if sum(map(str.isdigit, part)) >= _FEWEST_DIGITS_OF_A_NUMBER]
    if len(parts) > 1:
        raise PhoneNumberRefused(
            PhoneCode.SEVERAL_NUMBERS,
            f"{_shown(text)} holds {len(parts)} numbers",
            "leave the one that should be called; others may stand in rows or columns of their own",
        )


def _bounded(bare: str, text: str) -> str:
    if len(bare) > _MOST_DIGITS:
        raise PhoneNumberRefused(
            PhoneCode.INVALID, f"{_shown(text)} has {len(bare)} digits", "no phone number has more than 15 digits"
        )
    return bare


def _readings(bare: str, default_country: str) -> Iterator[tuple[str, str | None, bool]]:
    """The ways to read `bare`, likeliest first: what to parse, in which country, whether a country is assumed."""
    if bare.startswith("+"):
        yield bare, None, False
        return
    yield bare, default_country, False
    if bare.startswith("00"):
        yield "+" + bare[2:], None, False
    unzeroed = bare.lstrip("0")
    if unzeroed != bare and unzeroed.startswith(_calling_code(default_country)):
        yield "+" + unzeroed, None, False
    if unzeroed == bare and len(bare) >= _FEWEST_DIGITS_WITH_FOREIGN_CODE:
        yield "+" + bare, None, True


def _refuse_mobile_with_a_digit_too_many(text: str, bare: str, default_country: str) -> None:
    """Of random 11-digit mistypings of an Indian mobile one in five is a valid number of some other country."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(bare[:-1], default_country))
    except NumberParseException:
        return
    if kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}:
        raise PhoneNumberRefused(
            PhoneCode.INVALID,
            f"{_shown(text)} has a digit too many for a mobile number in {default_country}",
            f"{_remedy(default_country)}; a number of another country must begin with +",
        )


def _refuse_unless_allowed(text: str, kind: int, country: str, allowed: Collection[str] | None) -> None:
    if kind in _COSTLY:
        raise PhoneNumberRefused(
            PhoneCode.NOT_ALLOWED,
            f"{_shown(text)} is {_COSTLY[kind]}, which is never called",
            "give the person's ordinary mobile or landline number",
        )
    if country == _WORLDWIDE:
        raise PhoneNumberRefused(
            PhoneCode.NOT_ALLOWED,
            f"{_shown(text)} belongs to a satellite or worldwide network, which is never called",
            "give the person's ordinary mobile or landline number",
        )
    if allowed is not None and country not in allowed:
        raise PhoneNumberRefused(
            PhoneCode.NOT_ALLOWED,
            f"{_shown(text)} is a number in {country}, which may not be called",
            f"allowed: {', '.join(sorted(allowed)) or 'no country'}; give a number there, or have {country} allowed",
        )


def _zones(number: phonenumbers.PhoneNumber) -> tuple[str, ...]:
    return _todays(tuple(time_zones_for_number(number)))


@lru_cache(maxsize=1000)
def _todays(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_TODAYS_ZONE_NAMES.get(zone, zone) for zone in zones if zone != _UNKNOWN_ZONE)


def _invalid(text: str, bare: str, default_country: str) -> PhoneNumberRefused:
    """The refusal of a number that no plan knows, with the nearest cause that can be told."""
    country = default_country
    try:
        number = phonenumbers.parse(bare, None if bare.startswith("+") else default_country)
    except NumberParseException as wrong:
        unknown_code = wrong.error_type == NumberParseException.INVALID_COUNTRY_CODE
        cause = "begins with no country's calling code" if unknown_code else "is too short or too long for any number"
    else:
        country = str(phonenumbers.region_code_for_country_code(number.country_code or 0))
        cause = _CAUSES.get(phonenumbers.is_possible_number_with_reason(number), "is not in use as a number")
        cause = f"{cause} in {country}"
    return PhoneNumberRefused(PhoneCode.INVALID, f"{_shown(text)} {cause}", _remedy(country))


@lru_cache(maxsize=300)
def _remedy(default_country: str) -> str:
    example = phonenumbers.example_number_for_type(default_country, PhoneNumberType.MOBILE)
    if example is None:
        return "write it with + and country code"
    national = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
    full = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    return f"write it as {national} or, best, with + and country code as {full}"


@lru_cache(maxsize=300)
def _calling_code(country: str) -> str:
    return str(phonenumbers.country_code_for_region(country))


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…")
