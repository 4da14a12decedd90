"""Who may deliver webhooks: those who know the secret, from the addresses that are allowed."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Access:
    """`secrets`: any of them opens. `allowed` empty means any address. `proxies` are believed in X-Forwarded-For."""

    secrets: Sequence[str] = field(repr=False)
    allowed: Sequence[Network] = ()
    proxies: Sequence[Network] = ()

    def knows_secret(self, *offered: str | None) -> bool:
        """Whether an offered secret is right; how long it takes tells nothing of what a wrong one got right."""
        matches = [
            hmac.compare_digest(secret.encode(), one.encode("utf-8", "surrogateescape"))
            for secret in self.secrets
            for one in offered
            if one is not None
        ]
        return any(matches)

    def may_come_from(self, peer: str | None, forwarded_for: Sequence[str]) -> bool:
        """Whether the sender's address is allowed: the peer's or, behind trusted proxies, the one they forward for.

        `forwarded_for` is every X-Forwarded-For header, in order. It is read from the right; what stands left of the
        first address that is no proxy of ours was written by strangers. An unreadable address is not allowed.
        """
        if not self.allowed:
            return True
        address = _address(peer)
        hops = [hop for header in forwarded_for for hop in header.split(",")]
        while address is not None and hops and _within(address, self.proxies):
            address = _address(hops.pop())
        return address is not None and _within(address, self.allowed)


def _address(text: str | None) -> Address | None:
    """An address; one of IPv4 written as IPv6 is that of IPv4. A port, as some proxies add, is dropped."""
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


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
