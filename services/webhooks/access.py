"""Who may deliver webhooks: those who know the secret, from the addresses that are allowed."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.source_address import Network, source_address, within


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

        `forwarded_for` is every X-Forwarded-For header, in order. An unreadable address is not allowed.
        """
        if not self.allowed:
            return True
        address = source_address(peer, forwarded_for, self.proxies)
        return address is not None and within(address, self.allowed)
