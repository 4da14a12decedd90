"""What was released of the HTTP interface is kept, and everything in it has an example that its schema allows."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from services.campaigns.interface import __main__ as interface
from services.campaigns.interface.compatibility import breaking_changes
from services.campaigns.interface.reference import reference


@cache
def document() -> dict[str, Any]:
    return interface.present()


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
    ]


def contents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Everything that is sent or answered: where, its type, and the media object."""
    for name, operation in operations():
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name}, body", kind, media
        for status, answer in operation["responses"].items():
            for kind, media in answer.get("content", {}).items():
                yield f"{name}, answer {status}", kind, media


def test_every_operation_only_adds_to_what_was_released() -> None:
    release, was = interface.released()
    remedy = (
        f"nothing is released yet: move the baseline with `{interface.COMMAND} --release`"
        if release is None
        else f"{release} is released: add beside it instead"
    )
    found = breaking_changes(was, document())
    assert found == [], "\n".join([*found, remedy])


def test_every_operation_says_what_it_does_and_what_it_answers() -> None:
    silent = [
        name
        for name, operation in operations()
        if not operation.get("description")
        or any(
            status.startswith("2") and status not in {"202", "204"} and not answer.get("content")
            for status, answer in operation["responses"].items()
        )
    ]
    assert silent == []


def test_every_operation_may_answer_a_problem() -> None:
    without = [
        name for name, one in operations() if "application/problem+json" not in one["responses"]["default"]["content"]
    ]
    assert without == []


def test_everything_that_is_sent_or_answered_has_an_example_that_its_schema_allows() -> None:
    wrong = []
    for where, kind, media in contents():
        if "schema" not in media:
            continue
        assert {"example", "examples"} & media.keys(), f"{where} ({kind}) has no example"
        if kind == "text/event-stream":
            continue
        allowed = jsonschema_rs.validator_for({**media["schema"], "components": document()["components"]})
        examples = [media["example"]] if "example" in media else [one["value"] for one in media["examples"].values()]
        wrong += [f"{where}: {error.message}" for example in examples for error in allowed.iter_errors(example)]
    remedy = "give the field `examples`, or its shape an entry in services/campaigns/interface/examples.py"
    assert wrong == [], "\n".join([*wrong, remedy])


@pytest.mark.parametrize("told", ["## Campaigns", "### POST /api/session", "### CampaignChangeBody", "`Retry-After`"])
def test_the_reference_tells_of_everything(told: str) -> None:
    assert told in reference(document())


def test_the_reference_tells_every_operation() -> None:
    page = reference(document())
    assert [name for name, _ in operations() if f"### {name}\n" not in page] == []
