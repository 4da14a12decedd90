"""`docs/csv.md` beside the code: every column, alias, code and bound stands there, and nothing else does."""

import re
from pathlib import Path

from services.campaigns.contact_files import FileCode, Limits, RowCode, WarningCode
from services.campaigns.contact_files.headers import ALIASES, ERROR_COLUMNS, RESERVED, known_column
from services.campaigns.phone_numbers import PhoneCode, normalise

DOCS = Path("docs/csv.md").read_text("utf-8")


def section(title: str) -> str:
    """The text below a heading, as far as the next."""
    found = re.search(rf"^#+ {re.escape(title)}$(.*?)(?=^#|\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def first_column(title: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+)` \|", section(title), re.MULTILINE))


def test_every_code_is_explained() -> None:
    assert first_column("A row is rejected") == {*PhoneCode, *RowCode}
    assert first_column("A warning; the row is taken") == set(WarningCode)
    assert first_column("The file is refused, and nothing of it imported") == set(FileCode)


def test_every_alias_is_named_and_is_one() -> None:
    rows = {
        row[0]: re.findall(r"`([^`]+)`", row[1])
        for row in re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", section("The columns"), re.MULTILINE)
    }
    assert {name: set(found) for name, found in rows.items()} == {name: set(found) for name, found in ALIASES.items()}
    for name, aliases in rows.items():
        assert all((known_column(alias) or ("",))[0] == name for alias in aliases)
    assert all(f"`{name}`" in section("The columns") for name in (*RESERVED, *ERROR_COLUMNS))


def test_the_examples_of_numbers_are_read_as_it_says() -> None:
    [listed] = re.findall(r"^These are all .*?:\n(.*?)\n\n", section("Phone numbers"), re.MULTILINE | re.DOTALL)
    examples = re.findall(r"`([^`]+)`", listed)
    assert len(examples) > 10
    assert {normalise(example, "IN").e164 for example in examples} == {"+919000012345"}


def test_every_bound_is_named() -> None:
    limits = Limits()
    for bound in (
        limits.file_bytes,
        limits.rows,
        limits.columns,
        limits.cell_characters,
        limits.row_characters,
        limits.row_bytes,
    ):
        assert f"{bound:,}" in section("The file")
