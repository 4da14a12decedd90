"""The files that people may start from: a header row and an example row each."""

import csv
import io
from typing import Literal

TemplateKind = Literal["basic", "advanced"]

_BASIC = {
    "phone_number": "+919000012345",
    "name": "Asha Example",
    "email": "asha@example.com",
    "company": "Example Traders",
    "notes": "Prefers mornings",
}
_ADVANCED = _BASIC | {
    "lead_score": "85",
    "last_interaction": "2025-09-30",
    "industry": "Retail",
    "deal_size": "50000",
}
_ROWS: dict[TemplateKind, dict[str, str]] = {"basic": _BASIC, "advanced": _ADVANCED}


def template_file_name(kind: TemplateKind) -> str:
    """The name under which the template is downloaded."""
    return f"call-campaign-{kind}-template.csv"


def template(kind: TemplateKind) -> bytes:
    """The template as CSV, UTF-8 with a byte order mark, without which Excel would read it as cp1252."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_ROWS[kind].keys())
    writer.writerow(_ROWS[kind].values())
    return text.getvalue().encode("utf-8-sig")
