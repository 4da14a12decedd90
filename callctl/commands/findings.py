"""Telling what was found, one thing after the other, as it is looked at."""

from collections.abc import Iterable

import typer

from callctl.commands.output import REFUSED, print_fields, say
from callctl.finding import Finding


def tell(findings: Iterable[Finding], *, as_json: bool) -> None:
    """Prints each finding when it is there, or all as one line of JSON; ends with exit code 1 where one is not good."""
    found: list[Finding] = []
    for finding in findings:
        found.append(finding)
        if not as_json:
            say(f"{'good ' if finding.good else 'WRONG'}  {finding.name}: {finding.found}")
    good = all(finding.good for finding in found)
    checks = [{"name": one.name, "good": one.good, "found": one.found} for one in found]
    print_fields({"good": good, "checks": checks}, ["All is good." if good else "Not all is good."], as_json=as_json)
    if not good:
        raise typer.Exit(REFUSED)
