"""What a child writes of a file is followed to its end, however late it is looked at."""

import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from services.campaigns.contact_files import Summary
from services.campaigns.http import chunks_written as following
from services.campaigns.http.chunks_written import BegunAnew, chunks_written

ONE = Summary(total_rows=1, accepted=1, rejected=0, duplicates=0, warnings=0)
TOLD = json.dumps({"accepted": 1, "problems": [], "warnings": []})


class Watched(type(Path())):  # type: ignore[misc]  # the platform's own path
    """A path of which something happens just after it was seen not to be there."""

    then: Callable[[], None]

    def exists(self, **_: bool) -> bool:
        there = bool(super().exists())
        if not there:
            self.then()
        return there


def write(path: Path) -> None:
    path.write_text(f'[{{"row": 2}}]\n{TOLD}\n')


async def test_a_child_that_writes_and_ends_between_two_looks_is_read_to_its_end(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    path = Watched(tmp_path / "chunks")

    def write_and_end() -> None:
        write(tmp_path / "chunks")
        loop.call_soon_threadsafe(ended.set_result, ONE)

    path.then = write_and_end
    reading = asyncio.ensure_future(ended)
    assert [chunk.accepted async for chunk in chunks_written(path, reading)] == [1]


class Growing(io.BufferedReader):
    """A file to which the child writes just after a line of it was looked for."""

    child_writes: Callable[[], None]

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(-1 if size is None else size)
        self.child_writes()
        return line


@pytest.mark.parametrize("written_before", ["", '[{"row"'])
async def test_a_chunk_that_is_written_while_its_two_lines_are_read_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written_before: str
) -> None:
    path = tmp_path / "chunks"
    path.write_text(written_before)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[Summary] = loop.create_future()

    def write_and_end() -> None:
        write(path)
        stream.child_writes = lambda: None
        loop.call_soon_threadsafe(ended.set_result, ONE)

    stream = Growing(io.FileIO(path))
    stream.child_writes = write_and_end
    monkeypatch.setattr(following, "_opened", lambda _: stream)

    assert [chunk.contacts async for chunk in chunks_written(path, ended)] == ['[{"row": 2}]']


async def test_a_child_that_ends_without_a_word_ends_the_reading(tmp_path: Path) -> None:
    reading = asyncio.ensure_future(asyncio.get_running_loop().create_future())
    reading.set_result(ONE)
    assert [chunk async for chunk in chunks_written(tmp_path / "chunks", reading)] == []


async def test_a_file_that_another_child_begins_anew_is_said_to_be(tmp_path: Path) -> None:
    reading: asyncio.Future[Summary] = asyncio.get_running_loop().create_future()
    path = tmp_path / "chunks"
    write(path)
    following = chunks_written(path, asyncio.ensure_future(reading))
    assert (await anext(following)).accepted == 1
    path.unlink()
    write(path)
    with pytest.raises(BegunAnew):
        await anext(following)
