"""What the tree may hold: names, sizes, words and SQL, read from the files that are or will be committed."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

EMPTY_NAMES = frozenset({"utils", "util", "common", "core", "manager", "helpers", "helper", "misc"})
MAX_LINES = 400
MAX_DOMAIN_LINES = 150

NOT_OURS = frozenset(
    {
        ".git",
        ".venv",
        ".data",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "__pycache__",
        "build",
        "dist",
        "node_modules",
    }
)
"""Folders that hold nothing of the repository, for a tree that came without git."""

_REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("crates", "io"),
    ("proxy.golang", "org"),
)
_REGISTRY = re.compile("|".join(re.escape(".".join(host)) for host in _REGISTRIES))
_MACHINE_PATH = re.compile(r"(?<![\w.$}~-])(?:/(?:work|home|Users|root)/[\w.]|[A-Z]:\\Users\\)")
_SQL = re.compile(
    r"\s*(select|insert\s+into|update|delete\s+from|with|create|alter|drop|truncate|copy|lock|grant|merge\s+into)\s",
    re.IGNORECASE,
)
_EXECUTING = frozenset({"execute", "executemany", "copy", "stream", "fetch", "fetchrow"})
_NAMED_SQL = re.compile("sql|query|queries|statement", re.IGNORECASE)


def files(root: Path) -> list[str]:
    """Return the repository's files by path: what git tracks or would, else everything but NOT_OURS."""
    git = ("git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        listed = subprocess.run(git, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        walked = (path.relative_to(root) for path in root.rglob("*"))
        listed = [path.as_posix() for path in walked if not NOT_OURS & {*path.parts}]
    return sorted(path for path in listed if (root / path).is_file())


def empty_names(path: str) -> Iterator[str]:
    """Yield a file's or folder's name that says nothing of what is in it. The console keeps its generator's names."""
    parts = PurePosixPath(path).parts
    if parts[0] == "console":
        return
    for part in parts:
        if PurePosixPath(part).stem.lower() in EMPTY_NAMES:
            yield f"{path}: {part} says nothing; name the one idea in it"


def oversize(path: str, text: str) -> Iterator[str]:
    """Yield a Python file outside the tests that holds more than one idea by its length."""
    parts = PurePosixPath(path).parts
    if not path.endswith(".py") or parts[0] in {"tests", "console"}:
        return
    limit = MAX_DOMAIN_LINES if "domain" in parts else MAX_LINES
    if (lines := text.count("\n")) > limit:
        yield f"{path}: {lines} lines, more than {limit}; it holds two ideas, give each a file"


def words_of_a_machine(path: str, text: str) -> Iterator[str]:
    """Yield package registries and absolute paths of somebody's machine: they bind the tree to one place."""
    for number, line in enumerate(text.splitlines(), start=1):
        for found in (*_REGISTRY.finditer(line), *_MACHINE_PATH.finditer(line)):
            yield f"{path}:{number}: {found.group()} binds the tree to one machine; leave it to the environment"


def spliced_sql(path: str, source: str) -> Iterator[str]:
    """Yield SQL that is put together of strings (f-strings, `+`, `%`, `.format`) and executed, or named as a query."""
    for node in ast.walk(ast.parse(source)):
        if (value := _meant_as_sql(node)) is not None and _is_spliced_sql(value):
            yield f"{path}:{value.lineno}: SQL is put together of strings; put it in a .sql file, values as parameters"


def _meant_as_sql(node: ast.AST) -> ast.expr | None:
    """Return what is handed to a database, or given a name that says it will be; None for anything else."""
    match node:
        case ast.Call(func=ast.Attribute(attr=attr), args=[first, *_]) if attr in _EXECUTING:
            return first
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _NAMED_SQL.search(name):
            return value
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if _NAMED_SQL.search(name):
            return value
        case _:
            return None


def _is_spliced_sql(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str() as start), _, *_]):
            return _SQL.match(start) is not None
        case ast.BinOp(op=ast.Mod() | ast.Add(), left=left):
            return _is_spliced_sql(left) or _is_sql(left)
        case ast.Call(func=ast.Attribute(attr="format", value=value)):
            return _is_sql(value)
        case _:
            return False


def _is_sql(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value) is not None
