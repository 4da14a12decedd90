"""PostgreSQL goes back to a backup in the middle of a run: nobody who was called since is called again."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from callctl.processes import WEBHOOKS_OFFSET
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import rehearsal
from tests.faults.stack.running_stack import RunningStack
from tests.infrastructure import server_folder
from tests.integration.stack.running import ROOT, free_port_base

KEY, SECRET = "bn-of-a-restore", "hook-of-a-restore"
CONTACTS = 40
BEFORE_THE_BACKUP, SINCE = 15, 30


@contextmanager
def bolna_of_its_own(webhooks: str) -> Iterator[str]:
    """Bolna's stand-in beside the stack: it remembers what the stack's restore forgets."""
    told = ("--api-key", KEY, "--webhook-url", webhooks, "--webhook-secret", SECRET)
    with subprocess.Popen([sys.executable, "-m", "simulator", *told], stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["simulator"]
        finally:
            process.terminate()


@pytest.mark.timeout(600)
def test_nobody_is_called_again_after_the_database_went_back_to_a_backup() -> None:
    ports = free_port_base()
    with (
        server_folder() as folder,
        bolna_of_its_own(f"http://127.0.0.1:{ports + WEBHOOKS_OFFSET}/api/webhooks/bolna") as bolna,
    ):
        stack = RunningStack(folder, {"BOLNA_API_KEY": KEY, "WEBHOOK_SECRET": SECRET}, ports)
        database, backup = stack.data_dir / "postgres", folder / "backup"
        try:
            stack.start("--bolna", bolna)
            stack.public["simulator"] = bolna
            with rehearsal(stack, (3, 4)) as run:
                for customer in run.customers:
                    run.upload(customer, CONTACTS)
                run.wait_until_placed(BEFORE_THE_BACKUP)
                for name, pid in stack.pids.items():
                    if name.startswith("dialer"):  # so that the backup has requests of which it knows no end
                        os.kill(pid, signal.SIGKILL)
                stack.stop()
                subprocess.run(["/bin/cp", "-a", database, backup], check=True)
                stack.start("--bolna", bolna)
                run.wait_until_placed(BEFORE_THE_BACKUP + SINCE)
                stack.stop()
                shutil.rmtree(database)
                backup.rename(database)
                placed = run.bolna.count()
                stack.start("--bolna", bolna, "--restored")
                run.wait_until_completed(120)
                assert violations(run.evidence()) == []
                assert BEFORE_THE_BACKUP + SINCE <= placed < len(run.customers) * CONTACTS
            whole = stack.run_callctl("verify")
            assert whole.returncode == 0, whole.stdout + whole.stderr
        finally:
            stack.stop()
