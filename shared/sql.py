"""Named SQL: reads the `.sql` files in which a service keeps its queries.

-- name: campaign_by_id
-- The campaign as it stands, for its owner only.
select ... where campaign_id = %(campaign_id)s and user_id = %(user_id)s
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType

_NAME_LINE = re.compile(r"^--\s*name:(.*)$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class BadQueries(Exception):
    """A `.sql` file that cannot be read as named queries, or a query that it does not have."""


class Queries(Mapping[str, str]):
    """The queries of one file by name; `queries["some_name"]` is the statement without its heading comments."""

    def __init__(self, source: str, statements: Mapping[str, str]) -> None:
        self._source = source
        self._statements = MappingProxyType(dict(statements))

    def __getitem__(self, name: str) -> str:
        try:
            return self._statements[name]
        except KeyError:
            known = ", ".join(self._statements) or "none"
            raise BadQueries(f"{self._source} has no query {name!r}; it has: {known}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._statements

    def __iter__(self) -> Iterator[str]:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)


def load_queries(package: str, filename: str) -> Queries:
    """Reads the file `filename` (may hold folders: `sql/queries.sql`) that belongs to the importable `package`.

    Every query has a `-- name:` line, a comment saying its purpose right below, and a statement. A file that is absent,
    a name used twice, a missing name, purpose or statement raises `BadQueries`.
    """
    source = f"{package}/{filename}"
    resource = files(package).joinpath(*filename.split("/"))
    if not resource.is_file():
        raise BadQueries(f"{source} does not exist")
    return parse_queries(source, resource.read_text("utf-8"))


def parse_queries(source: str, text: str) -> Queries:
    """As `load_queries`, of a text; `source` names it in errors."""
    preface, *parts = _NAME_LINE.split(text)
    if _without_comments_above(preface):
        raise BadQueries(f"{source} has SQL above its first `-- name:` line; give that query a name")
    statements: dict[str, str] = {}
    for written, body in zip(parts[::2], parts[1::2], strict=True):
        name = written.strip()
        if not _NAME.fullmatch(name):
            raise BadQueries(f"{source}: {name!r} is no query name; use lower_case_words")
        if name in statements:
            raise BadQueries(f"{source} has the query {name!r} twice; rename one")
        if not body.lstrip("\n").startswith("--"):
            raise BadQueries(f"{source}: query {name!r} does not say its purpose in a comment below its name")
        statement = _without_comments_above(body)
        if not statement:
            raise BadQueries(f"{source}: query {name!r} has no statement")
        statements[name] = statement
    return Queries(source, statements)


def _without_comments_above(body: str) -> str:
    lines = body.strip().splitlines()
    while lines and (not lines[0].strip() or lines[0].lstrip().startswith("--")):
        lines.pop(0)
    return "\n".join(lines)
