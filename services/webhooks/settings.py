"""What the processes of this service read from the environment."""

from shared.settings import (
    BolnaApiKey,
    BolnaApiUrl,
    BolnaRequestTimeout,
    CallSilentAfter,
    RawWebhookDays,
    ServiceSettings,
    TrustedProxies,
    WebhookAllowedIps,
    WebhookSecrets,
)


class HttpSettings(ServiceSettings):
    """The HTTP face's."""

    webhook_secrets: WebhookSecrets
    webhook_allowed_ips: WebhookAllowedIps
    trusted_proxies: TrustedProxies


class WorkerSettings(ServiceSettings):
    """The leading worker's."""

    bolna_api_key: BolnaApiKey
    bolna_api_url: BolnaApiUrl
    bolna_request_timeout: BolnaRequestTimeout
    call_silent_after: CallSilentAfter
    raw_webhook_days: RawWebhookDays
