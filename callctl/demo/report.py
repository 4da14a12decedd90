"""What is printed at the end: outcomes, rejected rows, the simulator's proof, and the verdict."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from callctl.demo.comparison import SHOWN_PROBLEMS, SeenCall, Truth
from callctl.demo.launching import Launched, Member
from callctl.demo.progress import OUTCOMES

_WORDS = frozenset(
    {"user", "e-mail", "API key", "campaign", "file", "column", "value", "code", "reason", "who", "held"}
)


def print_cast(console: Console, members: Sequence[Member], address: str) -> None:
    """Who takes part, and where to look at it in the console meanwhile."""
    table = _table("user", "API key", "limit", "file", "contacts")
    for member in members:
        user, part = member.user, member.part
        contacts = str(len(part.expected.outcomes))
        table.add_row(user.name, member.api_key, str(user.limit), part.file, contacts)
    _print_table(console, "Users of this demonstration", table)
    console.print(f"Console: {address}\n")


def print_outcomes(console: Console, outcomes: Sequence[tuple[Launched, Sequence[SeenCall]]]) -> None:
    """How the calls of each campaign ended, and of all together."""
    counted = [
        (launched.member.user, Counter(call.outcome or call.status for call in calls)) for launched, calls in outcomes
    ]
    everything: Counter[str] = sum((counts for _, counts in counted), Counter())
    known = [name for name in OUTCOMES if everything[name]]
    columns = [*known, *sorted(everything.keys() - set(known))]
    table = _table("user", "campaign", "contacts", *columns)
    for user, counts in counted:
        table.add_row(user.name, user.campaign, str(counts.total()), *(str(counts[name]) for name in columns))
    table.add_section()
    table.add_row("all", "", str(everything.total()), *(str(everything[name]) for name in columns))
    _print_table(console, "Outcomes", table)


def print_rejected(console: Console, imports: Sequence[tuple[Launched, Mapping[str, Any]]]) -> None:
    """Of each file the rows that were not taken, with their reasons; nothing where all were."""
    for launched, imported in imports:
        errors = imported["errors"]
        if not errors:
            continue
        table = _table("row", "code", "reason")
        for error in errors:
            table.add_row(str(error["row"]), escape(error["code"]), escape(error["message"]))
        _print_table(console, f"Rows of {launched.member.part.file} that were not taken", table)
        if len(errors) >= SHOWN_PROBLEMS:
            console.print(f"The others are in {imported['errors_csv_url']}", markup=False)


def print_proof(console: Console, members: Sequence[Member], system_limit: int, seen: Truth) -> None:
    """What the simulator, in Bolna's place, counted: most calls live at once beside the limits, and calls too many."""
    table = _table("who", "at most", "limit", "held")
    rows = [(member.user.name, seen.peaks.get(member.bolna_agent, 0), member.user.limit) for member in members]
    for who, peak, limit in [*rows, ("all together", seen.peak, system_limit)]:
        table.add_row(who, str(peak), str(limit), "yes" if peak <= limit else "[red]NO[/red]")
    _print_table(console, "Calls live at once, counted at Bolna's side", table)
    console.print(f"Calls placed: {len(seen.placed)}. " + ". ".join(_counts(seen)) + ".\n")


def print_verdict(console: Console, differences: Sequence[str], contacts: int) -> None:
    """Whether all is as it should be; every difference where it is not."""
    if not differences:
        console.print(
            f"[green]All {contacts} contacts ended as expected, each called once, and no limit was passed.[/green]"
        )
        return
    console.print(f"[red]Not as expected, in {len(differences)} of the things compared:[/red]")
    for difference in differences:
        console.print(f"  {escape(difference)}", soft_wrap=True)


def _counts(seen: Truth) -> list[str]:
    return [f"{name.replace('_', ' ').capitalize()}: {count}" for name, count in seen.summary.items()]


def _print_table(console: Console, title: str, table: Table) -> None:
    console.print(title, style="bold", markup=False)
    console.print(table)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        figures = column not in _WORDS
        table.add_column(column, justify="right" if figures else "left", no_wrap=figures)
    return table
