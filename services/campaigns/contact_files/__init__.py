"""Contact files: CSV in, contacts out, in chunks; bad rows come back with their reasons. See `docs/csv.md`.

Runs in child processes, never in a leader or the API: `parse_file` is the entry.
"""

from services.campaigns.contact_files.contacts import Chunk, ContactRow, Problem, RejectedRow, Summary, priority
from services.campaigns.contact_files.options import Limits, ReadOptions
from services.campaigns.contact_files.parsing import ParsedChunk, parse_file, read_chunks
from services.campaigns.contact_files.previewing import Preview, preview
from services.campaigns.contact_files.reading import read_contacts
from services.campaigns.contact_files.refusals import FileCode, FileRefused, RowCode, WarningCode
from services.campaigns.contact_files.rejected_file import REJECTED_FILE_ENCODING, RejectedRowsWriter
from services.campaigns.contact_files.templates import TemplateKind, template, template_file_name

__all__ = [
    "REJECTED_FILE_ENCODING",
    "Chunk",
    "ContactRow",
    "FileCode",
    "FileRefused",
    "Limits",
    "ParsedChunk",
    "Preview",
    "Problem",
    "ReadOptions",
    "RejectedRow",
    "RejectedRowsWriter",
    "RowCode",
    "Summary",
    "TemplateKind",
    "WarningCode",
    "parse_file",
    "preview",
    "priority",
    "read_chunks",
    "read_contacts",
    "template",
    "template_file_name",
]
