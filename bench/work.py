"""What a scheduler's work costs besides time, and so much the same whatever else the machine does."""

import time
from dataclasses import asdict, dataclass

from bench.processors import seconds_of
from tests.integration.scheduler.stage import Stage

_ROWS = """
select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as read, sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as
    written
from pg_stat_user_tables where schemaname = 'scheduler'
"""
_SESSIONS = "select pid from pg_stat_activity where application_name = 'scheduler-pool'"
_WAL = "select wal_bytes::bigint as bytes from pg_stat_wal"


@dataclass(frozen=True)
class Work:
    """Rows read and written in PostgreSQL, bytes of its log, and processor time of the scheduler and of its sessions.

    The processor time is that of the measuring process, which also reads what was requested. That of the sessions
    is 0 where the server is not one of this machine's processes, or does not say.
    """

    rows_read: float
    rows_written: float
    wal_bytes: float
    scheduler_ms: float
    postgres_ms: float

    @property
    def processor_ms(self) -> float:
        """Of scheduler and sessions together."""
        return self.scheduler_ms + self.postgres_ms

    @classmethod
    async def so_far(cls, scene: Stage) -> "Work":
        """Return what the sessions of a scheduler's store, its process, and the server have done until now."""
        await scene.flush_statistics()
        sessions = await scene.rows(_SESSIONS)
        (rows,), (wal,) = await scene.rows(_ROWS), await scene.rows(_WAL)
        of_sessions = sum(seconds_of(session["pid"]) for session in sessions)
        return cls(rows["read"], rows["written"], wal["bytes"], time.process_time() * 1000, of_sessions * 1000)

    def since(self, before: "Work", cycles: int) -> "Work":
        """Return what was done since, a cycle."""
        earlier = asdict(before)
        return Work(**{name: round((now - earlier[name]) / cycles, 2) for name, now in asdict(self).items()})
