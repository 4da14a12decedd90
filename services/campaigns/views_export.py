"""A campaign's calls as a CSV that a spreadsheet may open, written page by page."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from services.campaigns.contact_files.cells import safe_in_spreadsheet

PAGE = 1_000
COLUMNS = (
    "call_id",
    "phone_number",
    "name",
    "email",
    "company",
    "notes",
    "timezone",
    "tags",
    "variables",
    "status",
    "outcome",
    "reason",
    "attempts",
    "duration_seconds",
    "cost_amount",
    "cost_currency",
    "queued_at",
    "first_placed_at",
    "last_placed_at",
    "next_attempt_at",
    "settled_at",
)
MARK = "\ufeff"
"""Without which Excel reads UTF-8 as cp1252."""


def heading() -> str:
    """Return the first line of an export."""
    return MARK + _lines([COLUMNS])


def page(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the lines of rows of the query `export`.

    A cell that a spreadsheet would compute has an apostrophe before it, so a number too: it stays text with its `+`.
    """
    return _lines([safe_in_spreadsheet(_written(row[column])) for column in COLUMNS] for row in rows)


def _lines(rows: Iterable[Iterable[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _written(value: object) -> str:
    text = str(value)
    match value:
        case None:
            text = ""
        case datetime():
            text = value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case Decimal():
            text = format(value.normalize(), "f")
        case float():
            text = f"{value:g}"
        case list():
            text = ", ".join(map(str, value))
        case dict():
            text = json.dumps(value, ensure_ascii=False) if value else ""
        case _:
            pass
    return text
