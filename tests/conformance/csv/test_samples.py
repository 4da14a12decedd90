"""The sample files in `examples/`, and the reference in `docs/csv.md`, agree with the reader."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from services.campaigns.contact_files import FileCode, RowCode, WarningCode
from services.campaigns.contact_files.headers import ALIASES, ERROR_COLUMNS, RESERVED
from services.campaigns.phone_numbers import PhoneCode
from tests.decisions.campaigns.csv.contact_file import read_path

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
EXPECTED: dict[str, dict[str, Any]] = json.loads((EXAMPLES / "contacts.expected.json").read_text("utf-8"))
# How the simulator answers a number, by its last four digits; every other number answers.
OUTCOME_BY_ENDING = {
    "9901": "no-answer",
    "9902": "busy",
    "9903": "voicemail",
    "9904": "failed",
    "9905": "failed",
    "9906": "failed",
}
DOCUMENT = re.sub(r"```.*?```", "", (ROOT / "docs" / "csv.md").read_text("utf-8"), flags=re.DOTALL)
"""Without its blocks."""


def test_there_is_an_expectation_for_every_sample_file() -> None:
    assert set(EXPECTED) == {path.name for path in EXAMPLES.glob("contacts*.csv")}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_file_is_read_as_expected(name: str) -> None:
    result = read_path(EXAMPLES / name)
    expected = EXPECTED[name]
    problems = [{"row": row, "column": column, "code": code} for row, column, code in result.problems]
    assert expected["totals"] == {
        "total_rows": result.summary.total_rows,
        "accepted": result.summary.accepted,
        "rejected": result.summary.rejected,
        "duplicates": result.summary.duplicates,
        "warnings": result.summary.warnings,
    }
    assert expected["rejected"] == [problem for problem in problems if problem["code"] != "duplicate_in_file"]
    assert expected["duplicates"] == [problem for problem in problems if problem["code"] == "duplicate_in_file"]
    assert expected["outcomes"] == {number: OUTCOME_BY_ENDING.get(number[-4:], "answered") for number in result.numbers}


def test_the_first_sample_has_two_hundred_rows_and_thirty_that_do_not_answer() -> None:
    expected = EXPECTED["contacts.csv"]
    assert expected["totals"]["total_rows"] == 200
    assert len(expected["outcomes"]) - Counter(expected["outcomes"].values())["answered"] == 30


def test_no_number_stands_in_two_sample_files_and_none_has_an_ending_that_means_trouble() -> None:
    numbers = [number for expected in EXPECTED.values() for number in expected["outcomes"]]
    assert len(numbers) == len(set(numbers))
    assert not [number for number in numbers if 9907 <= int(number[-4:]) <= 9920]


def test_every_address_in_the_samples_is_at_a_domain_reserved_for_examples() -> None:
    for path in EXAMPLES.glob("contacts*.csv"):
        domains = re.findall(r"@([\w.-]+)", path.read_bytes().decode("utf-8", "replace"))
        assert {domain.partition(".")[0] for domain in domains} <= {"example"}


@pytest.mark.parametrize("code", [*PhoneCode, *FileCode, *RowCode, *WarningCode])
def test_every_code_is_in_the_reference(code: str) -> None:
    assert f"`{code}`" in DOCUMENT


@pytest.mark.parametrize("known", ALIASES)
def test_every_column_and_alias_is_in_the_reference(known: str) -> None:
    written = set(re.findall(r"`([^`]+)`", DOCUMENT))
    assert {known, *ALIASES[known], *RESERVED, *ERROR_COLUMNS} <= written


def test_no_alias_stands_for_two_columns() -> None:
    counts = Counter(alias for aliases in ALIASES.values() for alias in aliases)
    assert counts.most_common(1)[0][1] == 1
