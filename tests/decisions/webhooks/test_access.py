"""Who may deliver webhooks."""

from ipaddress import ip_network

import pytest

from services.webhooks.access import Access

BOLNA = ip_network("13.203.39.153/32")
PROXY = ip_network("10.0.0.0/8")
GUARDED = Access(("s3cret", "old"), allowed=(BOLNA,), proxies=(PROXY,))


@pytest.mark.parametrize(
    ("offered", "known"),
    [
        (("s3cret", None), True),
        ((None, "s3cret"), True),
        (("old", None), True),
        (("wrong", "old"), True),
        ((None, None), False),
        (("", ""), False),
        (("s3cre", None), False),
        (("s3cret\udcff", None), False),
        (("schlüssel", None), False),
    ],
)
def test_one_of_two_secrets_opens_in_header_or_url(offered: tuple[str | None, str | None], *, known: bool) -> None:
    assert GUARDED.knows_secret(*offered) is known


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "allowed"),
    [
        ("13.203.39.153", [], True),
        ("::ffff:13.203.39.153", [], True),
        ("13.203.39.154", [], False),
        ("13.203.39.154", ["13.203.39.153"], False),  # no proxy of ours says so
        ("10.0.0.1", ["13.203.39.153"], True),
        ("10.0.0.1", ["13.203.39.153:4711"], True),
        ("10.0.0.1", ["13.203.39.153, 10.0.0.2"], True),
        ("10.0.0.1", ["13.203.39.153", "10.0.0.2"], True),
        ("10.0.0.1", ["13.203.39.153, 6.6.6.6"], False),  # written by a stranger
        ("10.0.0.1", ["13.203.39.153, nonsense"], False),
        ("10.0.0.1", [], False),
        (None, [], False),
    ],
)
def test_the_senders_address_is_found_behind_our_own_proxies(
    peer: str | None, forwarded_for: list[str], *, allowed: bool
) -> None:
    assert GUARDED.may_come_from(peer, forwarded_for) is allowed


def test_without_a_list_any_address_may_deliver() -> None:
    assert Access(("s3cret",)).may_come_from("6.6.6.6", [])
