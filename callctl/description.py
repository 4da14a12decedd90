"""What `callctl up --json` and `callctl status --json` print of a stack that runs."""

from callctl.data_directory import StackAddresses, StackRecord
from callctl.health import leads


def describe(record: StackRecord) -> dict[str, object]:
    """The public line of a stack. A service's plain name is given to its worker that leads now, which is asked here."""
    shown = names_by_leadership(record.addresses)
    return {
        "api": record.addresses.api,
        "webhooks": record.addresses.webhooks,
        "console": record.addresses.api,
        "simulator": record.addresses.simulator,
        "nats": record.addresses.nats,
        "database": record.addresses.database,
        "admin_key": record.addresses.admin_key,
        "metrics": {shown.get(name, name): origin for name, origin in record.addresses.metrics.items()},
        "pids": {shown.get(name, name): process.pid for name, process in record.processes.items() if process.lives},
    }


def leaderless(addresses: StackAddresses) -> list[str]:
    """The services none of whose workers leads."""
    return [service for service in addresses.workers if _leader(addresses, service) is None]


def names_by_leadership(addresses: StackAddresses) -> dict[str, str]:
    """The name under which each worker is shown: the first of its service's names where it leads, else the others."""
    shown: dict[str, str] = {}
    for service, names in addresses.workers.items():
        leader = _leader(addresses, service) or names[0]
        in_order = sorted(names, key=lambda name: name != leader)
        shown |= dict(zip(in_order, names, strict=True))
    return shown


def _leader(addresses: StackAddresses, service: str) -> str | None:
    return next((name for name in addresses.workers[service] if leads(addresses.metrics[name])), None)
