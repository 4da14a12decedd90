"""NATS over TLS: the server shows a certificate, and nobody speaks to one that cannot."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.messaging.connection import connect, parse
from tests.infrastructure import free_port, server_folder
from tests.own_servers import OwnNats

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not there to make a certificate with")


@dataclass(frozen=True)
class Certificate:
    """Of 127.0.0.1, signed by itself."""

    certificate: Path
    key: Path


class NatsWithTls(OwnNats):
    """Lets nobody in without TLS."""

    shown: Certificate

    def _configuration(self) -> dict[str, object]:
        files = {"cert_file": str(self.shown.certificate), "key_file": str(self.shown.key)}
        return super()._configuration() | {"tls": files}


def made(folder: Path, name: str) -> Certificate:
    assert OPENSSL is not None
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        [
            *(OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "1", "-subj", "/CN=of a test", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return Certificate(certificate, key)


@pytest.fixture
def server() -> Iterator[NatsWithTls]:
    with server_folder() as folder:
        server = NatsWithTls(folder / "nats", port=free_port(), password="of-a-test", log=folder / "nats.log")
        server.shown = made(folder, "server")
        server.start()
        yield server
        server.stop()


def address(server: NatsWithTls, certificate: Path) -> str:
    return f"{server.address.url.replace('nats://', 'tls://')}?sslrootcert={certificate}"


async def test_a_server_is_spoken_to_whose_certificate_leads_to_the_one_that_is_named(server: NatsWithTls) -> None:
    async with asyncio.timeout(10), connect(address(server, server.shown.certificate), "test") as messaging:
        heard = asyncio.Event()
        async with messaging.listen("head.campaigns", lambda _: heard.set()):
            await messaging.publish("head.campaigns", b"")
            await heard.wait()


async def test_a_server_with_another_certificate_is_not_spoken_to(server: NatsWithTls) -> None:
    other = made(server.folder, "other").certificate
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2), connect(address(server, other), "test"):
            pass


async def test_a_file_of_certificates_that_is_not_there_is_said_at_once(server: NatsWithTls) -> None:
    with pytest.raises(ValueError, match=r"nowhere\.pem in NATS_URL cannot be read"):
        async with connect(address(server, Path("/nowhere.pem")), "test"):
            pass


def test_what_is_not_known_behind_the_question_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="only sslrootcert=FILE is known"):
        parse("tls://host?sslmode=require")
