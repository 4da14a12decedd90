"""NATS_URL says where the servers are and what to show them."""

import pytest

from shared.messaging.connection import Address, parse


def test_a_plain_url_names_a_server() -> None:
    assert parse("nats://127.0.0.1:4222") == Address(("nats://127.0.0.1:4222",))


def test_user_and_password_are_taken_out_and_decoded() -> None:
    found = parse("nats://cc:p%40ss%2Fword@127.0.0.1:4222")
    assert found == Address(("nats://127.0.0.1:4222",), user="cc", password="p@ss/word")


def test_a_lone_name_is_a_token() -> None:
    assert parse("tls://s3cret@nats.example") == Address(("tls://nats.example",), token="s3cret")


def test_several_servers_share_the_credentials_of_one() -> None:
    found = parse("nats://cc:word@one:4222, two:4222")
    assert found == Address(("nats://one:4222", "nats://two:4222"), user="cc", password="word")


@pytest.mark.parametrize(
    "url", ["", " , ", "nats://", "nats://user:password@", "http://host", "nats://h:port", "nats://h:99999"]
)
def test_a_url_without_a_host_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="NATS_URL") as raised:
        parse(url)
    assert "password@" not in str(raised.value).replace("[user:password@]", "")
