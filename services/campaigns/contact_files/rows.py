"""One record of a file, made into a contact or rejected with everything that is wrong with it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.campaigns.contact_files.cells import cleaned, email_is_readable, zone_named
from services.campaigns.contact_files.columns import Columns
from services.campaigns.contact_files.contacts import ContactRow, Problem, RejectedRow
from services.campaigns.contact_files.headers import PHONE
from services.campaigns.contact_files.options import ReadOptions
from services.campaigns.contact_files.records import Record
from services.campaigns.contact_files.refusals import RowCode, WarningCode
from services.campaigns.phone_numbers import PhoneNumber, PhoneNumberRefused, normalise

_MOST_SHOWN = 200
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows by one plan of columns."""

    columns: Columns
    options: ReadOptions

    def read(self, record: Record) -> tuple[ContactRow | RejectedRow | None, list[Problem]]:
        """What the record is, and warnings about it; None where it has no content at all."""
        if record.problem is not None:
            return self._unreadable(record, record.problem), []
        cells = [cleaned(cell) for cell in record.cells]
        content = "".join(cells)
        if not content:
            return None, []
        width = len(self.columns.headers)
        warnings = self._warnings(record.row, cells, content) if len(cells) > width or _LOST in content else []
        cells += [""] * (width - len(cells))
        found = _Row(record.row, cells, self.columns.headers, [])
        contact = self._contact(found, content)
        if contact is None:
            return RejectedRow(record.row, tuple(record.cells), tuple(found.problems)), warnings
        if found.notices:
            warnings += found.notices
        return contact, warnings

    def _contact(self, row: "_Row", content: str) -> ContactRow | None:
        limits = self.options.limits
        if len(content) > limits.cell_characters:
            row.refuse_long_cells(limits.cell_characters)
        known = self.columns.known
        number = row.phone_number(known[PHONE], self.options)
        email = row.checked(known.get("email"), _email_problem)
        zone = row.checked(known.get("timezone"), _zone_problem)
        if row.problems or number is None:
            return None
        company = known.get("company")
        notes = known.get("notes")
        return ContactRow(
            row=row.row,
            phone_number=number.e164,
            country=number.country,
            zones=number.zones,
            name=self._name(row.cells),
            email=email,
            company=(row.cells[company] or None) if company is not None else None,
            notes=(row.cells[notes] or None) if notes is not None else None,
            timezone=zone_named(zone) if zone else None,
            variables={name: row.cells[index] for index, name in self.columns.variables},
        )

    def _name(self, cells: Sequence[str]) -> str | None:
        index = self.columns.known.get("name")
        whole = (
            cells[index] if index is not None else " ".join(cells[part] for part in self.columns.name_parts.values())
        )
        return " ".join(whole.split()) or None

    def _warnings(self, row: int, cells: list[str], content: str) -> list[Problem]:
        warnings = []
        width = len(self.columns.headers)
        extra = [cell for cell in cells[width:] if cell]
        if extra:
            message = (
                f"row {row} has {len(cells)} cells, the header {width}; those beyond were left out: is a quote missing?"
            )
            warnings.append(Problem(row, "", _cut(", ".join(extra)), WarningCode.EXTRA_CELLS_DROPPED, message))
        if _LOST in content:
            message = f"row {row} holds bytes that are no characters in the file's encoding; save the file as CSV UTF-8"
            warnings.append(Problem(row, "", "", WarningCode.CHARACTERS_LOST, message))
        return warnings

    def _unreadable(self, record: Record, code: RowCode) -> RejectedRow:
        most = self.options.limits.row_characters
        message = {
            RowCode.ROW_TOO_LONG: f"row {record.row} is longer than {most:,} characters; shorten it",
            RowCode.QUOTE_NOT_CLOSED: f"row {record.row} opens a double quote that is not closed rightly; end the cell "
            'with a double quote, write one within it twice (""), or remove it',
        }[code]
        value = _cut(next((cell for cell in record.cells if '"' in cell), record.cells[0]))
        return RejectedRow(record.row, tuple(record.cells), (Problem(record.row, "", value, code, message),))


@dataclass(slots=True)
class _Row:
    """A record on its way: the problems found so far."""

    row: int
    cells: list[str]
    headers: tuple[str, ...]
    problems: list[Problem]
    notices: list[Problem] | None = None

    def refuse(self, index: int, code: str, message: str) -> None:
        header = self.headers[index]
        self.problems.append(Problem(self.row, header, _cut(self.cells[index]), code, f"{header}: {message}"))

    def refuse_long_cells(self, most: int) -> None:
        for index, header in enumerate(self.headers):
            if header and len(self.cells[index]) > most:
                length = len(self.cells[index])
                self.refuse(
                    index, RowCode.CELL_TOO_LONG, f"the cell has {length:,} characters; at most {most:,} are kept"
                )

    def phone_number(self, index: int, options: ReadOptions) -> PhoneNumber | None:
        text = self.cells[index]
        try:
            number = normalise(text, options.default_country, options.allowed_countries)
        except PhoneNumberRefused as refused:
            self.refuse(index, refused.code, str(refused))
            return None
        if number.country_assumed:
            header = self.headers[index]
            message = (
                f"{header}: {text!r} was read as {number.e164} ({number.country}); write it with + if that is right"
            )
            self.notices = [Problem(self.row, header, _cut(text), WarningCode.COUNTRY_ASSUMED, message)]
        return number

    def checked(self, index: int | None, problem: Callable[[str], tuple[str, str] | None]) -> str | None:
        """The cell's content, None where empty; notes the problem that the check finds."""
        if index is None or not self.cells[index]:
            return None
        if wrong := problem(self.cells[index]):
            self.refuse(index, *wrong)
        return self.cells[index]


def _email_problem(text: str) -> tuple[str, str] | None:
    if email_is_readable(text):
        return None
    return RowCode.EMAIL_INVALID, f"{_cut(text)!r} is no e-mail address; write one such as asha@example.com, or none"


def _zone_problem(text: str) -> tuple[str, str] | None:
    if zone_named(text):
        return None
    return (
        RowCode.TIMEZONE_UNKNOWN,
        f"{_cut(text)!r} is no IANA time zone; write one such as Asia/Kolkata or Europe/London, or leave it empty",
    )


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
