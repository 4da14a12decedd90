"""What `callctl up` is configured with reaches every process that it starts."""

import pytest

from callctl.ports import Ports
from callctl.processes import SERVICE_PROCESSES, ServiceProcess, Surroundings, service_environment
from services.scheduler.settings import SchedulerSettings
from shared.migrations import SERVICES
from shared.settings import read_settings

SURROUNDINGS = Surroundings(
    ports=Ports(8000),
    nats_urls={service: f"nats://{service}:hush@127.0.0.1:8020" for service in SERVICES},
    database_urls={service: f"postgresql://{service}:hush@127.0.0.1:8021/calls" for service in SERVICES},
    bolna_url="http://127.0.0.1:8002",
    bolna_api_key="bn-hush",
    webhook_secret="hush",
    admin_api_key="cc_hush",
)
SCHEDULERS = [process for process in SERVICE_PROCESSES if process.service == "scheduler"]


@pytest.mark.parametrize("process", SCHEDULERS, ids=lambda process: process.name)
def test_the_frequency_cap_of_the_system_reaches_every_scheduler(process: ServiceProcess) -> None:
    handed_on = service_environment(process, SURROUNDINGS, {"SYSTEM_FREQUENCY_CAP": "3/24"})

    assert read_settings(SchedulerSettings, handed_on).system_frequency_cap == "3/24"


def test_the_stacks_own_addresses_take_the_place_of_what_was_configured() -> None:
    configured = {"NATS_URL": "nats://elsewhere", "DATABASE_URL_FILE": "/run/secrets/database"}

    handed_on = service_environment(SCHEDULERS[0], SURROUNDINGS, configured)

    assert handed_on["NATS_URL"] == SURROUNDINGS.nats_urls["scheduler"]
    assert "DATABASE_URL_FILE" not in handed_on
