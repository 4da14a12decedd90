"""The verdict on a system that only pretends: everything right, and one thing wrong at a time."""

import io
from collections.abc import Callable, Iterator

import pytest
from rich.console import Console

from callctl.api import AwayForNow
from callctl.demo import run
from callctl.demo.display import Display
from callctl.demo.parts import generated_parts, sample_parts
from callctl.demo.progress import CampaignProgress, Progress
from tests.integration.demo.pretended import Pretended, answering, as_expected

Breaking = Callable[[Pretended], object]


def demonstrated(pretended: Pretended) -> tuple[bool, str]:
    """Whether the demonstration found all as expected, and what it printed."""
    printed = io.StringIO()
    with answering(pretended) as described:
        good = run.demonstrate(sample_parts(), described, "key", Console(file=printed, width=160))
    return good, printed.getvalue()


@pytest.fixture
def pretended() -> Pretended:
    return as_expected(sample_parts())


def test_a_system_that_did_everything_right_is_told_so(pretended: Pretended) -> None:
    good, printed = demonstrated(pretended)

    assert good
    assert "All 219 contacts ended as expected, each called once, and no limit was passed." in printed
    assert "phone_spoilt_by_spreadsheet" in printed
    assert "Numbers called twice: 0" in printed


def test_every_user_gets_a_limit_of_their_own_and_an_agent(pretended: Pretended) -> None:
    demonstrated(pretended)

    limits = [body for method, _, body in pretended.asked if method == "PATCH"]
    agents = [body["bolna_agent_id"] for method, path, body in pretended.asked if (method, path) == AGENTS]
    assert limits == [{"concurrent_calls_limit": limit} for limit in (6, 3, 3)]
    assert agents == ["bolna-agent-1", "bolna-agent-2", "bolna-agent-3"]


AGENTS = ("POST", "/api/agents")

OFFENCES: dict[str, tuple[Breaking, str]] = {
    "another outcome": (
        lambda it: it.calls["campaign-2"][0].update(outcome="busy"),
        "Reminders: +493023125201 should end as answered, it is busy",
    ),
    "a contact that was forgotten": (
        lambda it: it.calls["campaign-3"].pop(0),
        "Welcome calls: +917000030301 should end as answered, there is no such call",
    ),
    "a rejected row that was taken": (
        lambda it: it.imports["import-1"]["errors"].pop(0),
        "contacts.csv: should not be taken, but was not named: row 18, Phone: phone_missing",
    ),
    "a total": (
        lambda it: it.imports["import-1"].update(accepted=187),
        "contacts.csv: accepted should be 186, the import says 187",
    ),
    "a number called twice": (
        lambda it: it.placed.append(it.placed[0]),
        "was called 2 times",
    ),
    "one call too many at once": (
        lambda it: it.peaks.update(all=11),
        "in all: 11 calls were live at once, 10 are allowed",
    ),
    "one call too many of a user": (
        lambda it: it.peaks["agents"].update({"bolna-agent-2": 4}),
        "4 calls were live at once, 3 are allowed",
    ),
    "an attempt placed twice": (
        lambda it: it.summary.update(attempts_placed_twice_count=1),
        "attempts placed twice: 1, should be 0",
    ),
    "a cancelled campaign": (
        lambda it: setattr(it, "status", "cancelled"),
        "Autumn offer should be completed, it is cancelled",
    ),
}


@pytest.mark.parametrize("offence", OFFENCES)
def test_what_is_not_as_expected_is_named(pretended: Pretended, offence: str) -> None:
    breaking, said = OFFENCES[offence]
    breaking(pretended)

    good, printed = demonstrated(pretended)

    assert not good
    assert said in printed


def test_where_nothing_moves_any_more_the_api_is_asked_why(
    pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STALLED_SECONDS", 0.1)
    pretended.status = "active"
    pretended.calls["campaign-1"][0].update(status="queued", outcome=None)

    good, printed = demonstrated(pretended)

    assert not good
    assert "Autumn offer is active: provider_away: Bolna does not answer" in printed
    assert "should end as answered, it is not ended (queued)" in printed


def test_generated_contacts_are_checked_as_the_samples_are() -> None:
    parts = generated_parts(40)
    pretended = as_expected(parts)
    pretended.calls["campaign-1"][9].update(outcome="answered")
    printed = io.StringIO()

    with answering(pretended) as described:
        good = run.demonstrate(parts, described, "key", Console(file=printed, width=160))

    assert not good
    assert "Not as expected, in 1 of the things compared" in printed.getvalue()


def test_a_look_that_has_no_answer_for_now_is_no_news() -> None:
    done = Progress((CampaignProgress("Asha", "Offer", "completed", {"total": 1, "answered": 1}, 0, 6),), 0, 10)
    looks: Iterator[Progress | AwayForNow] = iter([AwayForNow("GET /api/me: no answer"), done])

    def look() -> Progress:
        seen = next(looks)
        if isinstance(seen, AwayForNow):
            raise seen
        return seen

    printed = io.StringIO()
    assert run.watch(look, Display(Console(file=printed, width=160))) == done
    assert printed.getvalue() == ("Asha, Offer: completed, 1 of 1 settled (answered 1); slots 0 of 6, in all 0 of 10\n")


def test_on_a_terminal_progress_is_drawn_in_place() -> None:
    printed = io.StringIO()
    console = Console(file=printed, width=80, force_terminal=True)
    half = Progress((CampaignProgress("Asha", "Offer", "active", {"total": 2, "answered": 1}, 1, 6),), 1, 10)

    with Display(console) as display:
        display.show(half)
        display.show(half)

    assert "1 of 2" in printed.getvalue()
    assert "●○○○○○ 1 of 6" in printed.getvalue()
    assert "\x1b[1A" in printed.getvalue()
