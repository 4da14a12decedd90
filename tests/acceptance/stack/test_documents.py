"""What README and docs tell people to type is typed here, block by block."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.stack.documents import ROOT, blocks, clone, script
from tests.infrastructure import server_folder
from tests.integration.stack.running import free_port_base

SECONDS = 240
RUN = ("README.md", "docs/bolna.md", "docs/operating.md", "simulator/README.md")
DOCUMENTS = sorted(  # all but the history, and what is made of the interface: its blocks are bodies
    path.relative_to(ROOT)
    for folder in (".", "bench", "docs", "services/*", "simulator", "console")
    for path in ROOT.glob(f"{folder}/*.md")
    if path.name not in {"CHANGELOG.md", "api.md"}
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A clone; a stack that a document left running in it is ended."""
    with server_folder() as empty:
        made = clone(empty, free_port_base())
        yield made
        subprocess.run([made / ".venv" / "bin" / "callctl", "down"], cwd=made, check=False, capture_output=True)


@pytest.mark.parametrize("document", RUN)
def test_what_a_document_tells_to_type_works(folder: Path, document: str) -> None:
    typed = script(ROOT / document)
    if document == "docs/operating.md":
        typed = typed.replace("curl()", ".venv/bin/callctl up --detach\ncurl()", 1)
    ended = subprocess.run(
        ["/bin/bash", "-x", "-c", typed], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ended.returncode == 0, f"{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_block_says_what_it_is_and_runs_or_says_why_not(document: Path) -> None:
    for block in blocks(ROOT / document):
        assert block.language, f"{document}:{block.line} is indented: fence it, and name its language"
        assert not block.runs or str(document) in RUN, (
            f"{document}:{block.line} is run by no test: say why before it, <!-- not run: … -->"
        )
