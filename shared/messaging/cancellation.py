"""Cancellation that nats-py 2.16 swallows, given back.

`next_msg` and `request` rest on `asyncio.wait_for`, which in Python 3.11 returns its result and forgets the
cancellation when both come in one turn of the event loop; `publish` drops it while it waits for the flusher;
`publish_async` turns it into TooManyStalledMsgsError, a closed connection into ConnectionClosedError. A loop around
any of them would then never end.
"""

import asyncio


def honour_cancellation() -> None:
    """Raise CancelledError if the current task has been told to stop; loops call it after each use of nats-py."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
