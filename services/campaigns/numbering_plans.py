"""The numbering plans of `phonenumbers`, made ready for files: a plain number is read in a tenth of the time.

What a number is stands in the same patterns; they are compiled once and asked directly. Whatever is not plain (a trunk
or international prefix, a leading zero, a number that no plan knows) is left to `phonenumbers` itself: both ways
always come to the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    PhoneMetadata,
    PhoneNumberDesc,
    PhoneNumberType,
    is_number_type_geographical,
)
from phonenumbers.tzdata import TIMEZONE_DATA

Matches = Callable[[str], re.Match[str] | None]
_LONGEST_CODE = 3
_KINDS = (
    ("premium_rate", PhoneNumberType.PREMIUM_RATE),
    ("toll_free", PhoneNumberType.TOLL_FREE),
    ("shared_cost", PhoneNumberType.SHARED_COST),
    ("voip", PhoneNumberType.VOIP),
    ("personal_number", PhoneNumberType.PERSONAL_NUMBER),
    ("pager", PhoneNumberType.PAGER),
    ("uan", PhoneNumberType.UAN),
    ("voicemail", PhoneNumberType.VOICEMAIL),
)
"""In the order in which a number is asked whether it is one; fixed line and mobile come after them."""


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A number as its plan knows it: calling code and national number, its kind, the country whose it is, its zones."""

    code: str
    national: str
    kind: int
    country: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    lengths: frozenset[int]
    matches: Matches

    def fits(self, national: str) -> bool:
        return (not self.lengths or len(national) in self.lengths) and self.matches(national) is not None


@dataclass(frozen=True, slots=True)
class _Region:
    """The plan of one country; `leading` settles whose a number is where several countries share a calling code."""

    country: str
    general: _Pattern
    kinds: tuple[tuple[int, _Pattern], ...]
    fixed: _Pattern | None
    mobile: _Pattern | None
    alike: bool
    leading: Matches | None

    def kind(self, national: str) -> int:
        if not self.general.fits(national):
            return PhoneNumberType.UNKNOWN
        for kind, pattern in self.kinds:
            if pattern.fits(national):
                return kind
        mobile = self.mobile is not None and self.mobile.fits(national)
        if self.fixed is not None and self.fixed.fits(national):
            return PhoneNumberType.FIXED_LINE_OR_MOBILE if self.alike or mobile else PhoneNumberType.FIXED_LINE
        return PhoneNumberType.MOBILE if mobile and not self.alike else PhoneNumberType.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Plan:
    """The countries of one calling code, and what a number may not begin with to be plain."""

    code: str
    regions: tuple[_Region, ...]
    trunk: Matches | None
    prefix_lengths: tuple[int, ...]
    placed: frozenset[int]

    def read(self, national: str) -> PlainNumber | None:
        if national[:1] == "0" or (self.trunk is not None and self.trunk(national)):
            return None
        region, kind = self._whose(national)
        if region is None or kind == PhoneNumberType.UNKNOWN:
            return None
        return PlainNumber(self.code, national, kind, region.country, self._zones(national, kind))

    def _whose(self, national: str) -> tuple[_Region | None, int]:
        if len(self.regions) == 1:
            return self.regions[0], self.regions[0].kind(national)
        for region in self.regions:
            if region.leading is not None:
                if region.leading(national):
                    return region, region.kind(national)
            elif (kind := region.kind(national)) != PhoneNumberType.UNKNOWN:
                return region, kind
        return None, PhoneNumberType.UNKNOWN

    def _zones(self, national: str, kind: int) -> tuple[str, ...]:
        if kind not in self.placed:
            return tuple(TIMEZONE_DATA.get(self.code, ()))
        digits = self.code + national
        found = (TIMEZONE_DATA.get(digits[:length]) for length in self.prefix_lengths)
        return tuple(next((zones for zones in found if zones is not None), ()))


def read_plainly(bare: str, default_country: str) -> PlainNumber | None:
    """Return what `bare` (digits, perhaps `+` before them) is; None where that takes more than the plans.

    Without `+` it is read as a national number of the default country, or as one that begins with its calling code.
    """
    code, national = _after_code(bare[1:]) if bare[:1] == "+" else _at_home(bare, default_country)
    plan = _plan(code) if national else None
    return plan.read(national) if plan is not None else None


def _after_code(digits: str) -> tuple[str, str]:
    """Split off the calling code, the shortest that there is; empties where there is none."""
    for length in range(1, _LONGEST_CODE + 1):
        if _plan(digits[:length]) is not None:
            return digits[:length], digits[length:]
    return "", ""


def _at_home(bare: str, default_country: str) -> tuple[str, str]:
    """Return the default country's code and the national number; empties where it is not plainly one."""
    home = _home(default_country)
    if home is None or home.refuses(bare):
        return "", ""
    if not bare.startswith(home.code):
        return home.code, bare
    national = bare[len(home.code) :]
    if home.refuses(national) or home.general(bare) or not home.general(national):
        return "", ""
    return home.code, national


@dataclass(frozen=True, slots=True)
class _Home:
    """The default country: its calling code, its prefixes to dial with, what any of its numbers looks like."""

    code: str
    international: Matches | None
    trunk: Matches | None
    general: Matches

    def refuses(self, bare: str) -> bool:
        return any(prefix is not None and prefix(bare) for prefix in (self.international, self.trunk))


@lru_cache(maxsize=300)
def _home(country: str) -> _Home | None:
    found = PhoneMetadata.metadata_for_region(country, None)
    general = _pattern(found.general_desc) if found is not None else None
    if found is None or general is None:
        return None
    return _Home(
        code=str(found.country_code),
        international=_begins(found.international_prefix),
        trunk=_begins(found.national_prefix_for_parsing),
        general=general.matches,
    )


@lru_cache(maxsize=1000)
def _plan(code: str) -> _Plan | None:
    """The plan of a calling code; None where there is none, or where it is of no country."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) if code[:1] not in ("", "0") else ()
    found = [metadata for region in regions if (metadata := PhoneMetadata.metadata_for_region(region, None))]
    if not found or len(found) < len(regions):
        return None
    lengths = {len(prefix) for prefix in TIMEZONE_DATA if prefix.startswith(code)}
    lengths |= {length for length in range(1, len(code)) if code[:length] in TIMEZONE_DATA}
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return _Plan(
        code=code,
        regions=tuple(_region(metadata) for metadata in found),
        trunk=_begins(found[0].national_prefix_for_parsing),
        prefix_lengths=tuple(sorted(lengths, reverse=True)),
        placed=frozenset(kind for kind in kinds if is_number_type_geographical(kind, int(code))),
    )


def _region(metadata: PhoneMetadata) -> _Region:
    general = _pattern(metadata.general_desc)
    assert general is not None, "every plan says what its numbers look like"
    return _Region(
        country=str(metadata.id),
        general=general,
        kinds=tuple(_kinds(metadata)),
        fixed=_pattern(metadata.fixed_line),
        mobile=_pattern(metadata.mobile),
        alike=bool(metadata.same_mobile_and_fixed_line_pattern),
        leading=_begins(metadata.leading_digits),
    )


def _kinds(metadata: PhoneMetadata) -> Iterator[tuple[int, _Pattern]]:
    for name, kind in _KINDS:
        pattern = _pattern(getattr(metadata, name))
        if pattern is not None:
            yield kind, pattern


def _pattern(description: PhoneNumberDesc | None) -> _Pattern | None:
    if description is None or not description.national_number_pattern:
        return None
    return _Pattern(frozenset(description.possible_length), re.compile(description.national_number_pattern).fullmatch)


def _begins(pattern: str | None) -> Matches | None:
    return re.compile(pattern).match if pattern else None
