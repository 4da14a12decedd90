"""What was released is kept: every contract is an addition to its released self."""

from shared.contracts import schemas
from shared.contracts.compatibility import breaking_changes


def test_every_contract_only_adds_to_what_was_released() -> None:
    release, baseline = schemas.released()
    remedy = (
        f"nothing is released yet: move the baseline with `{schemas.COMMAND} --release`"
        if release is None
        else f"{release} is released: add an optional field or another event instead"
    )

    found = breaking_changes(baseline, schemas.contracts())

    assert found == [], "\n".join([*found, remedy])


def test_the_baseline_knows_every_service() -> None:
    _, baseline = schemas.released()

    assert {name.split("/")[0] for name in baseline} == {"campaigns", "scheduler", "dialer", "webhooks", "questions"}
