"""The connection to NATS: FastStream's broker keeps its life cycle; ordered subscriptions fetch on the same one."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

import nats.errors
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from shared.messaging.cancellation import honour_cancellation
from shared.messaging.inbox import Inbox
from shared.messaging.subjects import inbox_prefix

logger = logging.getLogger(__name__)
broker_logger = logging.getLogger(f"{__name__}.broker")
broker_logger.setLevel(logging.WARNING)  # below that FastStream tells of its own tasks only

RECONNECT_WAIT = 0.25
"""Seconds between two tries to reach a server, for as long as it takes."""
PING_SECONDS = 1.0
UNANSWERED_PINGS = 3
"""A server that answered no ping for so many intervals is held for lost: 4 s."""
PENDING_BYTES = 8 * 1024 * 1024
"""What may wait to be written to the server; beyond it, writing waits for the socket."""
RECEIVED_BYTES = 64 * 1024 * 1024
"""What may wait, per subscription, to be taken by us; beyond it messages are dropped (and read from their owner)."""
STOP_SECONDS = 2.0
"""How long answers already begun may take when the connection closes."""
FLUSH_SECONDS = 1
"""How long the server may take to acknowledge what was sent last, before the connection is cut."""
REMINDER_SECONDS = 10.0
"""How often the log repeats that the server is away."""


class Away(Exception):
    """The NATS server cannot be reached at present; nothing was sent."""


class CredentialsRejected(Exception):
    """The NATS server refuses our credentials: mend `NATS_URL` (user:password@ or token@)."""


@dataclass(frozen=True)
class Address:
    """Where the servers are, and what to show them."""

    servers: tuple[str, ...]
    user: str | None = None
    password: str | None = None
    token: str | None = None
    sslrootcert: str | None = None

    def tls(self) -> ssl.SSLContext | None:
        """What a server's certificate is held to where a file of certificates was named; None: the system's.

        Raises ValueError for a file that cannot be read.
        """
        if self.sslrootcert is None:
            return None
        try:
            return ssl.create_default_context(cafile=self.sslrootcert)
        except OSError as error:  # ssl.SSLError is one
            raise ValueError(f"sslrootcert={self.sslrootcert} in NATS_URL cannot be read: {error}") from None


def parse(url: str) -> Address:
    """Take credentials out of `nats://user:password@host:port[,…]` (or `token@`), undoing percent-encoding.

    `?sslrootcert=FILE`, as in PostgreSQL's addresses, names the certificates that the servers' must lead to. Raises
    ValueError when no server is named, or anything else is behind the question mark.
    """
    servers: list[str] = []
    user = password = token = sslrootcert = None
    for part in filter(None, (item.strip() for item in url.split(","))):
        split = urlsplit(part if "://" in part else f"nats://{part}")
        if split.scheme not in ("nats", "tls") or not split.hostname or not _has_port(split):
            raise ValueError("NATS_URL names no host that can be reached: nats://[user:password@]host[:4222]")
        servers.append(urlunsplit((split.scheme, split.netloc.rpartition("@")[2], "", "", "")))
        options = dict(parse_qsl(split.query, keep_blank_values=True))
        sslrootcert = options.pop("sslrootcert", sslrootcert)
        if options:
            raise ValueError(f"NATS_URL says {', '.join(options)}; behind the ? only sslrootcert=FILE is known")
        if split.username is not None and split.password is not None:
            user, password = unquote(split.username), unquote(split.password)
        elif split.username is not None:
            token = unquote(split.username)
    if not servers:
        raise ValueError("NATS_URL is empty: nats://[user:password@]host[:4222]")
    return Address(tuple(servers), user, password, token, sslrootcert)


def _has_port(split: SplitResult) -> bool:
    """Tell whether the port, if one is named, is a number that can be one."""
    try:
        return split.port is None or split.port > 0
    except ValueError:
        return False


class _Broker(NatsBroker):
    """FastStream's broker on a client of ours.

    FastStream's own error callback raises inside nats-py's reconnecting task on some answers of a server (such as
    a refused password while it loads its configuration), which ends that task: such a process would stay away.
    """

    def __init__(self, messaging: "Messaging", **options: Any) -> None:
        super().__init__(**options)
        self._messaging = messaging

    async def _connect(self) -> Client:
        client = await self._messaging.dial()
        self.config.connect(client)
        return client

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Stop the subscribers, then hang up.

        Not by nats-py's `drain`, which swallows cancellation and waits 10 s more for a server that does not answer.
        """
        try:
            await super(NatsBroker, self).stop(exc_type, exc_val, exc_tb)
        finally:
            await self._messaging.hang_up()
            self._connection = None
            self.config.disconnect()


class Messaging:
    """One process's connection to NATS, made by `connect`."""

    def __init__(self, address: Address, name: str, *, tls: ssl.SSLContext | None, middlewares: Sequence[Any]) -> None:
        self.name = name
        self._address = address
        self._tls = tls
        self._up = asyncio.Event()
        self._gone = asyncio.Event()
        self._established = False
        self._closing = False
        self._reminded = float("-inf")
        self._on_disconnect: list[Callable[[], None]] = []
        self._on_reconnect: list[Callable[[], None]] = []
        self.client = Client()
        self.inbox = Inbox(self.client)
        self.js: JetStreamContext = self.client.jetstream(timeout=2.0)
        self.broker: NatsBroker = _Broker(
            self,
            servers=list(address.servers),
            name=name,
            graceful_timeout=STOP_SECONDS,
            logger=broker_logger,
            log_level=logging.DEBUG,
            middlewares=middlewares,
        )

    @property
    def connected(self) -> bool:
        """Tell whether the server can be reached at this moment, as far as this process knows."""
        return self.client.is_connected and not self._closing

    @property
    def max_payload(self) -> int:
        """The largest body, in bytes, that the server takes."""
        return self.client.max_payload

    async def until_connected(self) -> None:
        """Return once the server can be reached: at once if it can."""
        while not self.connected:
            self._up.clear()
            if self._closing or self._gone.is_set():
                raise Away(f"the connection of {self.name} to NATS is closed")
            await self._up.wait()

    async def until_gone(self) -> None:
        """Return when this connection is closed for good, by us or by the server (credentials revoked).

        In the second case the process must end, and be started again.
        """
        await self._gone.wait()

    def on_reconnect(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every reconnection (not the first connection); returns what takes that back.

        The callback must be quick; an error it raises is logged. Taking it back twice is harmless.
        """
        return _registered(callback, self._on_reconnect)

    def on_disconnect(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever the connection is lost or closed: what was on the way then gets no answer.

        As with `on_reconnect`.
        """
        return _registered(callback, self._on_disconnect)

    async def publish(self, subject: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Send a core NATS message, once, to whoever listens now. Raises Away at once when the server is away."""
        if not self.connected:
            raise Away(f"{subject} was not sent: NATS is away")
        try:
            await self.client.publish(subject, body, headers=dict(headers) if headers else None)
        except nats.errors.Error as error:
            raise Away(f"{subject} was not sent: {error}") from error

    @asynccontextmanager
    async def listen(self, subject: str, handler: Callable[[Msg], None]) -> AsyncIterator[None]:
        """Hand core NATS messages on a subject to `handler`, one after another; what it raises is logged."""

        async def receive(message: Msg) -> None:
            try:
                handler(message)
            except Exception:
                logger.exception("a message could not be handled", extra={"subject": message.subject})

        subscription = await self.client.subscribe(
            subject,
            cb=receive,
            pending_msgs_limit=10_000,
            pending_bytes_limit=RECEIVED_BYTES,
        )
        try:
            yield
        finally:
            with suppress(nats.errors.Error):
                await subscription.unsubscribe()

    async def dial(self) -> Client:
        """Connect the client, waiting for the server as long as it takes; called by the broker alone."""
        options: dict[str, Any] = {
            "servers": list(self._address.servers),
            "name": self.name,
            "tls": self._tls,
            "user": self._address.user,
            "password": self._address.password,
            "token": self._address.token,
            "inbox_prefix": inbox_prefix(self._address.user),
            "error_cb": self._failed,
            "disconnected_cb": self._disconnected,
            "reconnected_cb": self._reconnected,
            "closed_cb": self._closed,
            "allow_reconnect": True,
            "max_reconnect_attempts": -1,
            "reconnect_time_wait": RECONNECT_WAIT,
            "connect_timeout": 2.0,
            "ping_interval": PING_SECONDS,
            "max_outstanding_pings": UNANSWERED_PINGS,
            "pending_size": PENDING_BYTES,
            "flush_timeout": 2.0,
        }
        try:
            await self.client.connect(**options)
            honour_cancellation()
        except BaseException:
            await self._close_client()
            raise
        self._established = True
        self._up.set()
        logger.info("connected to NATS", extra={"connection": self.name})
        return self.client

    async def open(self) -> None:
        """Connect and start the broker; waits for the server."""
        await self.broker.start()

    async def close(self) -> None:
        """Stop the subscribers and hang up, within about STOP_SECONDS. Harmless twice, or while the server is away."""
        self._closing = True
        self._up.set()
        try:
            await self.broker.stop()
        except (nats.errors.Error, ExceptionGroup) as error:
            logger.info("closed while NATS was away", extra={"connection": self.name, "error": str(error)})

    async def hang_up(self) -> None:
        """Close the connection once what was sent has left; where the server does not take it, cut it off."""
        self._closing = True
        try:
            if self.client.is_connected:
                await self.client.flush(timeout=FLUSH_SECONDS)
        except (nats.errors.Error, OSError):
            logger.warning("NATS does not answer; the connection is cut", extra={"connection": self.name})
            self._cut()
        finally:
            await self._close_client()

    async def _close_client(self) -> None:
        """Close the client for good.

        It cancels its reconnecting task, which may take the future along that says when the socket is closed; what
        then waits for that future is cancelled too, though nobody cancelled us.
        """
        try:
            await self.client.close()
        except asyncio.CancelledError:
            honour_cancellation()
        finally:
            self._gone.set()

    def _cut(self) -> None:
        """Take the socket from the client, whose `close` would wait for the server to read, and end it."""
        transport = self.client._transport  # noqa: SLF001 - nats-py 2.16 has no other way to it
        self.client._transport = None  # noqa: SLF001
        writer = getattr(transport, "_io_writer", None)
        if writer is not None:
            writer.transport.abort()

    async def _failed(self, error: Exception) -> None:
        if not self._established:
            honour_cancellation()
        if not self._established and "authorization violation" in str(error).lower():
            raise CredentialsRejected(str(error))
        self._abandon_attempt()
        now = asyncio.get_running_loop().time()
        if self._closing or now - self._reminded < REMINDER_SECONDS:
            return
        self._reminded = now
        message = "NATS reports an error" if self.client.is_connected else "NATS is away; waiting for it"
        logger.warning(message, extra={"connection": self.name, "error": repr(error)})

    def _abandon_attempt(self) -> None:
        """Close the socket of a failed try to connect: nats-py 2.16 puts the next in its place and leaves it open."""
        transport = getattr(self.client, "_transport", None)
        if transport is not None and not self.client.is_connected:
            transport.close()

    async def _disconnected(self) -> None:
        self._up.clear()
        _call(self._on_disconnect)

    async def _reconnected(self) -> None:
        self._up.set()
        self._reminded = float("-inf")
        logger.info("connected to NATS again", extra={"connection": self.name})
        _call(self._on_reconnect)

    async def _closed(self) -> None:
        self._gone.set()
        self._up.set()
        if self._established and not self._closing:
            logger.critical("NATS closed the connection for good", extra={"connection": self.name})


def _registered(callback: Callable[[], None], callbacks: list[Callable[[], None]]) -> Callable[[], None]:
    callbacks.append(callback)

    def remove() -> None:
        with suppress(ValueError):
            callbacks.remove(callback)

    return remove


def _call(callbacks: Sequence[Callable[[], None]]) -> None:
    for callback in tuple(callbacks):
        try:
            callback()
        except Exception:
            logger.exception("a callback failed")


@asynccontextmanager
async def connect(
    url: str,
    name: str,
    *,
    tls: ssl.SSLContext | None = None,
    middlewares: Sequence[Any] = (),
) -> AsyncIterator[Messaging]:
    """Connect to the NATS servers of a URL; the body runs once one is there, however long that takes.

    `nats://user:password@host:4222`, `nats://token@host`, `tls://host` (the system's certificates unless `tls` is given
    or the address says `?sslrootcert=FILE`), several separated by commas. A server that goes away is tried again for
    ever. On leaving, subscriptions made by `serve` and `listen` end first, then the connection closes, within
    STOP_SECONDS and FLUSH_SECONDS; fetch loops must have ended before. Raises ValueError for a URL without a host or
    with a file that cannot be read, CredentialsRejected where the first server to answer refuses.
    """
    address = parse(url)
    messaging = Messaging(address, name, tls=tls or address.tls(), middlewares=middlewares)
    try:
        await messaging.open()
        yield messaging
    finally:
        await messaging.close()
