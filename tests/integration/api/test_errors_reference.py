"""docs/errors.md names every code that can be answered, with its status."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from services.campaigns.contact_files import FileCode, RowCode, WarningCode
from services.campaigns.domain import agents_at_bolna, refusals
from services.campaigns.http.problems import TITLES
from services.campaigns.http.refused import STATUS_OF_REFUSALS
from services.campaigns.http.validation import CODES, OWN_CODES
from services.campaigns.phone_numbers import PhoneCode

ROOT = Path(__file__).parents[3]
REFERENCE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
NAMING = {"FieldError": 1, "FieldProblem": 1, "refuse": 1, "refusal": 0, "Problem": 0}
"""Calls that name a code, and as which of their arguments."""


def spelt_codes() -> Iterator[str]:
    """Yield every code that the face and the domain spell out in a call."""
    for folder in ("http", "domain"):
        for path in sorted((ROOT / "services" / "campaigns" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    given = node.args[NAMING[name] :] if name in NAMING else []
                    if given and isinstance(given[0], ast.Constant):
                        yield str(given[0].value)


def refusals_with_a_code() -> list[type[refusals.Refusal]]:
    """Return the refusals that are answered under their own code: 409."""
    named = [*vars(refusals).values(), *vars(agents_at_bolna).values()]
    kinds = [kind for kind in named if isinstance(kind, type) and issubclass(kind, refusals.Refusal)]
    return [kind for kind in kinds if kind is not refusals.Refusal and not issubclass(kind, tuple(STATUS_OF_REFUSALS))]


def test_every_code_is_in_the_reference() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", REFERENCE))
    known = {*TITLES, *CODES.values(), *OWN_CODES, *(CODES.get(code, code) for code in spelt_codes())}
    for family in (FileCode, RowCode, PhoneCode, WarningCode):
        known |= {member.value for member in family}
    known |= {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in refusals_with_a_code()}
    assert known - documented == set()
    assert len(list(spelt_codes())) > 20


def test_the_reference_tells_the_status_that_is_answered() -> None:
    told = dict(re.findall(r"^\| `([a-z_]+)` \| ([0-9]{3}) \|", REFERENCE, re.MULTILINE))
    assert told == {code: str(status) for code, (status, _) in TITLES.items() if code != "import_interrupted"}
