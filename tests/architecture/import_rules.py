"""Who may import whom, and what a module may do when it is imported: read from the source, nothing is run."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

PRODUCT = ("shared", "services", "simulator", "callctl")

PURE_STANDARD_LIBRARY = frozenset(
    [
        "__future__",
        "abc",
        "array",
        "bisect",
        "calendar",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "graphlib",
        "hashlib",
        "heapq",
        "hmac",
        "itertools",
        "json",
        "math",
        "numbers",
        "operator",
        "re",
        "statistics",
        "string",
        "textwrap",
        "types",
        "typing",
        "unicodedata",
        "uuid",
        "zoneinfo",
    ]
)
"""What a domain may import of the standard library: nothing of it reaches the world, save the names of ASKING."""

ASKING = frozenset(
    [
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid.uuid6",
        "uuid.uuid7",
        "uuid.getnode",
        "builtins.open",
        "builtins.input",
        "builtins.print",
        "builtins.__import__",
        "builtins.eval",
        "builtins.exec",
    ]
)
"""Names that ask the world something: the clock, chance, a file. Time arrives as `now`, identity in the command."""

EFFECTS = frozenset(
    [
        "connect",
        "run",
        "run_until_complete",
        "run_sync",
        "start",
        "serve",
        "listen",
        "open",
        "urlopen",
        "create_task",
        "create_pool",
        "Popen",
        "system",
        "getenv",
        "basicConfig",
    ]
)
"""Last names of calls that connect, start or read something."""

BUILT_BY_MAIN = frozenset(
    [
        "AsyncConnectionPool",
        "ConnectionPool",
        "NatsBroker",
        "FastStream",
        "FastAPI",
        "AsyncClient",
        "ClientSession",
        "Settings",
        "ThreadPoolExecutor",
        "ProcessPoolExecutor",
        "Thread",
    ]
)
"""Constructors of what only `main.py` builds."""

MAINS = ("main.py", "__main__.py")


@dataclass(frozen=True)
class Layer:
    """A part of the tree, and the modules that it may import of ours and of others; None: any of others."""

    of_ours: tuple[str, ...]
    of_others: frozenset[str] | None = None
    pure: bool = False


PYDANTIC = frozenset({"pydantic"})

LAYERS: tuple[tuple[str, Layer], ...] = (
    (r"services\.(\w+)\.domain", Layer((r"services.\1.domain", "shared.contracts"), PYDANTIC, pure=True)),
    (r"services\.(\w+)", Layer((r"services.\1", "shared"))),
    (r"services", Layer(())),
    (r"shared\.contracts\.schemas", Layer(("shared.contracts",), PYDANTIC)),
    (r"shared\.contracts", Layer(("shared.contracts",), PYDANTIC, pure=True)),
    (
        r"shared\.(\w+)\.protocol",
        Layer((r"shared.\1.protocol", "shared.contracts", "shared.messaging.envelope"), PYDANTIC),
    ),
    (r"shared", Layer(("shared",))),
    (r"simulator\.domain", Layer(("simulator.domain", "shared.contracts"), PYDANTIC, pure=True)),
    (r"simulator", Layer(("simulator", "shared"))),
    (r"callctl", Layer(PRODUCT)),
)
"""What each part of the tree may import: the first pattern that a module or a package around it matches."""


def layer(module: str) -> Layer:
    """Return what a module may import, by its dotted name."""
    for pattern, allowed in LAYERS:
        if within := re.match(rf"{pattern}(?=\.|$)", module):
            return replace(allowed, of_ours=tuple(within.expand(ours) for ours in allowed.of_ours))
    raise LookupError(f"{module} belongs to no part of the tree: give it a line in LAYERS")


def offences(root: Path) -> list[str]:
    """Return every breach of the rules in the product's modules under `root`, `path:line: what and what instead`."""
    files = sorted(path for part in PRODUCT for path in (root / part).rglob("*.py"))
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {offence}"
        for path in files
        for line, offence in module_offences(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    ]


def module_offences(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Yield the breaches of one module: line and offence."""
    tree = ast.parse(source)
    module = module_name(path)
    allowed = layer(module)
    names = _local_names(tree, module, is_package=path.endswith("__init__.py"))
    for line, imported in _imports(tree, module, is_package=path.endswith("__init__.py")):
        if offence := _import_offence(module, imported, allowed):
            yield line, offence
    if allowed.pure:
        yield from _asking(tree, names)
    if PurePosixPath(path).name not in MAINS:
        yield from _effects_of_import(tree, names)


def module_name(path: str) -> str:
    """Return a file's dotted module name; a package's own for its `__init__.py`."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _import_offence(module: str, imported: str, allowed: Layer) -> str | None:
    """Say why a module may not import another; None where it may."""
    top, _, _ = imported.partition(".")
    if imported in ASKING:
        return f"imports {imported}; time arrives as now, identity in the command" if allowed.pure else None
    if top in PRODUCT:
        for_tests = _within(imported, "shared.testing") and not _within(module, "shared.testing")
        if for_tests or not any(_within(imported, ours) for ours in allowed.of_ours):
            return f"imports {imported}; of ours it may import {', '.join(allowed.of_ours) or 'nothing'}"
    elif top in {"tests", "bench"}:
        return f"imports {imported}; what is shipped imports no test"
    elif top in sys.stdlib_module_names:
        if allowed.pure and top not in PURE_STANDARD_LIBRARY:
            return f"imports {imported}, which is not in PURE_STANDARD_LIBRARY; let the shell ask and hand it in"
    elif allowed.of_others is not None and top not in allowed.of_others:
        return f"imports {imported}; of others it may import {', '.join(sorted(allowed.of_others))}"
    return None


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _imports(tree: ast.Module, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield everything imported anywhere in the module: `from a import b` counts as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{_origin(node, module, is_package=is_package)}.{alias.name}"


def _origin(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    """Return the module that `from … import` names, relative ones resolved."""
    if node.level == 0:
        return node.module or ""
    parents = module.split(".")
    base = parents[: len(parents) - node.level + (1 if is_package else 0)]
    return ".".join([*base, *([node.module] if node.module else [])])


def _local_names(tree: ast.Module, module: str, *, is_package: bool) -> dict[str, str]:
    """Return what each imported local name stands for: `dt` → `datetime.datetime`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{_origin(node, module, is_package=is_package)}.{alias.name}"
    return names


def _qualified(node: ast.expr, names: dict[str, str]) -> str:
    """Return an expression's dotted name as far as it has one: `dt.now` → `datetime.datetime.now`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, f"builtins.{node.id}")
    if isinstance(node, ast.Attribute):
        return f"{_qualified(node.value, names)}.{node.attr}"
    return "?"


def _asking(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield every mention of a name that asks the world, called or handed on (`default_factory=uuid4`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := _qualified(node, names)) in ASKING:
            yield (
                node.lineno,
                f"mentions {name.removeprefix('builtins.')}; time arrives as now, identity in the command",
            )


def _effects_of_import(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield what happens when the module is imported and should not."""
    for node in _run_on_import(tree.body):
        if isinstance(node, ast.Attribute | ast.Name) and _qualified(node, names) == "os.environ":
            yield node.lineno, "reads os.environ when imported; read it in settings.py, called by main.py"
        if isinstance(node, ast.Call):
            name = _qualified(node.func, names)
            last = name.rsplit(".", 1)[-1]
            if last in EFFECTS and name not in ASKING - {"builtins.open"}:
                yield node.lineno, f"calls {last} when imported; only main.py starts things"
            elif last in BUILT_BY_MAIN:
                yield node.lineno, f"builds {last} when imported; only main.py builds things"


def _run_on_import(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield every node that runs when the module is imported: class bodies and defaults too, function bodies not."""
    for node in nodes:
        if _asks_whether_main(node):
            continue
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _run_on_import([*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)])
        elif not isinstance(node, ast.Lambda):
            yield from _run_on_import(ast.iter_child_nodes(node))


def _asks_whether_main(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "__name__" in {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}
