"""What a file of contacts must lead to: how its rows are taken, and how each of its numbers ends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class RowProblem(NamedTuple):
    """A row that is not taken: its number as a spreadsheet shows it, the column, and the public code of the reason."""

    row: int
    column: str
    code: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.code}"


@dataclass(frozen=True)
class Expected:
    """Of one file. `totals` are those of its import; `outcomes` has the outcome of each number in E.164."""

    totals: Mapping[str, int]
    problems: frozenset[RowProblem]
    outcomes: Mapping[str, str]


def read_expected(document: Mapping[str, Any]) -> dict[str, Expected]:
    """What `contacts.expected.json` says, by the name of the file. Rows found twice are problems as rejected ones are.

    Raises KeyError or TypeError for a document of another form.
    """
    return {
        file: Expected(
            totals=dict(said["totals"]),
            problems=frozenset(
                RowProblem(problem["row"], problem["column"], problem["code"])
                for problem in (*said["rejected"], *said["duplicates"])
            ),
            outcomes=dict(said["outcomes"]),
        )
        for file, said in document.items()
    }
