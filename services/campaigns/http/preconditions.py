"""`If-Match`: a change is made only to what the caller has seen (RFC 9110 section 13.1.1)."""

import re
from typing import Annotated

from fastapi import Depends, Header

_ETAGS = re.compile(r'\s*(?:W/)?"[^"]*"\s*(?:,\s*(?:W/)?"[^"]*"\s*)*')
_REVISION = re.compile(r'(?<!W/)"([0-9]{1,9})"')


def if_match(
    given: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=1000,
            pattern=rf"^(\*|{_ETAGS.pattern})$",
            description="The ETag last seen; 412 changed_meanwhile where it is no longer the present one",
        ),
    ] = None,
) -> frozenset[int] | None:
    """Return the revisions of which one must be the present one; None where any will do. A weak ETag never matches."""
    if given is None or given.strip() == "*":
        return None
    return frozenset(map(int, _REVISION.findall(given)))


IfMatch = Annotated[frozenset[int] | None, Depends(if_match)]


def etag(revision: int) -> str:
    """Return the ETag of a revision."""
    return f'"{revision}"'
