from dataclasses import replace

from services.campaigns.domain.agents_at_bolna import MESSAGES, Compared, Registered, Seen, compared
from shared.testing.examples import AGENT, USER

OURS = "https://calls.example.com/api/webhooks/bolna/s3cret"
NUMBER = "+442079460100"
SEEN = Seen("bolna-1", "Renewals", OURS, ())
REGISTERED = Registered(AGENT, USER, "Asha", "Renewals", "bolna-1", (NUMBER,))


def comparing(
    *seen: Seen, registered: Registered | None = REGISTERED, own_numbers: tuple[str, ...] | None = (NUMBER,)
) -> list[Compared]:
    ours = [] if registered is None else [registered]
    return compared(seen, ours, own_numbers=own_numbers, webhook_urls=[OURS])


def warned(*seen: Seen, **given: tuple[str, ...] | None) -> tuple[str, ...]:
    (one,) = comparing(*seen, **given)  # type: ignore[arg-type]
    assert set(one.warnings) <= MESSAGES.keys()
    return one.warnings


def test_an_agent_that_is_registered_and_as_it_should_be_needs_nothing() -> None:
    assert comparing(SEEN) == [Compared(SEEN, REGISTERED, ())]


def test_an_agent_of_bolnas_that_nobody_has_is_told_with_what_it_would_dial_on_its_own() -> None:
    stray = Seen("bolna-2", None, None, ("auto_retry",))
    assert comparing(stray, registered=None) == [Compared(stray, None, ("auto_retry",))]


def test_settings_that_dial_on_their_own_are_warned_of() -> None:
    flags = ("auto_reschedule", "auto_retry", "calling_guardrails")
    assert warned(replace(SEEN, dials_on_its_own=flags)) == flags


def test_webhooks_that_go_elsewhere_are_warned_of() -> None:
    assert warned(replace(SEEN, webhook_url="https://elsewhere.example.com")) == ("webhook_elsewhere",)
    assert warned(replace(SEEN, webhook_url=None)) == ("webhook_elsewhere",)


def test_of_settings_that_could_not_be_read_nothing_is_claimed() -> None:
    assert warned(replace(SEEN, webhook_url=None, dials_on_its_own=None)) == ("settings_unread",)


def test_an_agent_that_bolna_does_not_have_is_told_after_those_it_has() -> None:
    other = Seen("bolna-2", None, OURS, ())
    assert comparing(other) == [Compared(other, None, ()), Compared(None, REGISTERED, ("gone_from_bolna",))]


def test_a_number_that_the_account_does_not_have_is_warned_of_where_its_numbers_are_known() -> None:
    assert warned(SEEN, own_numbers=()) == ("number_not_owned",)
    assert warned(SEEN, own_numbers=None) == ()
