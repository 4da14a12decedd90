"""The life of a call: which one it has, and its timeline of statuses."""

from typing import NamedTuple, assert_never

from simulator.domain.draws import Draw, between
from simulator.domain.numbers import fixed
from simulator.domain.profile import Profile, Span
from simulator.domain.statuses import Life, Status


class Step(NamedTuple):
    """The status a call takes `after` so many real seconds in the one before."""

    after: float
    status: Status


class Plan(NamedTuple):
    """What a call will do after it was queued, and for how long people talk (simulated seconds, whatever the speed)."""

    steps: tuple[Step, ...]
    talk_seconds: float


def life_of(number: str, nth: int, profile: Profile, draw: Draw) -> Life:
    """The life of the nth call to a number: its own, else balance-low if the account is, else by the shares."""
    behaviour = fixed(number, profile)
    if behaviour is not None:
        return behaviour.life_of(nth)
    if profile.balance_low:
        return Life.BALANCE_LOW
    drawn = draw("life")
    for life, share in profile.outcomes.items():
        if drawn < share:
            return life
        drawn -= share
    return Life.ANSWERED


def plan_of(life: Life, profile: Profile, draw: Draw) -> Plan:
    """The steps after `queued`, delays divided by the profile's speed; no steps for a call that stays queued."""
    talk = between(*profile.talk_seconds, draw("talk"))
    steps = _Steps(profile, draw).of(life, talk)
    return Plan(tuple(Step(after / profile.speed, status) for after, status in steps), talk)


class _Steps:
    """Builds the unscaled steps of one call."""

    def __init__(self, profile: Profile, draw: Draw) -> None:
        self._profile = profile
        self._draw = draw

    def of(self, life: Life, talk: float) -> list[Step]:
        match life:
            case Life.ANSWERED | Life.VOICEMAIL:
                steps = [*self._ringing(), *self._conversation(talk), self._completed()]
            case Life.NEVER_COMPLETED:
                steps = [*self._ringing(), *self._conversation(talk)]
            case Life.NO_ANSWER | Life.BUSY | Life.CANCELED | Life.STOPPED:
                steps = [*self._ringing(), self._unanswered(Status(life.value))]
            case Life.FAILED | Life.ERROR:
                steps = [self._initiated(), self._unanswered(Status(life.value))]
            case Life.BALANCE_LOW:
                steps = [Step(self._span("queued", self._profile.queued_seconds), Status.BALANCE_LOW)]
            case Life.STAYS_QUEUED:
                steps = []
            case Life.RESCHEDULED:
                moved = Step(self._span("queued", self._profile.queued_seconds), Status.RESCHEDULED)
                dialled = Step(self._span("rescheduled", self._profile.rescheduled_seconds), Status.INITIATED)
                steps = [moved, dialled, self._rings(), *self._conversation(talk), self._completed()]
            case Life.LIVE_AGAIN:
                again = Step(self._span("live-again", self._profile.live_again_after_seconds), Status.IN_PROGRESS)
                ended = Step(talk, Status.CALL_DISCONNECTED)
                steps = [*self._ringing(), self._unanswered(Status.NO_ANSWER), again, ended, self._completed()]
            case _:
                assert_never(life)
        return steps

    def _span(self, name: str, span: Span) -> float:
        return between(*span, self._draw(name))

    def _initiated(self) -> Step:
        return Step(self._span("queued", self._profile.queued_seconds), Status.INITIATED)

    def _rings(self) -> Step:
        return Step(self._span("dial", self._profile.dial_seconds), Status.RINGING)

    def _ringing(self) -> list[Step]:
        return [self._initiated(), self._rings()]

    def _conversation(self, talk: float) -> list[Step]:
        ring = self._span("ring", self._profile.ring_seconds)
        return [Step(ring, Status.IN_PROGRESS), Step(talk, Status.CALL_DISCONNECTED)]

    def _unanswered(self, status: Status) -> Step:
        profile = self._profile
        span = profile.ring_seconds if profile.unanswered_ring_seconds is None else profile.unanswered_ring_seconds
        return Step(self._span("ring", span), status)

    def _completed(self) -> Step:
        return Step(self._span("completed", self._profile.completed_after_seconds), Status.COMPLETED)
