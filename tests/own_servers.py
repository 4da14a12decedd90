"""The servers of `callctl up`, as the tests run them: they may also be made to stand still."""

import os
import signal
from collections.abc import Sequence

import psycopg

from callctl.nats import NatsServer
from callctl.postgres import PostgresServer


class OwnNats(NatsServer):
    """One process."""

    def freeze(self) -> None:
        """Returns once it stands still."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)

    def thaw(self) -> None:
        """Lets it go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


class OwnPostgres(PostgresServer):
    """A process and its children, of which a session each."""

    _stopped: Sequence[int] = ()

    def freeze(self) -> None:
        """Stops all that there are now."""
        assert self.process is not None
        with psycopg.connect(self.address.dsn()) as connection:
            others = "select pid from pg_stat_activity where pid <> pg_backend_pid()"
            self._stopped = (self.process.pid, *(pid for (pid,) in connection.execute(others)))
        for pid in self._stopped:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets them go on."""
        for pid in self._stopped:
            os.kill(pid, signal.SIGCONT)
