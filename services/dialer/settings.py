"""What the dialer reads from the environment."""

from shared.settings import (
    BolnaApiKey,
    BolnaApiUrl,
    BolnaCallsPerMinute,
    BolnaQueuedStop,
    BolnaRequestTimeout,
    ServiceSettings,
    UnknownCallLookups,
)


class DialerSettings(ServiceSettings):
    """The dialer's variables."""

    bolna_api_key: BolnaApiKey
    bolna_api_url: BolnaApiUrl
    bolna_calls_per_minute: BolnaCallsPerMinute
    bolna_queued_stop_seconds: BolnaQueuedStop
    bolna_request_timeout_seconds: BolnaRequestTimeout
    unknown_call_lookups_seconds: UnknownCallLookups
