"""Cancellation that libraries swallow, given back.

`asyncio.wait_for` in Python 3.11 returns its result and forgets the cancellation when both come in one turn of the
event loop. psycopg_pool's waits rest on it, and `next_msg` and `request` of nats-py 2.16; there `publish` drops it
while it waits for the flusher; `publish_async` turns it into TooManyStalledMsgsError, a closed connection into
ConnectionClosedError. A loop around any of them would then never end.
"""

import asyncio


def honour_cancellation() -> None:
    """Raise CancelledError if the current task has been told to stop.

    Loops call it after each use of nats-py; a leader's every step does.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
