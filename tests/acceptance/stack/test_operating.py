"""What operators do with `callctl`, and with `nats`, to a whole stack that calls."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.acceptance.checklist_asking import breaches_in_the_end
from tests.acceptance.stack import nats_by_hand
from tests.faults.stack.rehearsal import Rehearsal, rehearsal, running_stack
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for
from tests.infrastructure import server_folder

LONG_TALKS = {"fixed_numbers": False, "ring_seconds": 0.1, "talk_seconds": 3.0, "completed_after_seconds": 0.05}


@pytest.fixture(scope="module")
def stack() -> Iterator[RunningStack]:
    with server_folder() as folder, running_stack(folder) as started:
        yield started


@pytest.fixture
def run(stack: RunningStack) -> Iterator[Rehearsal]:
    """One customer, who calls four at a time."""
    with rehearsal(stack, [4], system_limit=4, profile=LONG_TALKS) as begun:
        yield begun


def told(done: CompletedProcess[str]) -> dict[str, Any]:
    """What a command printed with --json; it must have ended well."""
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_after_stop_all_no_call_starts_and_start_all_goes_on_with_as_many_as_before(run: Rehearsal) -> None:
    [customer] = run.customers
    run.upload(customer, 12)
    run.wait_until_placed(4)

    stopped = told(run.stack.run_callctl("stop-all", "--json"))
    placed = run.bolna.count()
    again = told(run.stack.run_callctl("stop-all", "--json"))
    drained = told(run.stack.run_callctl("drain", "--timeout", "40", "--json"))

    assert (stopped["system_limit"], stopped["system_limit_before_stop"]) == (0, 4)
    assert again["system_limit_before_stop"] == 4
    assert drained["system_active"] == 0
    assert run.bolna.count() == placed < 12

    assert told(run.stack.run_callctl("start-all", "--json"))["system_limit"] == 4
    assert breaches_in_the_end(run) == []


def test_a_drain_that_takes_too_long_says_how_many_are_live_and_ends_1(run: Rehearsal) -> None:
    [customer] = run.customers
    run.bolna.change({"talk_seconds": 12.0})
    run.upload(customer, 1)
    run.wait_until_placed(1)

    done = run.stack.run_callctl("drain", "--timeout", "0")

    assert done.returncode == 1
    assert "1 calls are still live" in done.stdout
    told(run.stack.run_callctl("start-all", "--json"))
    assert breaches_in_the_end(run) == []


def test_verify_finds_what_is_spoilt_and_a_rebuild_mends_it(run: Rehearsal) -> None:
    [customer] = run.customers
    run.upload(customer, 2)
    assert breaches_in_the_end(run) == []
    whole = told(run.stack.run_callctl("verify", "--json"))
    assert whole["good"] is True, whole
    with run.stack.database() as connection:
        connection.execute("update campaigns.campaign_counters set busy = busy + 1")

    spoilt = run.stack.run_callctl("verify", "--json")
    wrong = [check["name"] for check in json.loads(spoilt.stdout)["checks"] if not check["good"]]
    rebuilt = run.stack.run_callctl("rebuild", "campaigns")
    again = run.stack.run_callctl("verify")

    assert (spoilt.returncode, wrong) == (1, ["counters of campaigns", "projections of campaigns"])
    assert (rebuilt.returncode, "Put in place" in rebuilt.stdout) == (0, True), rebuilt.stderr
    assert (again.returncode, again.stdout.strip()) == (0, "All is good."), again.stderr


def test_every_command_on_the_page_about_nats_is_answered_by_the_server(run: Rehearsal) -> None:
    [customer] = run.customers
    run.upload(customer, 1)
    assert breaches_in_the_end(run) == []

    told = {command: nats_by_hand.ask(run.stack.public["nats"], command) for command in nats_by_hand.commands()}

    assert {one["name"] for one in told["nats micro ls"]} == {"campaigns", "scheduler", "dialer", "webhooks"}
    assert {one["metadata"]["role"] for one in told["nats micro ls"]} == {"worker", "http"}
    leading = [one["endpoints"][0]["data"]["leading"] for one in told["nats micro stats scheduler"]]
    assert sorted(leading) == [False, True]
    assert [one["ready"] for one in told["nats req srv.scheduler.why '' --replies 2"]] == [True, True]
    [lag] = told["nats req srv.scheduler.lag ''"]
    assert {one["source"] for one in lag["sources"]} == {"campaigns", "dialer", "webhooks"}
    assert [one["behind"] for one in lag["sources"]] == [0, 0, 0]
    assert told["""nats req ask.scheduler.parked '{"limit": 20}'"""][0]["total"] == 0
    stream = told["nats stream info CAMPAIGNS"]["config"]
    assert "CAMPAIGNS" in told["nats stream ls"]["streams"]
    assert (stream["max_age"], stream["max_bytes"]) == (24 * 3600 * 10**9, 256 * 1024**2)
    assert told["nats consumer pause CAMPAIGNS scheduler-from-campaigns 1m --force"]["paused"] is True
    assert not told["nats consumer resume CAMPAIGNS scheduler-from-campaigns --force"].get("paused")


def test_while_a_consumer_is_paused_calls_are_made_all_the_same(run: Rehearsal) -> None:
    [customer] = run.customers
    url = run.stack.public["nats"]
    nats_by_hand.ask(url, "nats consumer pause CAMPAIGNS scheduler-from-campaigns 1m --force")
    run.upload(customer, 1)

    assert breaches_in_the_end(run) == []
    nats_by_hand.ask(url, "nats consumer resume CAMPAIGNS scheduler-from-campaigns --force")


def test_the_doctor_finds_nothing_to_mend_in_a_stack_that_runs_but_agents_that_are_not_connected(
    run: Rehearsal,
) -> None:
    done = run.stack.run_callctl("doctor", "--json")

    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    wrong = {name: check["found"] for name, check in checks.items() if not check["good"]}
    assert {name.split()[0] for name in wrong} <= {"agent"}, (
        "a rehearsal's agents are made up, all else is as it should be"
    )
    assert done.returncode == (1 if wrong else 0)
    for service in ("campaigns", "scheduler", "dialer", "webhooks"):
        assert checks[f"workers of {service}"]["found"].endswith("leads, 1 stand by."), "HTTP faces lead nothing"
    assert checks.keys() >= {
        "database",
        "clock",
        "NATS",
        "stream DIALER",
        "workers of webhooks",
        "API",
        "Bolna",
        "webhooks",
    }


def test_why_tells_of_any_users_campaign_and_calls(run: Rehearsal) -> None:
    [customer] = run.customers
    told(run.stack.run_callctl("stop-all", "--json"))
    campaign = run.upload(customer, 1).campaign_id
    [call] = customer.calls(campaign)

    for which in (campaign, call.call_id):
        wait_for(partial(kept_back, run, which), f"the stop keeps {which} back", 30)
    assert run.stack.run_callctl("why", "00000000-0000-7000-8000-000000000000").returncode == 1
    told(run.stack.run_callctl("start-all", "--json"))
    assert breaches_in_the_end(run) == []


def kept_back(run: Rehearsal, which: str) -> bool:
    """Whether the stop of everything, and that alone, is said to stand in the way."""
    return reasons(run, which) == ["system_limit"]


def reasons(run: Rehearsal, which: str) -> list[str]:
    """The codes of what stands in the way; none where the scheduler has not heard of it yet."""
    done = run.stack.run_callctl("why", which, "--json")
    return [reason["code"] for reason in json.loads(done.stdout)["reasons"]] if done.returncode == 0 else []


def test_watch_shows_the_lines_in_use_and_how_each_service_stands(run: Rehearsal) -> None:
    [customer] = run.customers
    run.upload(customer, 4)
    run.wait_until_placed(4)

    look = told(run.stack.run_callctl("watch", "--times", "1", "--json"))
    drawn = run.stack.run_callctl("watch", "--times", "1")

    assert (look["slots"]["limit"], 1 <= look["slots"]["held"] <= 4) == (4, True)
    assert {name: one["ready"] for name, one in look["services"].items()} == dict.fromkeys(look["services"], True)
    assert [one["processes"] for one in look["services"].values()] == [3, 2, 2, 3]
    assert (drawn.returncode, "of 4 lines in use" in drawn.stdout) == (0, True), drawn.stderr
    assert breaches_in_the_end(run) == []


def test_a_file_is_imported_in_a_users_name_and_its_rejected_rows_are_mended_and_added(
    run: Rehearsal, tmp_path: Path
) -> None:
    [customer] = run.customers
    good, other = (f"+9198{next(run.stack.numbers):08d}" for _ in range(2))
    file, rejected = tmp_path / "autumn.csv", tmp_path / "rejected.csv"
    file.write_text(f"phone_number,name\n{good},Asha\n12,Ravi\n", "utf-8")
    key = {"API_KEY": customer.api.headers["Authorization"].removeprefix("Bearer ")}
    new = ("--campaign", "Autumn", "--agent", customer.agent_id, "--next-action", "Book a visit")
    hours = ("--first", "00:00", "--last", "24:00", "--set", "draft=true")

    done = told(run.stack.run_callctl("import", str(file), *new, *hours, "--errors", str(rejected), "--json", **key))
    rejected.write_text(rejected.read_text("utf-8").replace("12", other, 1), "utf-8")
    added = told(run.stack.run_callctl("import", str(rejected), "--into", done["campaign_id"], "--json", **key))
    unfit = run.stack.run_callctl("import", str(file), "--campaign", "Autumn", **key)

    assert (done["accepted"], done["rejected"], added["accepted"], added["rejected"]) == (1, 1, 1, 0)
    assert {call.number for call in customer.calls(done["campaign_id"])} == {good, other}
    assert (unfit.returncode, "--agent and --next-action" in unfit.stderr) == (2, True), unfit.stderr
    customer.api.post(f"/api/campaigns/{done['campaign_id']}/cancel")


def test_users_and_keys_are_looked_after_from_the_command_line(run: Rehearsal) -> None:
    def told(*words: str, **environment: str) -> Any:
        ran = run.stack.run_callctl(*words, "--json", **environment)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    ravi = told("user", "add", "ravi@example.com", "--name", "Ravi", "--limit", "3")
    assert told("user", "change", "ravi@example.com", "--limit", "5")["concurrent_calls_limit"] == 5
    assert "ravi@example.com" in {user["email"] for user in told("user", "list")["users"]}

    his = {"API_KEY": ravi["api_key"]}
    export = told("key", "issue", "nightly export", "--read-only", "--days", "90", **his)
    assert {key["name"]: key["read_only"] for key in told("key", "list", **his)["keys"]}["nightly export"] is True
    told("key", "revoke", export["id"], **his)
    assert "nightly export" not in {key["name"] for key in told("key", "list", **his)["keys"]}

    assert told("user", "change", "ravi@example.com", "--suspend")["suspended"] is True
    refused = run.stack.run_callctl("key", "list", **his)
    assert (refused.returncode, refused.stdout) == (1, "")
    nobody = run.stack.run_callctl("user", "change", "nobody@example.com", "--limit", "1")
    assert nobody.returncode == 1
    assert "nobody@example.com" in nobody.stderr
