"""Every link of a document leads to something that is there, and the index of docs/ leads to all of it."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for folder in (".", "bench", "console", "docs", "docs/adr", "services/*", "simulator")
    for path in ROOT.glob(f"{folder}/*.md")
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_to_something_that_is_there(document: Path) -> None:
    nowhere = [link for link in links(ROOT / document) if not leads_somewhere(ROOT / document, link)]
    assert nowhere == []


def test_the_index_leads_to_every_document() -> None:
    named = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "README.md")}
    assert {path for path in DOCS.glob("*.md") if path.name != "README.md"} <= named


@pytest.mark.parametrize("link", ["gone.md", "README.md#gone", "#gone", "../gone/"])
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    assert not leads_somewhere(DOCS / "README.md", link)


def links(document: Path) -> Iterator[str]:
    """Where a document's links and pictures lead within the repository."""
    for token in _tokens(document):
        target = token.attrGet("href") or token.attrGet("src")
        if target and not re.match(r"[a-z]+:", str(target)):
            yield str(target)


def leads_somewhere(document: Path, link: str) -> bool:
    """Whether there is a file or folder and, in a document, the heading that is named."""
    name, _, heading = link.partition("#")
    target = document.parent / name if name else document
    return target.exists() and (not heading or heading in headings(target))


@cache
def headings(document: Path) -> set[str]:
    """A document's headings, as addresses name them."""
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    titles = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _tokens(document: Path) -> Iterator[Token]:
    for block in MarkdownIt("gfm-like", {"linkify": False}).parse(document.read_text("utf-8")):
        yield from block.children or ()
