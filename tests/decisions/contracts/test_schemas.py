"""The committed schemas and reference are those of the models; a release moves the baseline and breaks nothing."""

import json
from pathlib import Path

import pytest

from shared.contracts import schemas
from shared.contracts.campaigns import UserRegistered
from shared.contracts.contacts import ContactsImported
from shared.contracts.registry import EVENTS

ALL_EVENTS = [event for of_service in EVENTS.values() for event in of_service.values()]


def break_released(root: Path) -> None:
    """Make it so that the last release had a field which the present contract lacks."""
    baseline = json.loads((root / schemas.BASELINE).read_text(encoding="utf-8"))
    baseline["contracts"]["campaigns/CampaignPaused"]["properties"]["shade"] = {"type": "string"}
    (root / schemas.BASELINE).write_text(json.dumps(baseline), encoding="utf-8")


def test_the_committed_schemas_and_reference_are_fresh() -> None:
    assert schemas.stale() == [], "write them anew with `make generate` and commit them"


def test_writing_into_an_empty_tree_writes_a_file_per_event_and_is_then_fresh(tmp_path: Path) -> None:
    assert schemas.main([], tmp_path) == 0

    assert schemas.stale(tmp_path) == []
    for service, events in EVENTS.items():
        written = {path.stem for path in (tmp_path / schemas.SCHEMAS / service).glob("*.json")}
        assert written == events.keys()


def test_writing_twice_touches_nothing(tmp_path: Path) -> None:
    schemas.write(tmp_path)

    assert schemas.write(tmp_path) == []


def test_the_check_names_the_stale_files_and_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schemas.write(tmp_path)
    edited = schemas.SCHEMAS / "campaigns/CampaignPaused.json"
    left_over = schemas.SCHEMAS / "campaigns/CampaignFrozen.json"
    (tmp_path / edited).write_text("{}", encoding="utf-8")
    (tmp_path / left_over).write_text("{}", encoding="utf-8")
    (tmp_path / schemas.REFERENCE).unlink()

    assert schemas.main(["--check"], tmp_path) == 1

    said = capsys.readouterr().err
    assert f"stale: {edited}\n" in said
    assert f"stale: {left_over}\n" in said
    assert f"stale: {schemas.REFERENCE}\n" in said
    assert "make generate" in said


def test_the_check_writes_nothing(tmp_path: Path) -> None:
    schemas.main(["--check"], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_longer_generated_is_removed(tmp_path: Path) -> None:
    schemas.write(tmp_path)
    left_over = tmp_path / schemas.SCHEMAS / "campaigns/CampaignFrozen.json"
    left_over.write_text("{}", encoding="utf-8")

    schemas.write(tmp_path)

    assert not left_over.exists()


def test_a_schema_says_title_description_version_and_privacy() -> None:
    schema = schemas.event_schema(ContactsImported)

    assert schema["title"] == "ContactsImported"
    assert schema["description"].startswith("Recorded with each chunk")
    assert schema["x-version"] == ContactsImported.VERSION
    assert schema["x-private"] is True


def test_a_field_that_holds_something_personal_is_marked_however_deep_it_lies() -> None:
    assert schemas.event_schema(UserRegistered)["properties"]["email"]["x-personal"] is True
    assert schemas.event_schema(ContactsImported)["properties"]["contacts"]["x-personal"] is True
    assert "x-personal" not in schemas.event_schema(UserRegistered)["properties"]["timezone"]


@pytest.mark.parametrize("event", ALL_EVENTS, ids=lambda event: event.__name__)
def test_an_event_says_when_it_is_recorded(event: type) -> None:
    assert (event.__doc__ or "").startswith("Recorded "), (
        f"{event.__name__}: begin its docstring with when it is recorded"
    )


def test_before_the_first_release_the_baseline_moves_freely(tmp_path: Path) -> None:
    schemas.main(["--release"], tmp_path)
    break_released(tmp_path)

    assert schemas.main(["--release"], tmp_path) == 0

    assert schemas.released(tmp_path) == (None, schemas.contracts())


def test_a_release_names_the_baseline(tmp_path: Path) -> None:
    assert schemas.main(["--release", "0.1.0"], tmp_path) == 0

    assert schemas.released(tmp_path) == ("0.1.0", schemas.contracts())


@pytest.mark.parametrize("unnamed", [["--release"], ["--release", "0.1.0"]])
def test_after_a_release_the_baseline_moves_by_another_named_release_alone(tmp_path: Path, unnamed: list[str]) -> None:
    schemas.main(["--release", "0.1.0"], tmp_path)

    with pytest.raises(SystemExit, match=r"0\.1\.0 is released: name the next release"):
        schemas.main(unnamed, tmp_path)


def test_a_release_that_breaks_the_one_before_is_refused_and_moves_nothing(tmp_path: Path) -> None:
    schemas.main(["--release", "0.1.0"], tmp_path)
    break_released(tmp_path)

    with pytest.raises(SystemExit, match="field shade was removed"):
        schemas.main(["--release", "0.2.0"], tmp_path)

    assert schemas.released(tmp_path)[0] == "0.1.0"
