"""A real nats-server under the test's control: started, killed, wiped, started again on the same port."""

import asyncio
import shutil
import signal
import socket
import sys
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One nats-server; its store survives `kill`, not `wipe`."""

    def __init__(self, folder: Path, *, port: int | None = None, config: str = "") -> None:
        self.port = port or free_port()
        self.store = folder / "jetstream"
        self._config = folder / "nats.conf"
        self._config.write_text(
            f'listen: "127.0.0.1:{self.port}"\njetstream: {{ store_dir: "{self.store}" }}\n{config}\n',
        )
        self._log = folder / "nats.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    async def start(self) -> None:
        binary = Path(sys.executable).parent / "nats-server"
        self._process = await asyncio.create_subprocess_exec(
            str(binary),
            "-c",
            str(self._config),
            "-l",
            str(self._log),
        )
        async with asyncio.timeout(10):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    def freeze(self) -> None:
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def wipe(self) -> None:
        shutil.rmtree(self.store, ignore_errors=True)

    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    async def _end(self, number: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(number)
        await self._process.wait()
