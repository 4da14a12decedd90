"""The deployment keeps its promises through the end of every container, and shows nobody outside what is inside."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network
from typing import cast

import httpx
import pytest

from tests.acceptance.stack.documents import WITH_DOCKER, blocks
from tests.deploy.deployment import ROOT, Deployment, deployed, needs_docker
from tests.faults.stack.judge import violations
from tests.faults.stack.rehearsal import rehearsal
from tests.faults.stack.running_stack import RunningStack
from tests.faults.stack.waiting import wait_for

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(1800)]

PROCESSES = ("campaigns-http", "campaigns", "scheduler", "dialer", "webhooks-http", "webhooks")
CONTAINERS = (*PROCESSES, "gateway", "nats", "postgres")
DOCUMENTS = ("README.md", "docs/deploying.md")
LIMIT = 4
CONTACTS = 100
SECONDS = 600.0
LASTING_CALLS = {
    "fixed_numbers": False,
    "ring_seconds": [0.5, 1.0],
    "unanswered_ring_seconds": [1.0, 2.0],
    "talk_seconds": [1.0, 3.0],
    "completed_after_seconds": [0.1, 0.5],
}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    needs_docker()
    with deployed(tmp_path_factory.mktemp("deployment")) as up:
        yield up


def test_what_documents_tell_to_type_works(deployment: Deployment) -> None:
    told = [block.text for name in DOCUMENTS for block in blocks(ROOT / name) if block.remark == WITH_DOCKER]
    assert told, "something is told"
    for typed in dict.fromkeys(told):
        deployment.type(typed, SECONDS)


def test_what_is_inside_is_not_seen_from_outside(deployment: Deployment) -> None:
    with httpx.Client(base_url=deployment.public["api"], timeout=10) as outside:
        inside = ("/metrics", "/health/ready", "/health/live", "/simulator/calls", "/simulator")
        assert {path: outside.get(path).status_code for path in inside} == dict.fromkeys(inside, 404)
        assert outside.get("/").status_code == 200
        assert outside.get("/api/openapi.json").status_code == 200
        assert outside.post("/api/webhooks/bolna/a-secret-of-somebody", json={}).status_code == 401
    logged = deployment.compose("logs", "gateway")
    assert "/api/webhooks/bolna/***" in logged
    assert "a-secret-of-somebody" not in logged


def test_no_container_runs_as_root_or_may_write_beside_its_data(deployment: Deployment) -> None:
    for service in PROCESSES:
        assert deployment.compose("exec", "-T", service, "id", "-u").strip() == "10001", service
        tried = "touch /app/x 2> /dev/null || echo refused"
        assert deployment.compose("exec", "-T", service, "sh", "-c", tried).strip() == "refused", service


def test_every_container_is_confined(deployment: Deployment) -> None:
    for service in (*CONTAINERS, "migrate", "simulator"):
        allowed = deployment.inspect(service)["HostConfig"]
        assert allowed["CapDrop"] == ["ALL"], service
        assert allowed["SecurityOpt"] == ["no-new-privileges:true"], service
        assert allowed["ReadonlyRootfs"], service
        assert 0 < allowed["PidsLimit"] <= 512, service
        assert allowed["Memory"] > 0, service
        assert allowed["NanoCpus"] > 0, service
    assert {service: deployment.inspect(service)["HostConfig"]["Init"] for service in PROCESSES} == dict.fromkeys(
        PROCESSES, True
    )


def test_every_container_is_found_healthy(deployment: Deployment) -> None:
    services = (*CONTAINERS, "simulator")
    wait_for(lambda: _all_healthy(deployment, services), "every container is healthy", 120, poll=1)


def test_what_the_gateway_says_of_a_caller_is_believed(deployment: Deployment) -> None:
    gateway = ip_address(deployment.address("gateway"))
    for face in ("campaigns-http", "webhooks-http"):
        environment = dict(line.split("=", 1) for line in deployment.inspect(face)["Config"]["Env"])
        assert gateway in ip_network(environment["TRUSTED_PROXIES"]), face


def test_webhooks_cannot_read_contacts(deployment: Deployment) -> None:
    script = (
        "import os, psycopg; address = open(os.environ['DATABASE_URL_FILE']).read().strip(); "
        "psycopg.connect(address).execute('select * from campaigns.contacts')"
    )
    with pytest.raises(AssertionError, match="permission denied for schema campaigns"):
        deployment.compose("exec", "-T", "webhooks", "python", "-c", script)


def test_every_contact_is_called_once_though_every_container_ends_in_turn(deployment: Deployment) -> None:
    with rehearsal(cast("RunningStack", deployment), [LIMIT], profile=LASTING_CALLS) as run:
        run.upload(run.customers[0], CONTACTS)
        for number, service in enumerate(CONTAINERS, start=1):
            run.wait_until_placed(LIMIT * number, 120)
            deployment.kill_and_start(service)
        wait_for(lambda: _answers(deployment), "the API answers again", 120)
        run.wait_until_completed(SECONDS)
        assert violations(run.evidence()) == []


def _all_healthy(deployment: Deployment, services: Iterable[str]) -> bool:
    return all(deployment.inspect(service)["State"]["Health"]["Status"] == "healthy" for service in services)


def _answers(deployment: Deployment) -> bool:
    try:
        return httpx.get(f"{deployment.public['api']}/api/openapi.json", timeout=2).is_success
    except httpx.TransportError:
        return False
