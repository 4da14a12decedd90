"""Uploads: a multipart form received piece by piece, its file straight onto the disk, its other fields small texts."""

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from services.campaigns.http.gate import FILE_BYTES
from services.campaigns.http.problems import FieldError, Problem, writable, wrong_fields

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD_BYTES = 64 * 1024
FIELDS = 100
LONGEST_NAME = 200
FLUSH_BYTES = 1024 * 1024
"""The file is written in pieces of this size, each in a thread, so that a slow disk holds up no other request."""


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file that was received: where it lies, what its sender calls it, its size in bytes, its SHA-256."""

    path: Path
    name: str | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a form held. `folder` is this request's own, removed at its end; `file` is None where none was sent."""

    fields: Mapping[str, str]
    file: SpooledFile | None
    folder: Path

    def required_file(self) -> SpooledFile:
        """Return the file; raises the 422 that asks for it."""
        if self.file is None:
            raise wrong_fields([missing_file()])
        return self.file


def missing_file() -> FieldError:
    """Return the error of a form without its file."""
    return FieldError("/file", "required", "is missing: send the CSV as the form's field `file`")


@asynccontextmanager
async def received_form(request: Request, spool: Path) -> AsyncIterator[Form]:
    """Receive a form into a folder of its own below `spool`; the folder is removed when the block ends.

    Raises Problem: unreadable where it is no form, body_too_large for a file above 200 MiB or a field above 64 KiB,
    invalid_fields for a field that was sent twice or is not UTF-8.
    """
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="upload-", dir=spool))
    try:
        yield await _receive(request, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _receive(request: Request, folder: Path) -> Form:
    _, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if not boundary:
        raise Problem(
            "unreadable", "The form names no boundary in its Content-Type; let the HTTP client set the header"
        )
    path = folder / "file"
    with path.open("wb") as stream:
        parts = _Parts(stream)
        try:
            parser = MultipartParser(boundary, parts.callbacks())
            async for piece in request.stream():
                parser.write(piece)
                if len(parts.unwritten) >= FLUSH_BYTES:
                    await asyncio.to_thread(parts.flush)
            parser.finalize()
        except FormParserError as error:
            raise Problem("unreadable", f"The form cannot be read: {error}") from None
        except ClientDisconnect:
            raise Problem("unreadable", "The connection ended before the form did") from None
        await asyncio.to_thread(parts.flush)
    if not parts.ended:
        raise Problem("unreadable", "The form ends before its closing boundary; send it whole")
    file = SpooledFile(path, parts.file_name, parts.size, parts.digest.hexdigest()) if parts.has_file else None
    return Form(parts.texts(), file, folder)


@dataclass
class _Parts:
    """What the parser found so far."""

    stream: BinaryIO
    unwritten: bytearray = field(default_factory=bytearray)
    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    has_file: bool = False
    file_name: str | None = None
    ended: bool = False
    _fields: dict[str, bytearray] = field(default_factory=dict)
    _wrong: list[FieldError] = field(default_factory=list)
    _name: str = ""
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _disposition: str = ""

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._part_begins,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_ends,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_end": self._end,
        }

    def flush(self) -> None:
        """Write what has gathered of the file."""
        self.digest.update(self.unwritten)
        self.stream.write(self.unwritten)
        self.unwritten.clear()

    def texts(self) -> dict[str, str]:
        """Return the fields; raises the 422 that names those sent twice or not in UTF-8."""
        texts: dict[str, str] = {}
        for name, written in self._fields.items():
            try:
                texts[name] = written.decode()
            except UnicodeDecodeError:
                self._wrong.append(FieldError(f"/{name}", "text_invalid", "is not UTF-8", bytes(written[:20]).hex()))
        if self._wrong:
            raise wrong_fields(self._wrong)
        return texts

    def _part_begins(self) -> None:
        self._name = self._disposition = ""

    def _header_ends(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value.decode("latin-1")  # as the parser of options reads it
        self._header.clear()
        self._value.clear()

    def _headers_end(self) -> None:
        kind, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if kind != b"form-data" or not self._name:
            raise Problem("unreadable", "A part of the form has no name; send fields as form-data")
        if self._name in self._fields or (self._name == "file" and self.has_file):
            self._wrong.append(FieldError(f"/{self._name}", "sent_twice", "was sent twice: send it once"))
        if self._name == "file":
            self.has_file = True
            self.file_name = writable(options.get(b"filename", b"").decode("utf-8", "replace")[:LONGEST_NAME]) or None
        elif len(self._fields) == FIELDS:
            raise Problem("body_too_large", f"The form has more than {FIELDS} fields")
        else:
            self._fields[self._name] = bytearray()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._name == "file":
            self.size += end - start
            if self.size > FILE_BYTES:
                raise Problem("body_too_large", f"The file has more than {FILE_BYTES} bytes; split it")
            self.unwritten += memoryview(data)[start:end]
            return
        gathered = self._fields[self._name]
        gathered += memoryview(data)[start:end]
        if len(gathered) > FIELD_BYTES:
            raise Problem("body_too_large", f"The field {self._name} has more than {FIELD_BYTES} bytes")

    def _end(self) -> None:
        self.ended = True
