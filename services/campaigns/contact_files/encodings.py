"""In which encoding, with which delimiter a file is written. Reads the file once, in blocks; keeps a bounded sample."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import charset_normalizer

from services.campaigns.contact_files.headers import PHONE, known_column, snake_case
from services.campaigns.contact_files.options import MEGABYTE, Limits
from services.campaigns.contact_files.refusals import FileCode, FileRefused

DELIMITERS = (",", ";", "\t")
SAMPLE_BYTES = 65_536  # below the csv module's own bound of a cell, so that a sample never fails by it

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_WESTERN = "cp1252"
_NOT_WESTERN = [
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "iso8859_5", "iso8859_7",
    "big5", "gb18030", "cp932", "euc_jp", "cp949", "tis_620",
]  # fmt: skip
_LONGEST_WESTERN_RUN = 1.5  # bytes: accented letters stand alone among ASCII, letters of other scripts together
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_SIGN_WITHIN_WORD = re.compile(r"[^\W\d_][\u00a1-\u00bf\u00d7\u00f7\u0178\u0192][^\W\d_]")
_ROWS_WEIGHED = 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec`: Python's name. `guessed`: the file does not say it, and it is not UTF-8."""

    codec: str
    guessed: bool = False


def recognise_encoding(path: Path, limits: Limits) -> Encoding:
    """The encoding of the file; memory does not grow with the file.

    A mark at its beginning decides; else valid UTF-8 is UTF-8, also when fewer characters are damaged than whole; else
    Western European text is cp1252, and the rest is guessed from a sample of 64 KiB.

    Raises:
        FileRefused: csv_empty, csv_too_large, csv_binary.

    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileRefused(
            FileCode.TOO_LARGE,
            f"file: it has {size:,} bytes; at most {limits.file_bytes:,} can be imported: split it",
            value=str(size),
        )
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise FileRefused(FileCode.EMPTY, "file: it is empty; expected a header row and at least one contact")
    _refuse_other_kinds(head)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return Encoding(codec)
    damaged_at = _first_byte_that_is_not_utf8(path)
    if damaged_at is None:
        return Encoding("utf-8")
    return _guess(_sample(path, damaged_at))


def recognise_delimiter(sample: str) -> str:
    """`,`, `;` or tab: the one that gives a phone column, then the most columns, over the first rows of the sample."""
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def refuse_nul(text: str | bytes) -> None:
    """Raises FileRefused `csv_binary` where there is a NUL, which no text has."""
    if ("\0" if isinstance(text, str) else b"\0") in text:  # type: ignore[operator]
        raise FileRefused(
            FileCode.BINARY,
            "file: it holds NUL bytes, so it is not text; expected CSV: save it from the spreadsheet as CSV UTF-8",
        )


def _refuse_other_kinds(head: bytes) -> None:
    for mark, kind in _OTHER_FILES:
        if head.startswith(mark):
            raise FileRefused(
                FileCode.BINARY,
                f"file: it is {kind}; expected CSV: open it in a spreadsheet and save it as CSV UTF-8",
                value=kind,
            )


def _first_byte_that_is_not_utf8(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    damaged_at: int | None = None
    position = 0
    with path.open("rb") as file:
        while block := file.read(MEGABYTE):
            refuse_nul(block)
            if damaged_at is None:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as wrong:
                    damaged_at = max(0, position + wrong.start)
            position += len(block)
    if damaged_at is None and decoder.getstate()[0]:
        damaged_at = position - 1  # cut in the middle of a character
    return damaged_at


def _sample(path: Path, position: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, position - SAMPLE_BYTES // 2))
        return file.read(SAMPLE_BYTES)


def _guess(sample: bytes) -> Encoding:
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if sum(not character.isascii() for character in text) - damaged > damaged:
        return Encoding("utf-8")
    runs = _HIGH_RUNS.findall(sample)
    western = sample.decode(_WESTERN, "replace")
    if sum(map(len, runs)) <= _LONGEST_WESTERN_RUN * len(runs) and not _SIGN_WITHIN_WORD.search(western):
        return Encoding(_WESTERN, guessed=True)
    best = charset_normalizer.from_bytes(sample, cp_isolation=_NOT_WESTERN).best()
    return Encoding(best.encoding if best else _WESTERN, guessed=True)


def _fit(sample: str, delimiter: str) -> tuple[bool, int, int]:
    """How well the delimiter suits: a phone column in the header, the header's width, how many rows are as wide."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows = [row for row in islice(reader, _ROWS_WEIGHED) if row]
    if not rows:
        return False, 0, 0
    header = next((row for row in rows if any(map(str.strip, row))), rows[0])
    known = (known_column(snake_case(cell)) for cell in header)
    return (
        any(found and found[0] == PHONE for found in known),
        len(header),
        sum(len(row) == len(header) for row in rows),
    )
