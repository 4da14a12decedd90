"""Numbers that always do the same, by their last four digits, so that one call can be tried."""

from dataclasses import dataclass

from simulator.domain.profile import Profile
from simulator.domain.statuses import Life


@dataclass(frozen=True, slots=True)
class FixedNumber:
    """What a number does: the life of its calls, how POST /call goes (a Placing's name), and what its webhooks do."""

    says: str
    life: Life = Life.ANSWERED
    first_life: Life | None = None
    placing: str | None = None
    placing_once: bool = False
    webhooks_lost: bool = False

    def life_of(self, nth: int) -> Life:
        """The life of the nth call placed to the number, counted from 1."""
        return self.first_life if self.first_life is not None and nth == 1 else self.life


FIXED = {
    "9901": FixedNumber("no-answer", life=Life.NO_ANSWER),
    "9902": FixedNumber("busy", life=Life.BUSY),
    "9903": FixedNumber("voicemail: completed with answered_by_voice_mail true", life=Life.VOICEMAIL),
    "9904": FixedNumber("failed", life=Life.FAILED),
    "9905": FixedNumber("error", life=Life.ERROR),
    "9906": FixedNumber("canceled", life=Life.CANCELED),
    "9907": FixedNumber("balance-low, nothing dialled", life=Life.BALANCE_LOW),
    "9908": FixedNumber("stays queued for ever, unless stopped", life=Life.STAYS_QUEUED),
    "9909": FixedNumber("rescheduled; Bolna dials 12 h later unless stopped", life=Life.RESCHEDULED),
    "9910": FixedNumber("POST /call is never answered, nothing placed", placing="timeout_before"),
    "9911": FixedNumber("POST /call is never answered, the call is placed", placing="timeout_after"),
    "9912": FixedNumber("POST /call answers 500, nothing placed", placing="http_500_before"),
    "9913": FixedNumber("POST /call answers 500, the call is placed", placing="http_500_after"),
    "9914": FixedNumber("POST /call answers 429 the first time, then places", placing="http_429", placing_once=True),
    "9915": FixedNumber("POST /call answers 400 invalid number", placing="invalid_number"),
    "9916": FixedNumber("no-answer, then live again, answered and completed", life=Life.LIVE_AGAIN),
    "9917": FixedNumber("call-disconnected, completed never comes", life=Life.NEVER_COMPLETED),
    "9918": FixedNumber("answered, all its webhooks are lost", webhooks_lost=True),
    "9919": FixedNumber("placed, the 200 lacks execution_id", placing="no_execution_id"),
    "9920": FixedNumber("no-answer the first time, answered afterwards", first_life=Life.NO_ANSWER),
}


def fixed(number: str, profile: Profile) -> FixedNumber | None:
    """What this number always does, or None if it goes by the profile's shares."""
    return FIXED.get(number[-4:]) if profile.fixed_numbers else None
