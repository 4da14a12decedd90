"""Questions over core NATS: `ask.<service>.<question>`, one request, one answer or the reason why there is none."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import nats.errors
from faststream.nats.annotations import NatsMessage
from faststream.nats.message import NatsMessage as Request
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError

from shared.contracts.questions import Trouble
from shared.contracts.vocabulary import Service
from shared.messaging import tracing
from shared.messaging.cancellation import honour_cancellation
from shared.messaging.connection import RECEIVED_BYTES, Away, Messaging
from shared.messaging.inbox import Expected
from shared.messaging.subjects import ask_subject
from shared.runtime.worker import NotLeading, Question

logger = logging.getLogger(__name__)

A = TypeVar("A", bound=BaseModel)

TROUBLE = "Nats-Service-Error-Code"
"""Marks an answer that could not be given (NATS ADR-32); its body is a Trouble."""
NOT_LEADING = "not_leading"
NO_RESPONDERS = "503"
RESEND_SECONDS = 1.0
"""After so long without an answer the request is sent again, then after twice as long; the first answer counts."""
RETRY_SECONDS = 0.1
"""After "nobody there" or "not leading" the request is sent again so soon."""
CONCURRENT = 16
"""How many requests of one question a process answers at once; more wait."""


class Unanswered(Exception):
    """Nobody answered in time: nobody serves the question, nobody leads, or NATS is away."""


class Refused(Exception):
    """The answer was that there is none; `trouble` says why."""

    def __init__(self, subject: str, trouble: Trouble) -> None:
        super().__init__(f"{subject}: {trouble.code}: {trouble.message}")
        self.trouble = trouble


class Asker:
    """Asks other services, any number of questions at once; it holds nothing and needs no closing."""

    def __init__(self, messaging: Messaging) -> None:
        self._messaging = messaging

    async def ask(
        self,
        service: Service,
        question: str,
        request: BaseModel,
        answer: type[A],
        *,
        timeout: float = 2.0,  # noqa: ASYNC109 - the protocol's name; bounds the whole question
    ) -> A:
        """Return the first answer to come within `timeout` seconds.

        While nobody leads, nobody is there or NATS is away the request is sent again and again: who answers must
        take a repeat. Raises Unanswered at the end of the time, Refused when the answer is a Trouble.
        """
        subject = ask_subject(service, question)
        body = request.model_dump_json().encode()
        hints: list[str] = ["no answer"]
        try:
            with self._messaging.inbox.expecting() as expected:
                async with asyncio.timeout(timeout):
                    reply = await self._exchange(subject, body, expected, hints)
        except TimeoutError:
            raise Unanswered(f"{subject}: {hints[-1]} within {timeout} s") from None
        return _read(subject, reply, answer)

    async def _exchange(self, subject: str, body: bytes, expected: Expected, hints: list[str]) -> Msg:
        silence = RESEND_SECONDS
        trace = tracing.current()
        while True:
            await self._send(subject, body, expected, trace)
            patience = silence
            while (reply := await _next(expected.replies, patience)) is not None:
                hint = _hint(reply)
                if hint is None:
                    return reply
                hints.append(hint)
                patience = RETRY_SECONDS
            silence *= 2 if patience == silence else 1

    async def _send(self, subject: str, body: bytes, expected: Expected, trace: tracing.Trace) -> None:
        """Send the request, as soon as there is a connection. Raises Unanswered once it is closed for good."""
        while True:
            try:
                await self._messaging.until_connected()
            except Away as away:
                raise Unanswered(f"{subject}: {away}") from None
            try:
                await self._messaging.broker.publish(
                    body,
                    subject,
                    headers=tracing.to_headers(trace) | {"content-type": "application/json"},
                    reply_to=await self._messaging.inbox.address(expected),
                    correlation_id=str(trace.correlation_id),
                )
            except nats.errors.Error as error:
                logger.debug("a question could not be sent", extra={"subject": subject, "error": repr(error)})
                await asyncio.sleep(RETRY_SECONDS)
            else:
                honour_cancellation()
                return


@asynccontextmanager
async def serve(
    messaging: Messaging,
    service: Service,
    questions: Mapping[str, Question],
    *,
    anyone: bool = False,
) -> AsyncIterator[None]:
    """Answer questions while the body runs; nothing to answer is allowed.

    With `anyone` each request goes to one of the processes that serve it (a queue group named as the service);
    otherwise to every one, and those that do not lead say so, which makes the asker wait for the one that does.
    A request that does not fit its model, an answer that fails and one above the server's limit are answered with
    a Trouble. On leaving no new request is taken, and those begun have 2 s to end.
    """
    subscribers = []
    try:
        for name, question in questions.items():
            subscriber = messaging.broker.subscriber(
                ask_subject(service, name),
                queue=service.value if anyone else "",
                pending_msgs_limit=10_000,
                pending_bytes_limit=RECEIVED_BYTES,
                decoder=_undecoded,
                max_workers=CONCURRENT,
                no_reply=True,
                persistent=False,
                title=ask_subject(service, name),
                description=question.request.__doc__,
            )
            subscriber(_Answerer(messaging, question).handle)
            subscribers.append(subscriber)
            await subscriber.start()
        yield
    finally:
        for subscriber in subscribers:
            with suppress(nats.errors.Error):
                await subscriber.stop()


class _Answerer:
    """Answers one question."""

    def __init__(self, messaging: Messaging, question: Question) -> None:
        self._messaging = messaging
        self._question = question

    async def handle(self, message: NatsMessage) -> None:
        if not message.reply_to:
            return
        trace = tracing.from_headers(message.headers)
        with tracing.within(trace):
            answer = await self._answer(message)
            body = answer.model_dump_json().encode()
            if len(body) > self._messaging.max_payload:
                answer = Trouble(code="too_large", message=f"the answer has {len(body)} bytes: ask for less")
                body = answer.model_dump_json().encode()
            headers = {"content-type": "application/json"}
            if isinstance(answer, Trouble):
                headers[TROUBLE] = answer.code
            with suppress(nats.errors.Error):  # who asked asks again
                await self._messaging.broker.publish(body, message.reply_to, headers=headers)

    async def _answer(self, message: Request) -> BaseModel:
        try:
            request = self._question.request.model_validate_json(message.body)
            return await self._question.answer(request)
        except NotLeading:
            return Trouble(code=NOT_LEADING, message="this process does not lead")
        except ValidationError as error:
            return Trouble(code="malformed", message=_fields(error))
        except Exception:
            logger.exception("a question could not be answered", extra={"subject": message.raw_message.subject})
            return Trouble(code="failed", message="the answer failed; the log of the service says why")


async def _undecoded(message: Request) -> Any:
    return message.body


async def _next(replies: asyncio.Queue[Msg], seconds: float) -> Msg | None:
    try:
        async with asyncio.timeout(seconds):
            return await replies.get()
    except TimeoutError:
        return None


def _hint(reply: Msg) -> str | None:
    """Return why to ask again, or None for an answer."""
    headers = reply.headers or {}
    if headers.get("Status") == NO_RESPONDERS:
        return "nobody serves it"
    if headers.get(TROUBLE) == NOT_LEADING:
        return "nobody leads"
    return None


def _read(subject: str, reply: Msg, answer: type[A]) -> A:
    try:
        if TROUBLE in (reply.headers or {}):
            raise Refused(subject, Trouble.model_validate_json(reply.data))
        return answer.model_validate_json(reply.data)
    except ValidationError as error:
        raise Refused(subject, Trouble(code="unreadable", message=_fields(error))) from None


def _fields(error: ValidationError) -> str:
    """Name what is wrong without repeating values, which may be personal."""
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors(include_input=False))
