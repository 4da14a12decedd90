"""From which address a request comes: its peer's or, behind proxies of ours, the one that they forward for."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def source_address(peer: str | None, forwarded_for: Sequence[str], proxies: Sequence[Network]) -> Address | None:
    """Return the sender's address; None where it cannot be read.

    `forwarded_for` is every X-Forwarded-For header, in order. It is read from the right; what stands left of the
    first address that is no proxy of ours was written by strangers.
    """
    address = read_address(peer)
    hops = [hop for header in forwarded_for for hop in header.split(",")]
    while address is not None and hops and within(address, proxies):
        address = read_address(hops.pop())
    return address


def read_address(text: str | None) -> Address | None:
    """Return an address; one of IPv4 written as IPv6 is that of IPv4. A port, as some proxies add, is dropped."""
    written = (text or "").strip()
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        address = ip_address(written)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def within(address: Address, networks: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks."""
    return any(address in network for network in networks)
