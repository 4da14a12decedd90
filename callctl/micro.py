"""Asking the processes of a service what they are, as the NATS micro services that they are."""

from http import HTTPStatus

import nats.errors

from shared.contracts.vocabulary import Service
from shared.messaging.connection import Messaging
from shared.messaging.subjects import micro_subject

ANSWER_SECONDS = 3.0
MORE_SECONDS = 0.5
"""So long after an answer another process may take for its own."""


async def asked(
    messaging: Messaging, service: Service, endpoint: str, *, most: int | None = None, patience: float = ANSWER_SECONDS
) -> list[bytes]:
    """Return the answers of every process that answers for itself, `most` at the most; none where none does."""
    client = messaging.client
    inbox = client.new_inbox()
    replies = await client.subscribe(inbox)
    told: list[bytes] = []
    try:
        await client.publish(micro_subject(service, endpoint), b"", reply=inbox)
        while most is None or len(told) < most:
            reply = await replies.next_msg(timeout=MORE_SECONDS if told else patience)
            if (reply.headers or {}).get("Status") == str(HTTPStatus.SERVICE_UNAVAILABLE.value):
                break
            told.append(reply.data)
    except (nats.errors.Error, TimeoutError):
        return told
    finally:
        await replies.unsubscribe()
    return told
