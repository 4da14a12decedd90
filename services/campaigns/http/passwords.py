"""Passwords: hashed and verified with argon2id on threads of their own; its C code runs beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.campaigns.http.problems import Problem

T = TypeVar("T")

THREADS = 2
MOST_WAITING = 16
NOBODYS = "nobody's password"


class Passwords:
    """Hashes at most THREADS passwords at once, 64 MiB each; beyond MOST_WAITING more, Problem too_busy."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._under_way = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """Return a password as it may be kept."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Tell whether this is the password kept; where none is kept, it takes as long to say no."""
        return await self._run(lambda: self._verified(kept, password))

    def close(self) -> None:
        """Give up what waits; a hash under way is finished."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verified(self, kept: str | None, password: str) -> bool:
        if self._nobodys is None:
            self._nobodys = self._hasher.hash(NOBODYS)
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except (Argon2Error, InvalidHashError):
            return False
        return kept is not None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._under_way >= THREADS + MOST_WAITING:
            raise Problem("too_busy", "Too many people sign in just now; try again", headers={"Retry-After": "2"})
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1
