"""What a failure proves is told by its cause: only aiohttp's own errors of connecting prove that nothing was sent."""

import asyncio
from collections.abc import Iterator
from unittest.mock import MagicMock

import aiohttp
import httpx
import pytest

from shared.bolna.evidence import judge_failure
from shared.bolna.provider import NotPlaced, Unknown

PROOF = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def every_kind_of(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from every_kind_of(narrower)


def an(kind: type[BaseException]) -> BaseException:
    """One error of a kind, without the pain of its constructor."""
    error = kind.__new__(kind)
    error.args = ("bn-secret",)
    return error


AIOHTTPS = sorted({*every_kind_of(aiohttp.ClientError)}, key=lambda kind: kind.__name__)
HTTPXS = sorted({*every_kind_of(httpx.HTTPError)}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", AIOHTTPS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", [None, httpx.ConnectTimeout, httpx.ReadTimeout, RuntimeError])
def test_a_failure_to_connect_is_proof_by_its_cause_whatever_it_is_called(
    kind: type[Exception], name: type[Exception] | None
) -> None:
    error = an(kind)
    if name is not None:
        error, error.__cause__ = an(name), error
    assert isinstance(judge_failure(error), NotPlaced if issubclass(kind, PROOF) else Unknown)


@pytest.mark.parametrize("kind", [*HTTPXS, OSError, TimeoutError, asyncio.CancelledError, ValueError, MemoryError])
def test_no_other_failure_is_proof(kind: type[BaseException]) -> None:
    assert isinstance(judge_failure(an(kind)), Unknown)


def test_a_failure_to_connect_that_was_only_being_handled_is_no_proof() -> None:
    error = an(aiohttp.ServerDisconnectedError)
    error.__context__ = aiohttp.ClientConnectorError(MagicMock(), OSError(111, "refused"))
    assert isinstance(judge_failure(error), Unknown)


def test_failures_that_cause_one_another_are_judged() -> None:
    one, other = ValueError(), TypeError()
    one.__cause__, other.__cause__ = other, one
    assert judge_failure(one) == Unknown("the request failed (ValueError)")


@pytest.mark.parametrize("kind", [*AIOHTTPS, *HTTPXS], ids=lambda kind: kind.__name__)
def test_the_words_of_a_failure_quote_nothing_from_the_wire(kind: type[Exception]) -> None:
    assert "bn-secret" not in str(judge_failure(an(kind)))
