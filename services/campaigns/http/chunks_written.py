"""What a child writes of a file, followed while it writes."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from services.campaigns.contact_files import Summary

LOOK_SECONDS = 0.02
"""So often it is looked whether the child has written a further chunk."""


@dataclass(frozen=True, slots=True)
class WrittenChunk:
    """One chunk that a child wrote: its contacts as the JSON array they are stored as, and what was noticed."""

    contacts: str
    accepted: int
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class BegunAnew(Exception):
    """The child was replaced and writes the chunks again from the first."""


async def chunks_written(path: Path, reading: "asyncio.Future[Summary]") -> AsyncIterator[WrittenChunk]:
    """The chunks in the order in which the child writes them, each once it is whole; one in memory at a time.

    Ends when the child has: then the file is looked at once more, for what it wrote last. Raises BegunAnew where the
    file was taken away, mostly because another child began it anew.
    """
    while True:
        ended = reading.done()
        if await asyncio.to_thread(path.exists):
            break
        if ended:
            return
        await asyncio.wait([reading], timeout=LOOK_SECONDS)
    with _opened(path) as stream:
        while True:
            ended = reading.done()
            place = stream.tell()
            contacts, told = await asyncio.to_thread(lambda: (stream.readline(), stream.readline()))
            if contacts.endswith(b"\n") and told.endswith(b"\n"):  # else `told` may be what came of the contacts since
                yield WrittenChunk(contacts.rstrip(b"\n").decode(), **json.loads(told))
                continue
            if await asyncio.to_thread(_replaced, path, stream.fileno()):
                raise BegunAnew
            if ended:
                return
            stream.seek(place)
            await asyncio.wait([reading], timeout=LOOK_SECONDS)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise BegunAnew from None


def _replaced(path: Path, opened: int) -> bool:
    try:
        return path.stat().st_ino != os.fstat(opened).st_ino
    except FileNotFoundError:
        return False
