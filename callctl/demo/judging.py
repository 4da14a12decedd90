"""The verdict on a demonstration: everything that was seen, printed and compared with what was expected."""

from collections.abc import Sequence

from rich.console import Console

from callctl.api import HttpApi
from callctl.demo import looking, report
from callctl.demo.comparison import (
    import_differences,
    limit_differences,
    outcome_differences,
    placement_differences,
)
from callctl.demo.launching import Launched, last_word, seen_import
from callctl.demo.progress import Progress


def judge(console: Console, launched: Sequence[Launched], progress: Progress, bolna: HttpApi) -> list[str]:
    """Prints outcomes, rows that were not taken and the simulator's proof; returns every difference as a sentence.

    Raises `NotAnswered`.
    """
    imports = [(one, last_word(one)) for one in launched]
    outcomes = [(one, looking.calls(one)) for one in launched]
    truth = looking.truth(bolna)
    members = [one.member for one in launched]
    report.print_outcomes(console, outcomes)
    report.print_rejected(console, imports)
    report.print_proof(console, members, progress.limit, truth)

    different = [
        f"{it.campaign} should be completed, it is {it.status}" for it in progress.campaigns if it.status != "completed"
    ]
    for one, imported in imports:
        part = one.member.part
        different += import_differences(part.file, part.expected, seen_import(imported))
    for one, calls in outcomes:
        different += outcome_differences(one.member.user.campaign, one.member.part.expected.outcomes, calls)
    agents = {member.bolna_agent: member.part.expected.outcomes.keys() for member in members}
    different += placement_differences(agents, truth)
    limits = {member.bolna_agent: member.user.limit for member in members}
    return different + limit_differences(progress.limit, limits, truth)
