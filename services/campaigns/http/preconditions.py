"""`If-Match`: a change that is to be made only to what its sender has read."""

import re
from typing import Annotated

from fastapi import Depends, Header

ETAGS = re.compile(r'\s*(?:(W/)?"([^"]*)"|(\*))\s*(?:,|$)')


def revisions_expected(
    if_match: Annotated[
        str | None,
        Header(alias="If-Match", max_length=1000, description="the ETag that was read; 412 where it is no longer that"),
    ] = None,
) -> frozenset[int] | None:
    """Return the revisions of which one must be the present one; None where any is, as with `*`.

    What is no ETag of ours, and a weak one, is none that could match (RFC 9110 section 13.1.1).
    """
    if if_match is None:
        return None
    found = ETAGS.findall(if_match)
    if any(star for _, _, star in found):
        return None
    return frozenset(int(tag) for weak, tag, _ in found if not weak and tag.isascii() and tag.isdecimal())


IfMatch = Annotated[frozenset[int] | None, Depends(revisions_expected)]


def etag(revision: int) -> str:
    """Return the ETag of a revision."""
    return f'"{revision}"'
