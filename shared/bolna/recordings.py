"""Recordings of calls: fetched where the provider keeps them, handed on piece by piece, the key shown to nobody else.

Bolna's stable address leads to a signed link of a store of others. The account's key goes to Bolna's own address alone;
links elsewhere are followed without it, over TLS, and to no bare address of a network.
"""

import ipaddress
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
from pydantic import SecretStr

from shared.bolna.client import transport
from shared.bolna.evidence import describe
from shared.bolna.provider import NotFound, Unavailable

MOST_REDIRECTS = 3
PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{1,15}-\d{0,15}|-\d{1,15})")
_PASSED_ON = ("content-length", "content-range", "accept-ranges")


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that is being fetched: `status` is 200, 206 or 416. To be closed by `aclose`, also when read."""

    status: int
    media_type: str
    headers: dict[str, str]
    _response: httpx.Response = field(repr=False)
    _stack: AsyncExitStack = field(repr=False)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the bytes as they come; the provider failing on the way raises httpx.HTTPError."""
        async for piece in self._response.aiter_bytes(PIECE):
            yield piece

    async def aclose(self) -> None:
        """Give the connection back."""
        await self._stack.aclose()


class Recordings:
    """Fetches recordings. Used in one event loop; closed by `aclose()`. `timeout`: seconds of a wait for bytes."""

    def __init__(self, *, base_url: str, api_key: SecretStr, timeout: float, max_connections: int = 50) -> None:
        self._base = httpx.URL(base_url)
        self._api_key = api_key
        self._http = httpx.AsyncClient(
            transport=transport(max_connections),
            timeout=httpx.Timeout(timeout, connect=min(10.0, timeout / 3)),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "call-campaigns", "Accept-Encoding": "identity"},
        )

    async def aclose(self) -> None:
        """Close every connection; what is being fetched fails."""
        await self._http.aclose()

    async def open(self, url: str, wanted: str | None = None) -> Recording | NotFound | Unavailable:
        """Begin to fetch a recording, or the part of it that `wanted` names (a Range of bytes; any other is left out).

        Unavailable also for an address that is not fetched. Nothing is raised for the wire.
        """
        headers = {"Range": wanted} if wanted is not None and _RANGE.fullmatch(wanted) else {}
        try:
            address = self._base.join(url)
            for _ in range(MOST_REDIRECTS + 1):
                if not self._may_be_fetched(address):
                    return Unavailable(f"a recording at {address.scheme}://{address.host} is not fetched")
                found = await self._ask(address, headers)
                if not isinstance(found, httpx.URL):
                    return found
                address = found
        except Exception as error:  # noqa: BLE001 - the transport raises many kinds
            return Unavailable(describe(error))
        return Unavailable(f"more than {MOST_REDIRECTS} addresses lead on to others")

    async def _ask(self, address: httpx.URL, headers: dict[str, str]) -> Recording | NotFound | Unavailable | httpx.URL:
        """One request: a recording, the address that it leads on to, or why there is neither."""
        key = {"Authorization": f"Bearer {self._api_key.get_secret_value()}"} if self._is_bolnas(address) else {}
        async with AsyncExitStack() as stack:
            response = await stack.enter_async_context(self._http.stream("GET", address, headers=headers | key))
            location = response.headers.get("location")
            if response.is_redirect and location:
                return address.join(location)
            if response.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return NotFound("the provider has no such recording")
            fine = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}
            if response.status_code not in fine:
                return Unavailable(f"HTTP {response.status_code}", response.status_code)
            passed = {name: response.headers[name] for name in _PASSED_ON if name in response.headers}
            if "content-encoding" in response.headers:
                passed.pop("content-length", None)  # of what was packed, and it is handed on unpacked
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            media_type = kind if kind.startswith("audio/") else "application/octet-stream"
            return Recording(response.status_code, media_type, passed, response, stack.pop_all())

    def _is_bolnas(self, address: httpx.URL) -> bool:
        return _origin(address) == _origin(self._base)

    def _may_be_fetched(self, address: httpx.URL) -> bool:
        if self._is_bolnas(address):
            return True
        return address.scheme == "https" and "." in address.host and not _is_bare(address.host)


def _origin(address: httpx.URL) -> tuple[str, str, int]:
    port = address.port or {"http": 80, "https": 443}.get(address.scheme, 0)
    return address.scheme, address.host, port


def _is_bare(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
