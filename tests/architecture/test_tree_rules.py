"""Names say what is in a file, files hold one idea, nothing binds the tree to one machine, SQL stands in .sql."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import tree_rules

ROOT = Path(__file__).resolve().parents[2]
FILES = tree_rules.files(ROOT)


def breaches(rule: Callable[[str, str], Iterator[str]], suffix: str = "") -> list[str]:
    """Apply a rule to every text file of the repository."""
    found: list[str] = []
    for path in FILES:
        if path.endswith(suffix):
            try:
                text = (ROOT / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            found += rule(path, text)
    return found


def test_the_repository_is_seen() -> None:
    assert {"Makefile", "pyproject.toml", "shared/contracts/event.py"} <= set(FILES)


def test_no_name_says_nothing() -> None:
    found = [breach for path in FILES for breach in tree_rules.empty_names(path)]

    assert found == [], "\n".join(found)


def test_no_file_holds_two_ideas_by_its_length() -> None:
    found = breaches(tree_rules.oversize, ".py")

    assert found == [], "\n".join(found)


def test_nothing_binds_the_tree_to_one_machine_or_registry() -> None:
    found = breaches(tree_rules.words_of_a_machine)

    assert found == [], "\n".join(found)


def test_no_sql_is_put_together_of_strings() -> None:
    found = breaches(tree_rules.spliced_sql, ".py")

    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "path",
    ["shared/utils.py", "services/dialer/helpers/x.py", "shared/common/__init__.py", "callctl/core.py", "Manager.py"],
)
def test_a_name_that_says_nothing_is_caught(path: str) -> None:
    assert list(tree_rules.empty_names(path)) != []


@pytest.mark.parametrize("path", ["shared/contracts/event.py", "console/src/lib/utils.ts", "docs/common-questions.md"])
def test_a_name_that_says_something_is_let_through(path: str) -> None:
    assert list(tree_rules.empty_names(path)) == []


@pytest.mark.parametrize(
    ("path", "lines"),
    [("shared/relay.py", 401), ("services/dialer/domain/attempt.py", 151), ("simulator/domain/call.py", 151)],
)
def test_a_long_file_is_caught(path: str, lines: int) -> None:
    assert list(tree_rules.oversize(path, "x = 1\n" * lines)) != []
    assert list(tree_rules.oversize(path, "x = 1\n" * (lines - 1))) == []


def test_a_long_test_is_let_through() -> None:
    assert list(tree_rules.oversize("tests/faults/test_kill.py", "x = 1\n" * 999)) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://" + "pypi" + ".org/simple",
        '"resol' + 'ved": "https://registry.' + "npmjs" + '.org/react"',
        "cd /" + "work/main",
        "see file:///" + "home/asha/notes",
        "C:" + "\\Users\\asha",
    ],
)
def test_a_registry_or_a_machines_path_is_caught(line: str) -> None:
    assert list(tree_rules.words_of_a_machine("README.md", line)) != []


@pytest.mark.parametrize("line", ["$HOME/works", "GET /api/campaigns", "the home/office line", "~/root/x", "/etc/nats"])
def test_a_path_of_no_machine_is_let_through(line: str) -> None:
    assert list(tree_rules.words_of_a_machine("README.md", line)) == []


@pytest.mark.parametrize(
    "source",
    [
        "await db.execute(f'select * from calls where id = {call}')",
        "db.execute(f'''\n  UPDATE calls set zone = {zone}''')",
        "db.execute('delete from calls where id = ' + call)",
        "db.execute('select * from %s' % table)",
        "db.execute('insert into {} values (1)'.format(table))",
        "with c.copy(f'copy {table} from stdin') as rows: ...",
        "query = f'select {columns} from calls'",
        "query = 'select a ' + 'from ' + table",
    ],
)
def test_sql_put_together_of_strings_is_caught(source: str) -> None:
    assert list(tree_rules.spliced_sql("shared/store.py", source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "db.execute(QUERIES['take_slot'], {'attempt': attempt})",
        "db.execute(sql.SQL('create schema {}').format(sql.Identifier(name)))",
        "log.info(f'update of {name}')",
        "title = f'update of {count}'",
        "query = f'{column} desc'",
    ],
)
def test_sql_from_its_file_is_let_through(source: str) -> None:
    assert list(tree_rules.spliced_sql("shared/store.py", source)) == []


def test_a_tree_without_git_is_walked(tmp_path: Path) -> None:
    for path in ("shared/x.py", ".venv/y.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("", encoding="utf-8")

    assert tree_rules.files(tmp_path) == ["shared/x.py"]
