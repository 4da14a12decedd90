"""The shell blocks of a document, and a folder in which they run as in a clone that was set up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[3]
NOT_RUN = re.compile(r"<!-- not run: (?P<why>.+) -->")
WITH_DOCKER = "<!-- with a Docker engine -->"
UNTIL_STOPPED = "<!-- runs until it is stopped -->"
STOPPED_AFTER_SECONDS = 5
CALLCTL = """#!/bin/sh
[ "$1" = up ] && exec {callctl} "$@" --port-base {port}
exec {callctl} "$@"
"""
"""With ports of the test's own; all else as it is written."""
STOP = f"""sleep {STOPPED_AFTER_SECONDS}
kill -- -$! || {{ echo "it has ended by itself"; exit 1; }}
wait $! || true
set +m
"""
PRELUDE = """set -euo pipefail
export PATH="$PWD/.venv/bin:$PATH"
curl() { command curl --fail-with-body --max-time 60 "$@"; }
"""
"""What is answered with an error is one."""


@dataclass(frozen=True)
class Block:
    """A fenced block: where it begins, in what language, and the remark before it."""

    line: int
    language: str
    text: str
    remark: str

    @property
    def runs(self) -> bool:
        return self.language == "sh" and self.remark != WITH_DOCKER and not NOT_RUN.fullmatch(self.remark)


def blocks(document: Path) -> Iterator[Block]:
    """All blocks of a document in order; an indented one has no language."""
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"fence", "code_block"}:
            assert token.map is not None
            remark = before.content.strip() if before is not None and before.type == "html_block" else ""
            yield Block(token.map[0] + 1, token.info, token.content, remark)


def script(document: Path) -> str:
    """What of a document runs, as one script: its variables carry over from block to block."""
    parts = [PRELUDE]
    for block in blocks(document):
        if block.runs and block.remark == UNTIL_STOPPED:
            parts.append(f": line {block.line}\nset -m\n(\n{block.text}) &\n{STOP}")
        elif block.runs:
            parts.append(f": line {block.line}\n{block.text}")
    return "\n".join(parts)


def clone(folder: Path, port: int) -> Path:
    """A folder that looks like a clone that was set up, with data of its own."""
    for entry in ROOT.iterdir():
        if entry.name not in {".venv", ".data", ".git"}:
            (folder / entry.name).symlink_to(entry)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (folder / ".venv" / ".installed").touch()
    callctl = programs / "callctl"
    callctl.write_text(CALLCTL.format(callctl=ROOT / ".venv" / "bin" / "callctl", port=port), "utf-8")
    callctl.chmod(0o755)
    python = programs / "python"
    python.write_text(f'#!/bin/sh\nexec {ROOT / ".venv" / "bin" / "python"} "$@"\n', "utf-8")
    python.chmod(0o755)
    return folder
