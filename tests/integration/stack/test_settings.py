"""A service says everything that is wrong with its environment at once, and no secret with it."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from shared.settings import (
    BolnaApiKey,
    BolnaCallsPerMinute,
    CallSilentAfter,
    DefaultCountry,
    DefaultTimeZone,
    ServiceSettings,
    SettingsError,
    UnknownCallLookups,
    WebhookAllowedIps,
    WebhookSecrets,
    exit_on_bad_settings,
    read_settings,
)

COMPLETE = {
    "DATABASE_URL": "postgresql://dialer:hush@127.0.0.1/calls",
    "NATS_URL": "nats://dialer:hush@127.0.0.1",
    "BOLNA_API_KEY": "bn-hush",
    "WEBHOOK_SECRET": "hush",
}


class Dialer(ServiceSettings):
    bolna_api_key: BolnaApiKey
    calls_per_minute: BolnaCallsPerMinute
    call_silent_after: CallSilentAfter
    lookups: UnknownCallLookups
    country: DefaultCountry
    time_zone: DefaultTimeZone
    webhook_secrets: WebhookSecrets
    allowed_ips: WebhookAllowedIps


def test_what_is_not_set_has_its_public_default() -> None:
    settings = read_settings(Dialer, COMPLETE)

    assert settings.calls_per_minute == 500
    assert settings.call_silent_after == 180.0
    assert settings.lookups == (5.0, 30.0, 120.0)
    assert (settings.country, settings.time_zone, settings.log_level) == ("IN", "Asia/Kolkata", "INFO")
    assert settings.allowed_ips == ()
    assert settings.http_host == "127.0.0.1"


def test_what_is_set_to_nothing_counts_as_not_set() -> None:
    assert read_settings(Dialer, COMPLETE | {"LOG_LEVEL": "", "BOLNA_CALLS_PER_MINUTE": " "}).log_level == "INFO"


def test_durations_may_be_fractions_of_a_second() -> None:
    settings = read_settings(
        Dialer, COMPLETE | {"CALL_SILENT_AFTER_SECONDS": "0.25", "UNKNOWN_CALL_LOOKUPS_SECONDS": "0.1, 0.2"}
    )

    assert settings.call_silent_after == 0.25
    assert settings.lookups == (0.1, 0.2)


def test_two_webhook_secrets_are_taken_while_one_replaces_the_other() -> None:
    settings = read_settings(Dialer, COMPLETE | {"WEBHOOK_SECRET": "old, new"})

    assert [secret.get_secret_value() for secret in settings.webhook_secrets] == ["old", "new"]


def test_bolna_stands_for_its_published_addresses() -> None:
    allowed = read_settings(Dialer, COMPLETE | {"WEBHOOK_ALLOWED_IPS": "bolna, 10.0.0.0/8"}).allowed_ips

    assert ip_network("13.203.39.153/32") in allowed
    assert ip_network("10.0.0.0/8") in allowed


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("bn-from-a-file\n", "utf-8")
    environ = {name: value for name, value in COMPLETE.items() if name != "BOLNA_API_KEY"}

    settings = read_settings(Dialer, environ | {"BOLNA_API_KEY_FILE": str(file)})

    assert settings.bolna_api_key.get_secret_value() == "bn-from-a-file"


def test_a_secret_that_is_set_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BOLNA_API_KEY and BOLNA_API_KEY_FILE are both set"):
        read_settings(Dialer, COMPLETE | {"BOLNA_API_KEY_FILE": str(tmp_path / "key")})


def test_everything_missing_or_wrong_is_named_with_its_value_and_the_remedy() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(
            Dialer,
            {
                "NATS_URL": "nats://127.0.0.1",
                "BOLNA_API_KEY_FILE": "/absent",
                "WEBHOOK_SECRET": "hush",
                "BOLNA_CALLS_PER_MINUTE": "-1",
                "CALL_SILENT_AFTER_SECONDS": "soon",
                "DEFAULT_TIMEZONE": "Mars/Olympus",
                "DEFAULT_COUNTRY": "UK",
                "LOG_LEVEL": "loud",
            },
        )

    problems = {problem.split()[0]: problem for problem in refused.value.problems}
    assert problems.keys() == {
        "DATABASE_URL",
        "BOLNA_API_KEY_FILE",
        "BOLNA_CALLS_PER_MINUTE",
        "CALL_SILENT_AFTER_SECONDS",
        "DEFAULT_TIMEZONE",
        "DEFAULT_COUNTRY",
        "LOG_LEVEL",
    }
    assert "'soon'" in problems["CALL_SILENT_AFTER_SECONDS"]
    assert "such as Asia/Kolkata" in problems["DEFAULT_TIMEZONE"]
    assert "DATABASE_URL_FILE" in problems["DATABASE_URL"]


def test_a_wrong_secret_is_named_and_not_shown() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(Dialer, COMPLETE | {"DATABASE_URL": "mysql://hush", "WEBHOOK_SECRET": "hush,hush2,hush3"})

    assert "DATABASE_URL is wrong" in str(refused.value)
    assert "WEBHOOK_SECRET is wrong" in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_service_with_bad_settings_says_so_and_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        exit_on_bad_settings(Dialer, {})

    assert ended.value.code == 2
    assert "NATS_URL is not set" in capsys.readouterr().err
