from pathlib import Path

import pytest

import simulator
from simulator.domain.draws import draws_of
from simulator.domain.life import life_of, plan_of
from simulator.domain.merging import UnusableProfile, merged
from simulator.domain.profile import Faults, Profile
from simulator.domain.statuses import Life
from tests.conformance.simulator.stage import Stage

NUMBER = "+919800000001"


async def test_a_partial_profile_changes_only_what_it_names(stage: Stage) -> None:
    before = await stage.get("/simulator/profile")
    status, after = await stage.ask("PUT", "/simulator/profile", {"talk_seconds": 9, "faults": {"lost": 0.25}})
    assert status == 200
    assert after == before | {"talk_seconds": [9, 9], "faults": before["faults"] | {"lost": 0.25}}
    assert await stage.get("/simulator/profile") == after


async def test_a_profile_as_shown_can_be_put_back(stage: Stage) -> None:
    shown = await stage.get("/simulator/profile")
    assert await stage.ask("PUT", "/simulator/profile", shown) == (200, shown)


async def test_deleting_the_profile_restores_the_one_at_start(stage: Stage) -> None:
    before = await stage.get("/simulator/profile")
    await stage.profile(speed=3)
    assert await stage.ask("DELETE", "/simulator/profile") == (200, before)


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"speed": 0}, "/speed", "above 0"),
        ({"ring_seconds": [5, 1]}, "/ring_seconds", "the smaller first"),
        ({"talk_seconds": -1}, "/talk_seconds", "seconds"),
        ({"outcomes": {"busy": 0.7, "failed": 0.7}}, "/outcomes", "add up to 1"),
        ({"outcomes": {"divorced": 0.1}}, "/outcomes/divorced", "no-answer"),
        ({"webhooks": ["exploded"]}, "/webhooks/0", "call-disconnected"),
        ({"faults": {"lost": 2}}, "/faults/lost", "a share from 0 to 1"),
        ({"faults": {"late": {"share": 0.1, "max_seconds": -1}}}, "/faults/late/max_seconds", "seconds, 0 or more"),
        ({"faults": {"timeout_before": 0.6, "http_429": 0.6}}, "/faults", "add up to 1"),
        ({"faults": {"gremlins": 1}}, "/faults/gremlins", "lost, duplicated"),
        ({"talk_secs": 3}, "/talk_secs", "talk_seconds"),
    ],
)
async def test_a_wrong_profile_is_refused_by_field_value_and_remedy(
    stage: Stage, change: dict[str, object], field: str, remedy: str
) -> None:
    before = await stage.get("/simulator/profile")
    status, problem = await stage.ask("PUT", "/simulator/profile", change)
    assert status == 422
    (error,) = problem["errors"]
    assert error["field"] == field
    assert remedy in error["message"]
    assert "value" in error
    assert await stage.get("/simulator/profile") == before


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(UnusableProfile) as refused:
        merged(Profile(), {"speed": -1, "seed": "x", "away": "perhaps"})
    assert {wrong.field for wrong in refused.value.wrong} == {"/speed", "/seed", "/away"}


@pytest.mark.parametrize("document", [[], "fast", 3, None])
def test_a_profile_that_is_no_object_is_refused(document: object) -> None:
    with pytest.raises(UnusableProfile, match="JSON object"):
        merged(Profile(), document)


def test_null_puts_a_field_back_to_its_default() -> None:
    changed = merged(Profile(), {"speed": 4, "faults": {"lost": 1, "http_429": 0.5}})
    assert merged(changed, {"speed": None, "faults": {"lost": None}}) == Profile(faults=Faults(http_429=0.5))


def test_outcomes_are_replaced_whole() -> None:
    changed = merged(Profile(), {"outcomes": {"busy": 0.9}})
    assert merged(changed, {"outcomes": {"failed": 0.5}}).outcomes == {Life.FAILED: 0.5}


def test_the_same_seed_gives_the_same_lives_and_another_seed_others() -> None:
    profile = Profile(outcomes={Life.BUSY: 0.5})

    def lives(seed: int) -> list[Life]:
        numbers = [f"+9198{tail:08d}" for tail in range(100)]
        return [life_of(number, 1, profile, draws_of(seed, number, 1)) for number in numbers]

    assert lives(1) == lives(1)
    assert lives(1) != lives(2)


def test_outcomes_come_in_their_shares_and_the_rest_is_answered() -> None:
    profile = Profile(outcomes={Life.BUSY: 0.25, Life.VOICEMAIL: 0.25}, fixed_numbers=False)
    numbers = [f"+9198{tail:08d}" for tail in range(4000)]
    lives = [life_of(number, 1, profile, draws_of(0, number, 1)) for number in numbers]
    assert 850 < lives.count(Life.BUSY) < 1150
    assert 850 < lives.count(Life.VOICEMAIL) < 1150
    assert lives.count(Life.ANSWERED) + lives.count(Life.BUSY) + lives.count(Life.VOICEMAIL) == 4000


@pytest.mark.parametrize("life", Life)
def test_speed_shortens_every_wait_and_changes_no_talk(life: Life) -> None:
    draw = draws_of(0, NUMBER, 1)
    slow, quick = plan_of(life, Profile(), draw), plan_of(life, Profile(speed=10), draw)
    assert [step.status for step in slow.steps] == [step.status for step in quick.steps]
    assert [step.after / 10 for step in slow.steps] == pytest.approx([step.after for step in quick.steps])
    assert slow.talk_seconds == quick.talk_seconds


def test_the_readme_names_every_field_of_the_profile_with_its_default() -> None:
    readme = (Path(simulator.__file__).parent / "README.md").read_text(encoding="utf-8")
    names = [*Profile.model_fields, *Faults.model_fields]
    assert [name for name in names if f"| `{name}` |" not in readme] == []
