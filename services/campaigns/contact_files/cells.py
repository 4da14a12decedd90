"""Single cells: what spreadsheets put around them, what makes them dangerous there, and the checks of known columns."""

import re
import zoneinfo
from collections.abc import Mapping
from functools import lru_cache

from services.campaigns.phone_numbers import todays_zone_name

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"); the wide forms are East Asian ones.
_FORMULA_SIGNS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_WRAPPED = frozenset("'=")
_MOST_EMAIL_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\._-][^\s@<>()\[\],;:\"\\_]*\.[^\W\d_][\w-]+")
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


def cleaned(cell: str) -> str:
    """The content of a cell: without white space around it, without the apostrophe that keeps a spreadsheet from
    computing it (`'+91…`, `'=…`), and without `="…"`, by which some programs mark text.
    """
    content = cell.strip()
    if content[:1] not in _WRAPPED:
        return content
    if content[:1] == "'" and content[1:2] in _FORMULA_SIGNS and len(content) > 1:
        return content[1:].strip()
    if content.startswith('="') and content.endswith('"') and len(content) > len('=""'):
        return content[2:-1].strip()
    return content


def safe_in_spreadsheet(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would compute it; `cleaned` takes the apostrophe off."""
    opening = cell[:1]
    if opening in _FORMULA_SIGNS or cell.lstrip()[:1] in _FORMULA_SIGNS:
        return "'" + cell if cell.strip() else cell
    return cell


def email_is_readable(text: str) -> bool:
    """Whether the text has the form of one e-mail address. Whether it exists is not asked."""
    return len(text) <= _MOST_EMAIL_CHARACTERS and _EMAIL.fullmatch(text) is not None and ".." not in text


def zone_named(text: str) -> str | None:
    """The IANA zone of that name, whatever its case, under its present name; None where there is none.

    Abbreviations that name several zones, such as IST, and offsets are none.
    """
    return _zones_by_lower_case().get(text.lower().replace(" ", "_"))


@lru_cache(maxsize=1)
def _zones_by_lower_case() -> Mapping[str, str]:
    return {zone.lower(): todays_zone_name(zone) for zone in zoneinfo.available_timezones() - _NOT_PLACES}
