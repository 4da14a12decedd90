"""Which column of a file is what: decided once, from the header row and the caller's column mapping."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.campaigns.contact_files.cells import cleaned
from services.campaigns.contact_files.contacts import Problem
from services.campaigns.contact_files.headers import (
    ALIASES,
    ERROR_COLUMNS,
    KNOWN,
    LONGEST_NAME,
    NAME_PARTS,
    PHONE,
    RESERVED,
    known_column,
    snake_case,
)
from services.campaigns.contact_files.options import Limits
from services.campaigns.contact_files.refusals import FileCode, FileRefused, WarningCode
from services.campaigns.phone_numbers import PhoneNumberRefused, normalise

_ALIASES_NAMED = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands, by index from 0.

    `headers` as written; `known` has the columns of `headers.KNOWN` that were found; `name_parts` first, middle and
    last name in that order; `variables` names every other column once. Columns without a header, those left out and
    `error_*` stand in none of them.
    """

    headers: tuple[str, ...]
    known: Mapping[str, int]
    name_parts: Mapping[str, int]
    variables: tuple[tuple[int, str], ...]

    def mapping(self) -> dict[int, str]:
        """What each column is read as, by index: a known column, part of the name, variable, or "" (left out)."""
        read_as = dict.fromkeys(range(len(self.headers)), "")
        read_as.update(self.variables)
        read_as.update({index: name for name, index in (*self.name_parts.items(), *self.known.items())})
        return read_as


def plan_columns(
    headers: Sequence[str], column_mapping: Mapping[str, str], limits: Limits
) -> tuple[Columns, list[Problem]]:
    """The plan for a header row, and warnings about it (`row` is left 0 for the caller to fill).

    A phone column may be missing from it: `require_phone` asks for that.

    Raises:
        FileRefused: csv_too_many_columns, csv_unknown_mapped_column, csv_reserved_column, csv_duplicate_column.

    """
    written = [cleaned(header) for header in headers]
    while written and not written[-1]:
        written.pop()
    if len(written) > limits.columns:
        raise FileRefused(
            FileCode.TOO_MANY_COLUMNS,
            f"file: its header has {len(written):,} columns; at most {limits.columns} can be imported: leave some out",
            value=str(len(written)),
        )
    names = _names(written, column_mapping)
    _refuse_reserved(written, names)
    claims = _claims(written, names, column_mapping)
    known = {name: _best(name, claims[name], written) for name in (*KNOWN, *NAME_PARTS) if name in claims}
    parts = {} if "name" in known else {part: known[part] for part in NAME_PARTS if part in known}
    taken = {*parts.values(), *(index for name, index in known.items() if name in KNOWN)}
    variables, warnings = _variables(written, names, taken)
    warnings += _seconds(written, claims, known)
    plan = Columns(tuple(written), {name: known[name] for name in KNOWN if name in known}, parts, variables)
    return plan, warnings


def require_phone(columns: Columns, default_country: str) -> None:
    """Raises FileRefused `csv_no_phone_column`, naming the headers found, unless there is a phone column."""
    if PHONE in columns.known:
        return
    found = ", ".join(repr(header[:LONGEST_NAME]) for header in columns.headers[:20]) or "none"
    hint = ""
    if any(_is_phone_number(header, default_country) for header in columns.headers):
        hint = " The first row holds a phone number: it must hold the names of the columns."
    raise FileRefused(
        FileCode.NO_PHONE_COLUMN,
        f"file: no column is named as one of phone numbers. Columns found: {found}. Expected one named "
        f"{', '.join(ALIASES[PHONE][:_ALIASES_NAMED])} or the like, or a column_mapping of one to phone_number."
        f"{hint}",
        value=found,
    )


def _names(written: list[str], column_mapping: Mapping[str, str]) -> list[str]:
    """For each column its snake_case name, after the mapping; "" where it is left out."""
    mapped = {header.strip().casefold(): target for header, target in column_mapping.items()}
    present = {header.casefold() for header in written}
    for header in column_mapping:
        if cleaned(header).casefold() not in present:
            raise FileRefused(
                FileCode.UNKNOWN_MAPPED_COLUMN,
                f"column_mapping: there is no column {header!r} in the file; it has "
                f"{', '.join(repr(name) for name in written[:20] if name) or 'none'}",
                field="column_mapping",
                value=header,
            )
    names = [snake_case(mapped.get(header.casefold(), header)) for header in written]
    return ["" if name in ERROR_COLUMNS else name for name in names]


def _refuse_reserved(written: list[str], names: list[str]) -> None:
    for header, name in zip(written, names, strict=True):
        if name in RESERVED:
            raise FileRefused(
                FileCode.RESERVED_COLUMN,
                f"file: the column {header!r} may not be there: {name} is set by the system for each call; rename "
                "it, or leave it out by a column_mapping to an empty text",
                value=header,
            )


def _claims(
    written: list[str], names: list[str], column_mapping: Mapping[str, str]
) -> dict[str, list[tuple[int, int]]]:
    """Known column → (rank, index) of the columns that could be it; rank -1 where the mapping says so."""
    mapped = {header.strip().casefold() for header in column_mapping}
    claims: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, (header, name) in enumerate(zip(written, names, strict=True)):
        by_mapping = header.casefold() in mapped
        if by_mapping and name in (*KNOWN, *NAME_PARTS):
            claims[name].append((-1, index))
        elif not by_mapping and (found := known_column(name)):
            claims[found[0]].append((found[1], index))
    return dict(claims)


def _best(name: str, claims: list[tuple[int, int]], written: list[str]) -> int:
    best_rank, best = min(claims)
    equals = [index for rank, index in claims if rank == best_rank]
    if len(equals) > 1:
        columns = " and ".join(f"{written[index]!r} (column {index + 1})" for index in equals)
        raise FileRefused(
            FileCode.DUPLICATE_COLUMN,
            f"file: {columns} both stand for {name}; expected one: rename or remove the other",
            value=written[best],
        )
    return best


def _variables(
    written: list[str], names: list[str], taken: set[int]
) -> tuple[tuple[tuple[int, str], ...], list[Problem]]:
    """Every column not taken, under a name that no other has: a second `city` is `city_2`."""
    used = set(KNOWN)
    variables: list[tuple[int, str]] = []
    warnings: list[Problem] = []
    for index, name in enumerate(names):
        if index in taken or not name:
            continue
        unique, count = name, 1
        while unique in used or unique in RESERVED:
            count += 1
            unique = f"{name[: LONGEST_NAME - 4]}_{count}"
        used.add(unique)
        variables.append((index, unique))
        if unique != name:
            message = f"{written[index]}: another column has the name {name!r}; this one's variable is {unique!r}"
            warnings.append(Problem(0, written[index], "", WarningCode.COLUMN_RENAMED, message))
    return tuple(variables), warnings


def _seconds(
    written: list[str], claims: Mapping[str, list[tuple[int, int]]], known: Mapping[str, int]
) -> list[Problem]:
    """A warning for each column that could have been a known one, had not another been likelier."""
    return [
        Problem(
            0,
            written[index],
            "",
            WarningCode.SECOND_COLUMN_AS_VARIABLE,
            f"{written[index]}: {name} is read from {written[known[name]]!r}; this column is kept as a variable. "
            "A column_mapping can say otherwise",
        )
        for name, candidates in claims.items()
        for _, index in candidates
        if index != known[name]
    ]


def _is_phone_number(text: str, default_country: str) -> bool:
    try:
        normalise(text, default_country)
    except PhoneNumberRefused:
        return False
    return True
