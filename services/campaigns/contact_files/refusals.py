"""The codes and exceptions by which a contact file, or one of its rows, is refused. The codes are public."""

from enum import StrEnum

from services.campaigns.contact_files.contacts import Problem


class FileCode(StrEnum):
    """Why a whole file was refused; nothing of it is imported."""

    EMPTY = "csv_empty"
    BINARY = "csv_binary"
    UNREADABLE = "csv_unreadable"
    TOO_LARGE = "csv_too_large"
    TOO_MANY_ROWS = "csv_too_many_rows"
    TOO_MANY_COLUMNS = "csv_too_many_columns"
    NO_PHONE_COLUMN = "csv_no_phone_column"
    DUPLICATE_COLUMN = "csv_duplicate_column"
    RESERVED_COLUMN = "csv_reserved_column"
    UNKNOWN_MAPPED_COLUMN = "csv_unknown_mapped_column"
    NO_GOOD_ROW = "csv_no_good_row"


class RowCode(StrEnum):
    """Why one row was not taken; beside these stand the codes of `phone_numbers.PhoneCode`."""

    EMAIL_INVALID = "email_invalid"
    TIMEZONE_UNKNOWN = "timezone_unknown"
    CELL_TOO_LONG = "cell_too_long"
    ROW_TOO_LONG = "row_too_long"
    QUOTE_NOT_CLOSED = "quote_not_closed"
    DUPLICATE_IN_FILE = "duplicate_in_file"


class WarningCode(StrEnum):
    """What was noticed and did not keep the row, or the file, from being taken."""

    EXTRA_CELLS_DROPPED = "extra_cells_dropped"
    COUNTRY_ASSUMED = "phone_country_assumed"
    CHARACTERS_LOST = "characters_lost"
    ENCODING_GUESSED = "encoding_guessed"
    COLUMN_RENAMED = "column_renamed"
    SECOND_COLUMN_AS_VARIABLE = "second_column_as_variable"


class FileRefused(ValueError):
    """The file is refused as a whole.

    `code`; `message`: what was found and what would be right; `field`: the part of the request at fault, `file` or
    `column_mapping`; `value`: what was found there, cut to 200 characters; `problems`: with `csv_no_good_row`, the
    first hundred problems of its rows, else empty. Survives pickling, so that it may be raised in a child process.
    """

    def __init__(
        self, code: FileCode, message: str, field: str = "file", value: str = "", problems: tuple[Problem, ...] = ()
    ) -> None:
        super().__init__(code, message, field, value, problems)
        self.code = code
        self.message = message
        self.field = field
        self.value = value[:200]
        self.problems = problems

    def __str__(self) -> str:
        return self.message
